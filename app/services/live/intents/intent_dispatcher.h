#pragma once

#include "app/model/intent.h"
#include "app/services/account/sign_in.h"
#include "app/services/engine.h"
#include "app/services/live/intents/notice_board.h"
#include "app/services/live/intents/worker.h"
#include "core/concurrency/mailbox.h"

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace orchard::app {

/// What the intents that concern only the picture do, and who hears that something was done. All
/// functions are called from the dispatcher's threads.
struct DispatchHooks {
  std::function<void(OpenConversation)> open;
  std::function<void()> settings_changed;
  std::function<void(std::vector<HealthCheck>)> health;
  std::function<void()> did_something;
  std::function<void(bool)> asking_plan;
  std::function<void(SignInState)> sign_in;
  std::function<void(StorageState)> storage;
  std::function<void(std::string)> show_settings;
  std::function<void(std::optional<FigureQuestion>)> look_at_figures;
  std::function<void(FigureExport)> export_figure;
};

/// Takes the user's wishes from the mailbox on a thread of its own and has them carried out: what
/// an agent waits for, messages, and long work each on their own worker. Every failure becomes a
/// notice; a prompt is in the store or in a notice.
class IntentDispatcher {
 public:
  IntentDispatcher(const Machine& machine, core::Mailbox<Intent>& mailbox, NoticeBoard& board,
                   std::atomic<int>& settings_version, DispatchHooks hooks);
  ~IntentDispatcher();
  IntentDispatcher(const IntentDispatcher&) = delete;
  IntentDispatcher& operator=(const IntentDispatcher&) = delete;

  /// Closes the mailbox and finishes what was asked. Nothing may be asked afterwards.
  void finish();

  /// Runs behind the scenes; failures go to the log.
  void look_after(const core::SessionId& launched_as);

 private:
  void take_intents();

  // One per intent (intent_dispatcher.cpp, long_intents.cpp, account_intents.cpp)
  void carry_out(const AddRepository& intent);
  void carry_out(const RemoveRepository& intent);
  void carry_out(const CreateWorkspace& intent);
  void carry_out(const ArchiveWorkspace& intent);
  void carry_out(const RestoreWorkspace& intent);
  void carry_out(const DeleteWorkspace& intent);
  void carry_out(const OpenConversation& intent);
  void carry_out(const SendMessage& intent);
  void carry_out(const InterruptTurn& intent);
  void carry_out(const StopSession& intent);
  void carry_out(const AnswerPermission& intent);
  void carry_out(const ChangeSettings& intent);
  void carry_out(const DismissNotice& intent);
  void carry_out(const RunDemo& intent);
  void carry_out(const CheckHealth& intent);
  void carry_out(const LookAtPlan& intent);
  void carry_out(const OpenUsagePage& intent);
  void carry_out(const SignIn& intent);
  void carry_out(const AnswerSignIn& intent);
  void carry_out(const CancelSignIn& intent);
  void carry_out(const LookAtFigures& intent);
  void carry_out(const ExportFigure& intent);
  void carry_out(const MeasureStorage& intent);
  void carry_out(const CleanUpStorage& intent);
  void carry_out(const CancelCleanUp& intent);
  [[nodiscard]] core::Result<void> measure(Engine& engine);

  /// What Orchard answers itself; `text` is no prompt then. False: it is one.
  [[nodiscard]] bool answered_itself(Engine& engine, const SendMessage& message);

  /// Posts `work` and makes a notice of its failure; `subject` names the workspace or session.
  struct Subject {
    std::optional<core::WorkspaceId> workspace;
    std::optional<core::SessionId> session;
  };
  void run(Worker& worker, std::string progress, Subject subject, Worker::Work work);
  void tell_failure(Engine* engine, const Subject& subject, const core::Error& error);

  const Machine& machine_;
  core::Mailbox<Intent>& mailbox_;
  NoticeBoard& board_;
  DispatchHooks hooks_;
  std::atomic<int>& settings_version_;
  Worker answers_;  ///< what an agent waits for: answers and interrupts
  Worker messages_;
  Worker making_;  ///< repositories and workspaces
  Worker ending_;  ///< stopping, archiving, deleting
  std::atomic<bool> stop_asking_{false};
  SignInDialogue sign_in_;
  Worker asking_;  ///< the account
  std::atomic<bool> stop_cleaning_{false};
  std::atomic<bool> stop_measuring_{false};
  StorageState storage_;  ///< of the worker that tidies
  Worker tidying_;
  Worker signing_in_;  ///< as long as a person takes
  std::thread thread_;
};

}  // namespace orchard::app
