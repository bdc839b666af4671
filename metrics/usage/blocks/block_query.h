#pragma once

#include "core/base/result.h"
#include "core/domain/plan_usage.h"
#include "metrics/ledger/store.h"
#include "metrics/plan/plan_forecast.h"
#include "metrics/usage/blocks/block.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace orchard::metrics {

// Blocks of everything this machine recorded: a plan is the account's, so nothing narrows them.

struct BlockReport {
  std::vector<Block> blocks;
  std::unordered_map<std::int64_t, std::string> models;  ///< names of Block::models
};

/// Every block that ends after `since`, as if all had been divided, but for a gap that reaches over
/// it; none: all of them.
/// `length`: that of a local estimate. Without `anchored` what the account told is left aside.
[[nodiscard]] core::Result<BlockReport> query_blocks(Store& store, core::Timestamp now,
                                                     std::optional<core::Timestamp> since,
                                                     core::Duration length = kBlockLength,
                                                     bool anchored = true);

/// Input and output tokens, nothing cached, of the hour before `now`.
[[nodiscard]] core::Result<double> query_fresh_tokens_per_minute(Store& store, core::Timestamp now);

/// The five-hour windows the account told of that end after `since`, whoever passed it on.
[[nodiscard]] core::Result<std::vector<OfficialWindow>> query_official_windows(
    Store& store, core::Timestamp since = {});

/// What the account said last of one limit that has not been reset since.
struct OfficialLimit {
  std::string kind;  ///< "five_hour", "seven_day", …
  PlanSample said;   ///< `used` and `resets_at` of the account
  std::optional<PlanForecast> forecast;
  std::optional<core::PlanSource> source;  ///< who passed it on; none: it answered a question
};
/// By kind; of what was passed on and the account's own answers whichever is newer. One that was
/// used up is none when an agent is let on after.
[[nodiscard]] core::Result<std::vector<OfficialLimit>> query_official_limits(Store& store,
                                                                             core::Timestamp now);

/// Keeps what a session's status line was told of a limit, unless it says what is known already, or
/// of a window that is over: then nothing is written. A session the ledger does not know counts as
/// one outside Orchard.
[[nodiscard]] core::Result<void> record_told_limit(Store& store, std::string_view session,
                                                   std::string_view kind, const PlanSample& said);

}  // namespace orchard::metrics
