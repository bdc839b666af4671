#include "metrics/ccusage/reading/ccusage_entry.h"

namespace orchard::metrics {

CcusageTokens& CcusageTokens::operator+=(const CcusageTokens& other) {
  input += other.input;
  output += other.output;
  cache_write_5m += other.cache_write_5m;
  cache_write_1h += other.cache_write_1h;
  cache_read += other.cache_read;
  return *this;
}

std::string CcusageEntry::shown_model() const {
  if (is_advisor) return model;
  if (model == "<synthetic>") return {};
  return fast && !model.empty() ? model + "-fast" : model;
}

}  // namespace orchard::metrics
