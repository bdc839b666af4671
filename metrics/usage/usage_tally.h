#pragma once

#include "metrics/usage/reading/usage_parts.h"
#include "metrics/usage/usage_account.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace orchard::metrics {

/// Adds parts up to a UsageTally. Plain value.
class TallyBuilder {
 public:
  void add(const UsagePart& part, UsageSource source) {
    sums_ += part.sums;
    by_source_.at(static_cast<std::size_t>(source)) += part.sums;
    for (auto& [model, sums] : models_)
      if (model == part.model) {
        sums += part.sums;
        return;
      }
    models_.emplace_back(part.model, part.sums);
  }

  [[nodiscard]] const UsageSums& sums() const { return sums_; }
  [[nodiscard]] UsageTally finish(const UsagePlaces& places) const;

 private:
  UsageSums sums_;
  std::array<UsageSums, kUsageSources> by_source_;
  // Few in any one line: a search beats a map.
  std::vector<std::pair<std::int64_t, UsageSums>> models_;
};

}  // namespace orchard::metrics
