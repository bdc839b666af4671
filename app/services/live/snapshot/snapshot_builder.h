#pragma once

#include "agents/session/live_state.h"
#include "app/model/app_snapshot.h"
#include "app/services/engine.h"
#include "app/services/live/snapshot/known_sessions.h"
#include "app/services/live/snapshot/open_transcript.h"
#include "core/base/result.h"
#include "metrics/query/workspaces.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// What git says of a repository beside its workspaces.
struct RepositoryLook {
  std::vector<std::string> branches;
  std::string problem;
};

/// What a snapshot is made of beside the ledger.
struct BuildInputs {
  /// What only the stream of a session tells; null when nobody follows it here.
  std::function<const agents::LiveState*(const core::SessionId& launched_as)> live;
  std::optional<core::WorkspaceId> workspace;  ///< the open one: gets files and log
  std::optional<core::SessionId> session;      ///< none: its newest
  bool new_session = false;                    ///< none of its sessions is open
  std::vector<ChangedFile> files;              ///< of the open workspace
  std::map<core::RepositoryId, RepositoryLook> repositories;
  std::vector<Notice> notices;
  std::vector<Progress> progress;
  std::vector<HealthCheck> health;
  bool asking_plan = false;
  SignInState sign_in;
  StorageState storage;
  SettingsRequest settings_request;
  std::shared_ptr<const FigureAnswer> figures;
  ExportOutcome export_outcome;
  bool ledger_changed = true;      ///< read workspaces and sessions again
  bool transcript_changed = true;  ///< read the open conversation again
  bool figures_due = true;         ///< read tiles and analytics again
};

/// Makes snapshots one after another; what did not change is taken over from the one before. IO
/// thread.
class SnapshotBuilder {
 public:
  /// The same pointer as before when the window would show the same. Errors: those of the store.
  [[nodiscard]] core::Result<std::shared_ptr<const AppSnapshot>> build(Engine& engine,
                                                                       const BuildInputs& inputs);

  /// The session whose conversation the last snapshot held, as it was launched; none when no
  /// process carries it.
  [[nodiscard]] const std::optional<core::SessionId>& open_launched_as() const {
    return open_launched_as_;
  }

 private:
  [[nodiscard]] core::Result<void> read_ledger(Engine& engine, const BuildInputs& inputs);
  [[nodiscard]] core::Result<void> read_figures(Engine& engine);
  [[nodiscard]] core::Result<std::shared_ptr<const WorkspaceState>> make_workspace(
      Engine& engine, const BuildInputs& inputs, std::size_t index);
  void choose_open_session(const BuildInputs& inputs);

  std::vector<metrics::WorkspaceFigures> figures_;
  KnownSessions sessions_;
  std::map<core::WorkspaceId, std::shared_ptr<const WorkspaceState>> known_;
  std::optional<core::WorkspaceId> opened_;  ///< whose state holds files and log
  std::vector<RepositoryState> repositories_;
  std::vector<std::shared_ptr<const WorkspaceState>> archived_;
  Tiles tiles_;
  AnalyticsPreview analytics_;
  std::shared_ptr<const FigureBook> figure_book_;
  std::optional<PlanLimit> five_hour_;
  PlanState plan_;
  std::vector<NetworkEntry> network_;
  OpenTranscript transcript_;
  std::optional<core::SessionId> open_launched_as_;
  std::shared_ptr<const AppSnapshot> last_;
};

}  // namespace orchard::app
