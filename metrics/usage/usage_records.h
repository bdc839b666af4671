#pragma once

#include "core/base/result.h"
#include "core/domain/quantities.h"
#include "core/domain/states.h"
#include "metrics/export/figure_table.h"
#include "metrics/ledger/store.h"
#include "metrics/usage/reading/usage_places.h"
#include "metrics/usage/usage_filter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// How a cost came about.
enum class CostKind {
  calculated,  ///< tokens times the price table
  estimated,   ///< the same at a relative's prices: the model is not in the table
  reported,    ///< Claude Code named it itself
};
[[nodiscard]] std::string_view to_string(CostKind kind);

/// One API call.
struct UsageRecord {
  std::int64_t key = 0;            ///< names the call, as in `orchard prices --call`; 0: it failed
  bool failed = false;             ///< nothing came: only who called, when, and for how long
  std::optional<int> http_status;  ///< of the failure, where it is known
  core::Timestamp at;
  UsageSource source = UsageSource::interactive;
  std::string session;
  std::string title;       ///< first line of its first prompt; only of Orchard's own sessions
  std::string agent_type;  ///< of the sub-agent that made it; empty: none, or not known
  std::string workspace;   ///< its name; empty: none
  std::string workspace_id;
  std::optional<core::WorkspaceStatus> status;
  std::string repository;  ///< or folder; empty: not known
  std::string branch;      ///< empty: not known
  std::string model;
  core::TokenUsage tokens;
  std::int64_t web_searches = 0;
  core::Cost cost;
  CostKind kind = CostKind::calculated;
  bool fast = false;
  bool us_only = false;   ///< handled in the United States, which costs more
  bool complete = false;  ///< the reply ended
  std::optional<core::Duration> duration;
};

/// `input` is all that was sent, `cached` the share of it that was read from the cache.
enum class RecordColumn { time, source, name, model, input, cached, output, cost, duration };
[[nodiscard]] std::string_view to_string(RecordColumn column);

struct RecordQuestion {
  UsageFilter filter;
  TimeRange range;
  /// Part of the name of the workspace, the folder, the session's title or the type of the
  /// sub-agent, in any case.
  std::string search;
  RecordColumn order = RecordColumn::time;
  bool ascending = false;
  bool with_failures = false;  ///< calls that failed are listed too
  std::size_t offset = 0;
  std::size_t limit = 20;
};

struct RecordPage {
  std::vector<UsageRecord> rows;
  std::int64_t count = 0;   ///< of all that match
  std::int64_t failed = 0;  ///< of `count`
  core::Cost cost;          ///< of all that match
  core::Cost estimated;     ///< of `cost`
};

/// Equal ones stand newest first. Errors: those of UsageScope::resolve.
[[nodiscard]] core::Result<RecordPage> query_usage_records(Store& store,
                                                           const RecordQuestion& question);

/// One call by its key; none when there is no such call.
[[nodiscard]] core::Result<std::optional<UsageRecord>> find_usage_record(core::Database& database,
                                                                         const UsagePlaces& places,
                                                                         std::int64_t key);

/// The same rows for CSV and JSON.
[[nodiscard]] FigureTable record_table(const std::vector<UsageRecord>& records);

}  // namespace orchard::metrics
