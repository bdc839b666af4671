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
    add_to(models_, part.model, part.sums);
    if (part.agent != 0) add_to(agents_, part.agent, part.sums);
  }

  [[nodiscard]] const UsageSums& sums() const { return sums_; }
  [[nodiscard]] UsageTally finish(const UsagePlaces& places) const;

 private:
  // Few in any one line: a search beats a map.
  using SumsByKey = std::vector<std::pair<std::int64_t, UsageSums>>;

  static void add_to(SumsByKey& all, std::int64_t key, const UsageSums& added) {
    for (auto& [known, sums] : all)
      if (known == key) {
        sums += added;
        return;
      }
    all.emplace_back(key, added);
  }

  UsageSums sums_;
  std::array<UsageSums, kUsageSources> by_source_;
  SumsByKey models_;
  SumsByKey agents_;
};

}  // namespace orchard::metrics
