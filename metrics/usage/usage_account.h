#pragma once

#include "core/base/result.h"
#include "core/domain/states.h"
#include "metrics/analytics/usage_views.h"
#include "metrics/calendar/local_time.h"
#include "metrics/filter/usage.h"
#include "metrics/ledger/store.h"
#include "metrics/usage/usage_filter.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

// The account of all use: one loader behind every table, chart and command, so that a thing has one
// number everywhere.

enum class UsageStep { whole, hour, day, week, month };

enum class UsageDimension { none, model, workspace, branch, repository, agent, source, session };
/// "model", "workspace", … as on the command line.
[[nodiscard]] std::string_view to_string(UsageDimension dimension);
[[nodiscard]] std::optional<UsageDimension> parse_usage_dimension(std::string_view text);

struct UsageQuestion {
  UsageFilter filter;
  TimeRange range;
  UsageStep step = UsageStep::whole;
  UsageDimension by = UsageDimension::none;
  int week_start = 0;       ///< 0 = Monday … 6 = Sunday
  bool with_empty = false;  ///< also periods without a call; not together with `by`
};

/// What one type of sub-agent took.
struct AgentUsage {
  std::string type;
  UsageSums sums;
};

/// Sums with what they consist of.
struct UsageTally {
  UsageSums sums;
  std::array<UsageSums, kUsageSources> by_source;
  std::vector<ModelUsage> models;  ///< dearest first
  std::vector<AgentUsage> agents;  ///< of calls whose sub-agent's type is known; dearest first
};

/// What a line is of within its period.
struct UsageGroup {
  std::string key;         ///< stable; of a workspace or project: UsageFilter::consumer
  std::string name;        ///< empty: not known
  std::string repository;  ///< or folder; empty: not known
  std::string agent_type;  ///< of a dimension agent: of the sub-agent; empty: none, or not known
  std::optional<core::WorkspaceStatus> status;  ///< of a workspace
  bool outside = false;                         ///< a place or session that is not Orchard's
};

struct AccountLine {
  TimeRange span;  ///< the period, cut to the range; open where the range is and the step whole
  CivilDay day;    ///< its first day, there; not of a step whole
  int hour = 0;    ///< of a step hour: on the clocks there
  UsageGroup group;
  UsageTally tally;
};

struct UsageAccount {
  /// By time, oldest first; within a period the dearest first.
  std::vector<AccountLine> lines;
  UsageTally total;
};

/// Workspaces stand by themselves; sessions without one by the folder they ran in. Errors: those of
/// UsageScope::resolve.
[[nodiscard]] core::Result<UsageAccount> query_usage(Store& store, const LocalTime& local,
                                                     core::Timestamp now,
                                                     const UsageQuestion& question);

}  // namespace orchard::metrics
