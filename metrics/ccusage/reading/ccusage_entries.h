#pragma once

#include "core/base/result.h"
#include "metrics/ccusage/reading/ccusage_entry.h"
#include "metrics/ccusage/reading/ccusage_files.h"
#include "metrics/ccusage/reading/ccusage_price.h"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace orchard::metrics {

/// Entries without their repetitions, by the rule of ccusage's reports by session, week, month and
/// block. One thread.
class CcusageDeduper {
 public:
  /// Keeps `entry`, or lets it take the place of the one it repeats, or drops it.
  void add(CcusageEntry entry);
  [[nodiscard]] std::vector<CcusageEntry> take() { return std::move(kept_); }

 private:
  using Indexes = std::vector<std::size_t>;
  [[nodiscard]] std::optional<std::size_t> find_repeated(const CcusageEntry& entry,
                                                         const Indexes& of_message,
                                                         const Indexes& of_session) const;

  std::vector<CcusageEntry> kept_;
  std::unordered_map<std::string, Indexes> by_message_;
  std::unordered_map<std::string, Indexes> by_session_;  ///< by message and session
};

/// What ccusage counts of these files, in its order. A file that cannot be read is passed over, as
/// ccusage does.
[[nodiscard]] std::vector<CcusageEntry> load_ccusage_entries(const std::vector<CcusageFile>& files,
                                                             CcusageCostMode mode);

}  // namespace orchard::metrics
