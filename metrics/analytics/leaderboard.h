#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"
#include "core/domain/quantities.h"
#include "core/domain/states.h"
#include "metrics/filter/filter.h"
#include "metrics/filter/usage.h"
#include "metrics/ledger/store.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// What happened within a window. A commit counts once, for the workspace where it was first seen.
struct Activity {
  std::int64_t sessions = 0;  ///< with a turn begun in the window
  std::int64_t turns = 0;     ///< begun in the window
  std::int64_t commits = 0;   ///< authored in the window, merges not counted
  core::DiffStat lines;       ///< of those commits
  UsageSums usage;

  Activity& operator+=(const Activity& other);
  [[nodiscard]] bool is_nothing() const;
};

/// One line of a leaderboard: a workspace, a repository, or what belongs to no workspace.
struct LeaderRow {
  std::optional<core::RepositoryId> repository;
  std::string repository_name;
  std::optional<core::WorkspaceId> workspace;  ///< none in a leaderboard of repositories
  std::string name;                            ///< empty: sessions without a workspace
  std::string branch;                          ///< of a workspace
  core::WorkspaceStatus status = core::WorkspaceStatus::active;
  bool repository_removed = false;
  Activity activity;
  core::Timestamp last_active_at;  ///< ever
};

struct Leaderboard {
  std::vector<LeaderRow> rows;  ///< whoever did anything in the window; archived and deleted too
  Activity total;               ///< of all rows
};

enum class LeaderKind { workspaces, repositories };

/// Sorted by turns. Errors: not_found for a filter by something unknown.
[[nodiscard]] core::Result<Leaderboard> query_leaderboard(Store& store, LeaderKind kind,
                                                          const Filter& filter,
                                                          const TimeRange& range);

enum class LeaderColumn {
  name,
  repository,
  sessions,
  turns,
  commits,
  additions,
  deletions,
  calls,
  tokens,
  cost,
  active,
};
inline constexpr std::array kLeaderColumns{
    LeaderColumn::name,    LeaderColumn::repository, LeaderColumn::sessions,  LeaderColumn::turns,
    LeaderColumn::commits, LeaderColumn::additions,  LeaderColumn::deletions, LeaderColumn::calls,
    LeaderColumn::tokens,  LeaderColumn::cost,       LeaderColumn::active,
};
[[nodiscard]] std::string_view to_string(LeaderColumn column);
[[nodiscard]] std::optional<LeaderColumn> parse_leader_column(std::string_view text);

enum class SortOrder { ascending, descending };
/// Rows that are equal in the column stand by cost, then by name.
void sort_leaders(std::vector<LeaderRow>& rows, LeaderColumn column, SortOrder order);
/// Numbers and times are best read from the top: descending; names ascending.
[[nodiscard]] SortOrder natural_order(LeaderColumn column);

}  // namespace orchard::metrics
