#pragma once

#include "metrics/ccusage/reading/ccusage_entry.h"

#include <string>
#include <unordered_map>

namespace orchard::metrics {

/// Which cost ccusage shows: `--mode`.
enum class CcusageCostMode {
  automatic,  ///< what the line reports, else from the tokens
  calculate,  ///< from the tokens
  display,    ///< what the line reports, else nothing
};

/// Prices entries as ccusage does from the prices this program was built with: the newest of a
/// model, none for a model that is not in the table, each kind of token beyond 200,000 of one reply
/// at the long-context price, an hour of cache at twice the input price. One thread.
class CcusagePrices {
 public:
  explicit CcusagePrices(CcusageCostMode mode) : mode_(mode) {}

  /// Sets cost and whether the model has no price.
  void put_cost(CcusageEntry& entry);

 private:
  /// Dollars per token, and beyond the threshold; that is negative where there is no such price.
  struct Rate {
    double base = 0;
    double above = -1;
  };
  struct Rates {
    bool known = false;
    Rate input, output, cache_write_5m, cache_write_1h, cache_read;
    double fast = 1;
  };
  [[nodiscard]] const Rates& rates(const std::string& model);
  [[nodiscard]] static Rates find(const std::string& model);

  CcusageCostMode mode_;
  std::unordered_map<std::string, Rates> rates_;
};

}  // namespace orchard::metrics
