#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/services/engine.h"
#include "app/services/live/figures/figure_desk.h"
#include "app/services/live/intents/notice_board.h"
#include "app/services/live/publish_pace.h"
#include "app/services/live/snapshot/snapshot_builder.h"
#include "app/services/live/watch/branch_watch.h"
#include "app/services/live/watch/session_watch.h"
#include "core/concurrency/mailbox.h"
#include "core/concurrency/published.h"
#include "core/concurrency/serial_executor.h"
#include "core/watch/directory_watch.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace orchard::app {

/// The IO thread's work: waits until something happens, takes it in, publishes what changed. Its
/// own state belongs to the thread that calls run(); post() and wake() are safe from any thread.
class LiveLoop {
 public:
  using Task = std::function<void(LiveLoop&)>;
  /// Sends for somebody to look after a resting session.
  using LookAfter = std::function<void(const core::SessionId&)>;

  LiveLoop(const Machine& machine, Engine engine, core::DirectoryWatch watch,
           core::Published<AppSnapshot>& snapshots, core::Waker& waker, NoticeBoard& board,
           const std::atomic<int>& settings_version);

  /// Until stop() is called.
  void run(const LookAfter& look_after);
  void stop();
  void wake() { watch_.wake(); }
  /// Runs on the IO thread.
  void post(Task task);

  // For tasks.
  void open(OpenConversation what);
  void take_settings();
  void take_health(std::vector<HealthCheck> health);
  void take_branch(const BranchNews& news);
  void take_asking_plan(bool asking);
  void take_sign_in(SignInState state);
  void take_storage(StorageState state);
  void show_settings(std::string section);
  void look_at_figures(std::optional<FigureQuestion> question);
  void export_figure(const FigureExport& wish);
  void take_figures(const FigureNews& news);
  void note_something_done();
  void note_notices() { pace_.note_picture(); }

  /// For the thread that ended the loop.
  [[nodiscard]] Engine& engine() { return *engine_; }

 private:
  void begin();
  void look_around(const LookAfter& look_after);
  void take_in(const std::vector<std::filesystem::path>& changed);
  void take_news(const SessionNews& news);
  void ask_ledger();
  void watch_folder(const std::filesystem::path& folder);
  [[nodiscard]] core::Result<void> reopen();
  void follow_prices();
  void mark_new_branches();
  void publish();
  [[nodiscard]] BuildInputs inputs();
  [[nodiscard]] std::chrono::milliseconds patience() const;

  const Machine& machine_;
  std::optional<Engine> engine_;  ///< made anew when the settings change
  core::DirectoryWatch watch_;
  core::Published<AppSnapshot>& snapshots_;
  core::Waker& waker_;
  NoticeBoard& board_;
  core::Mailbox<Task> tasks_;
  std::atomic<bool> stopping_{false};

  std::optional<SessionWatch> sessions_;
  SnapshotBuilder builder_;
  PublishPace pace_;
  std::shared_ptr<const AppSnapshot> published_;
  OpenConversation open_;
  std::vector<ChangedFile> files_;
  std::map<core::RepositoryId, RepositoryLook> repositories_;
  std::map<std::filesystem::path, core::WorkspaceId> git_directories_;
  std::set<core::WorkspaceId> known_workspaces_;
  std::vector<HealthCheck> health_;
  bool asking_plan_ = false;
  SignInState sign_in_;
  StorageState storage_;
  SettingsRequest settings_request_;
  std::int64_t data_version_ = -1;
  bool look_everywhere_ = true;
  core::Timestamp next_round_;
  core::Timestamp next_care_;
  core::Timestamp next_prices_;
  std::string complaint_;
  // Last: their workers end before what they report to.
  BranchWatch branches_;
  FigureDesk figures_;
};

}  // namespace orchard::app
