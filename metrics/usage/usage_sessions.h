#pragma once

#include "metrics/usage/usage_account.h"

#include <string>
#include <vector>

namespace orchard::metrics {

/// One session and what its calls of a range come to.
struct SessionUsage {
  std::string id;
  std::string title;  ///< first line of its first prompt; only of Orchard's own sessions
  std::string workspace;
  std::string repository;    ///< or folder
  std::string project_path;  ///< empty: not known
  bool outside = false;
  core::Timestamp first_activity;  ///< of the range
  core::Timestamp last_activity;
  UsageTally tally;
};

/// Dearest first. Errors: those of UsageScope::resolve.
[[nodiscard]] core::Result<std::vector<SessionUsage>> query_usage_sessions(
    Store& store, const UsageFilter& filter, const TimeRange& range);

/// First line of the first prompt of a session, by its key; empty when the ledger knows none.
[[nodiscard]] core::Result<std::string> session_title(core::Database& database,
                                                      std::int64_t session);

enum class ConsumerOrder { cost, tokens };
struct TopConsumers {
  std::vector<AccountLine> lines;  ///< AccountLine::group says of what
  std::int64_t count = 0;          ///< of all there are
};
/// The workspaces, and folders outside Orchard, that took most.
[[nodiscard]] core::Result<TopConsumers> query_top_consumers(Store& store,
                                                             const UsageFilter& filter,
                                                             const TimeRange& range,
                                                             ConsumerOrder order,
                                                             std::size_t limit);

/// A folder that sessions ran in and that is no repository Orchard knows.
struct UsageFolder {
  std::string path;  ///< UsageFilter::project
  std::string name;  ///< as it is called beside others
};
/// What use can be narrowed to, besides what Orchard itself manages.
struct UsageChoices {
  std::vector<UsageFolder> folders;   ///< all of them, in the order of their names
  std::vector<std::string> branches;  ///< that calls of the filter were made on, newest first
};
[[nodiscard]] core::Result<UsageChoices> query_usage_choices(Store& store,
                                                             const UsageFilter& filter);

}  // namespace orchard::metrics
