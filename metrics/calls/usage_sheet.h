#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/calls/call_row.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace orchard::metrics {

/// Adds up calls before their sums join those of the store: what the triggers of api_call do row by
/// row. One thread.
class UsageSheet {
 public:
  /// A new call. `row` says whether its price was estimated.
  void add(const CallRow& row, std::int64_t cost);
  /// Adds everything to the store and is empty again. Inside a transaction.
  [[nodiscard]] core::Result<void> write(core::Database& database);

 private:
  struct Key {
    std::int64_t period = 0;  ///< a quarter of an hour, or a day
    std::int64_t session = 0;
    std::int64_t model = 0;
    std::int64_t origin = 0;
    std::int64_t branch = 0;
    std::int64_t agent = 0;
    auto operator<=>(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Sums {
    std::int64_t calls = 0;
    core::TokenUsage tokens;
    std::int64_t cost = 0;
    std::int64_t estimated = 0;
    Sums& operator+=(const Sums& other);
  };
  using Line = std::pair<Key, Sums>;

  [[nodiscard]] static core::Result<void> write_lines(core::Database& database,
                                                      const char* statement,
                                                      const std::vector<Line>& lines);
  [[nodiscard]] static core::Result<void> write_quarters(core::Database& database,
                                                         const std::vector<Line>& lines);

  std::unordered_map<Key, Sums, KeyHash> by_quarter_;
};

}  // namespace orchard::metrics
