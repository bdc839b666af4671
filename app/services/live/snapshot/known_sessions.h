#pragma once

#include "app/services/engine.h"
#include "app/services/living_processes.h"
#include "app/services/session_now.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

namespace orchard::app {

/// The sessions of all workspaces, each read from the ledger again only when it may have changed:
/// after months there are thousands, and a few go on. IO thread.
class KnownSessions {
 public:
  /// Errors: those of the store.
  [[nodiscard]] core::Result<void> update(Engine& engine);

  /// Newest first.
  [[nodiscard]] const std::vector<const SessionNow*>& of(const core::WorkspaceId& workspace) const;
  /// Whether anything new of it was found since forget_changes(); always so while a process of it
  /// lives.
  [[nodiscard]] bool changed(const core::WorkspaceId& workspace) const {
    return changed_.contains(workspace);
  }
  /// What changed so far is shown.
  void forget_changes() { changed_.clear(); }
  /// Of every session with a living process.
  [[nodiscard]] std::int64_t count(core::SessionState state) const;

 private:
  struct Known {
    metrics::SessionRevision revision;
    core::WorkspaceId workspace;
    SessionNow now;
  };
  using ByProcess = std::map<core::SessionId, LivingProcess>;

  [[nodiscard]] static bool same(const Known& known, const metrics::SessionRevision& revision,
                                 const ByProcess& living);
  void put_in_order(const std::set<core::WorkspaceId>& workspaces);
  void forget_others(const std::vector<metrics::SessionRevision>& revisions,
                     std::set<core::WorkspaceId>& touched);

  LivingProcesses processes_;
  std::unordered_map<std::int64_t, std::shared_ptr<const Known>> sessions_;  ///< by their key
  std::map<core::WorkspaceId, std::vector<const SessionNow*>> by_workspace_;
  std::set<core::WorkspaceId> changed_;
  std::vector<const SessionNow*> alive_;
};

}  // namespace orchard::app
