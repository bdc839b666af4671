#pragma once

#include "core/base/result.h"
#include "metrics/calendar/local_time.h"
#include "metrics/ccusage/ccusage_block.h"
#include "metrics/ccusage/ccusage_rows.h"
#include "metrics/ccusage/reading/ccusage_entries.h"
#include "metrics/ccusage/reading/ccusage_files.h"
#include "metrics/ccusage/reading/ccusage_price.h"

#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

/// What ccusage would be asked for.
struct CcusageQuestion {
  CcusageReport report = CcusageReport::daily;
  std::optional<CivilDay> since{};  ///< first and last day, both counted
  std::optional<CivilDay> until{};
  std::chrono::weekday first_weekday = std::chrono::Sunday;
  bool newest_first = false;  ///< `--order desc`; sessions come dearest first in any case
  CcusageCostMode mode = CcusageCostMode::automatic;
  std::chrono::milliseconds block_length = std::chrono::hours(5);
};

/// ccusage's answer.
struct CcusageAccount {
  CcusageReport report = CcusageReport::daily;
  std::vector<CcusageRow> rows;      ///< of all reports but blocks
  CcusageRow total;                  ///< of the rows
  std::vector<CcusageBlock> blocks;  ///< of the report blocks
};

/// Reads every transcript, always; nothing is stored. Days are those of `local`. Errors: see
/// find_ccusage_files().
[[nodiscard]] core::Result<CcusageAccount> ask_ccusage(const CcusageEnvironment& environment,
                                                       const CcusageQuestion& question,
                                                       const LocalTime& local, core::Timestamp now);

/// The same as `ccusage claude <report> --json` prints (`ccusage blocks --json` for blocks): the
/// same members, two blanks deep.
[[nodiscard]] std::string to_ccusage_json(const CcusageAccount& account, core::Timestamp now);

}  // namespace orchard::metrics
