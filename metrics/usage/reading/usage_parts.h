#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/filter/filter.h"
#include "metrics/filter/usage.h"
#include "metrics/usage/reading/usage_places.h"
#include "metrics/usage/usage_filter.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

namespace orchard::metrics {

/// A filter resolved to the small integers of the ledger. Plain value.
class UsageScope {
 public:
  /// Errors: not_found for a repository, workspace, model, branch, project, session or consumer
  /// that no call is known of; ambiguous for a project's name that several folders have.
  [[nodiscard]] static core::Result<UsageScope> resolve(core::Database& database,
                                                        const UsagePlaces& places,
                                                        const UsageFilter& filter);

  [[nodiscard]] bool has_session(std::int64_t session) const {
    return all_sessions_ || (session >= 0 && static_cast<std::size_t>(session) < sessions_.size() &&
                             sessions_[static_cast<std::size_t>(session)]);
  }
  [[nodiscard]] bool has(std::int64_t session, std::int64_t model, std::int64_t origin,
                         std::int64_t branch, std::int64_t agent) const {
    return has_session(session) && (all_models_ || models_.contains(model)) &&
           (!origin_ || *origin_ == origin) && (!branch_ || *branch_ == branch) &&
           (!names_ || names_->has(session, agent));
  }
  /// The branch of a call, or that of its workspace where the call's own is not known.
  [[nodiscard]] std::int64_t branch_of(std::int64_t session, std::int64_t branch) const {
    const auto index = static_cast<std::size_t>(session);
    return branch != 0 || session < 0 || index >= session_branch_.size() ? branch
                                                                         : session_branch_[index];
  }
  /// Takes away every call but those of these sessions and of these types of sub-agents.
  void keep_calls_of(std::vector<bool> sessions, std::unordered_set<std::int64_t> agents) {
    names_ = Names{std::move(sessions), std::move(agents)};
  }
  /// Takes away every session that does not fit.
  void keep_sessions(const UsagePlaces& places,
                     const std::function<bool(const UsagePlaces::Session&)>& fits);

 private:
  struct Names {
    std::vector<bool> sessions;
    std::unordered_set<std::int64_t> agents;

    [[nodiscard]] bool has(std::int64_t session, std::int64_t agent) const {
      const auto index = static_cast<std::size_t>(session);
      return agents.contains(agent) || (session >= 0 && index < sessions.size() && sessions[index]);
    }
  };
  [[nodiscard]] core::Result<void> narrow_to_place(const UsagePlaces& places,
                                                   const UsageFilter& filter);
  [[nodiscard]] core::Result<void> narrow_to_calls(core::Database& database,
                                                   const UsagePlaces& places,
                                                   const UsageFilter& filter);

  bool all_sessions_ = true;
  bool all_models_ = true;
  std::vector<bool> sessions_;
  std::vector<std::int64_t> session_branch_;
  std::unordered_set<std::int64_t> models_;
  std::optional<std::int64_t> origin_;
  std::optional<std::int64_t> branch_;
  std::optional<Names> names_;
};

/// The calls of `range` that the scope takes in, in parts; `branch` is that of
/// UsageScope::branch_of().
[[nodiscard]] core::Result<void> each_usage_part(core::Database& database, const UsageScope& scope,
                                                 const TimeRange& range, UsageGrain grain,
                                                 const OnUsagePart& on_part);

/// The source that a call of the session counts for.
[[nodiscard]] UsageSource source_of(const UsagePlaces::Session& session, std::int64_t origin);

}  // namespace orchard::metrics
