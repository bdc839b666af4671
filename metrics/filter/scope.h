#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/filter/filter.h"

#include <cstdint>
#include <unordered_set>
#include <vector>

namespace orchard::metrics {

/// Whose use a figure speaks of: that of Orchard's own sessions, or all on this machine.
enum class Reach { orchard, machine };

/// Who takes part in a figure: a filter resolved once to the small integers of the store, so that a
/// scan of many rows decides by a look into an array. Plain value.
class Scope {
 public:
  /// Errors: not_found when the repository, the workspace or the model is not in the ledger.
  [[nodiscard]] static core::Result<Scope> resolve(core::Database& database, const Filter& filter,
                                                   Reach reach = Reach::orchard);
  /// The same for who asks where sessions were, which takes longer.
  [[nodiscard]] static core::Result<Scope> resolve_with_places(core::Database& database,
                                                               const Filter& filter);

  /// Everything that Orchard's own sessions did.
  [[nodiscard]] bool is_everything() const { return everything_; }
  [[nodiscard]] bool has_session(std::int64_t session) const {
    if (everything_) return !is_outside(session);
    return in_range(session, sessions_) && sessions_[index(session)];
  }
  /// Only transcripts told of the session, and Orchard did not launch it.
  [[nodiscard]] bool is_outside(std::int64_t session) const {
    return in_range(session, outside_) && outside_[index(session)];
  }
  [[nodiscard]] bool has_workspace(std::int64_t workspace) const {
    return everything_ || (in_range(workspace, workspaces_) && workspaces_[index(workspace)]);
  }
  [[nodiscard]] bool has_model(std::int64_t model) const {
    return all_models_ || models_.contains(model);
  }
  /// 0 for a session without workspace. This and the next of resolve_with_places only.
  [[nodiscard]] std::int64_t workspace_of(std::int64_t session) const {
    return in_range(session, workspace_of_) ? workspace_of_[index(session)] : 0;
  }
  /// 0 for no workspace.
  [[nodiscard]] std::int64_t repository_of(std::int64_t workspace) const {
    return in_range(workspace, repository_of_) ? repository_of_[index(workspace)] : 0;
  }

 private:
  static std::size_t index(std::int64_t key) { return static_cast<std::size_t>(key); }
  template <class T>
  static bool in_range(std::int64_t key, const std::vector<T>& values) {
    return key >= 0 && index(key) < values.size();
  }
  [[nodiscard]] core::Result<void> read_outside(core::Database& database);
  [[nodiscard]] core::Result<void> read_places(core::Database& database);
  [[nodiscard]] core::Result<void> narrow(core::Database& database, const Filter& filter,
                                          Reach reach);
  [[nodiscard]] core::Result<void> add_outside_of(core::Database& database,
                                                  std::int64_t repository);
  [[nodiscard]] core::Result<void> narrow_to_models(core::Database& database,
                                                    const std::string& model);

  bool everything_ = true;
  bool all_models_ = true;
  std::vector<std::int64_t> workspace_of_;   ///< by session
  std::vector<std::int64_t> repository_of_;  ///< by workspace
  std::vector<bool> outside_;                ///< by session
  std::vector<bool> sessions_;
  std::vector<bool> workspaces_;
  std::unordered_set<std::int64_t> models_;
};

}  // namespace orchard::metrics
