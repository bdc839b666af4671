#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/figures.h"
#include "core/domain/ids.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace orchard::app {

// Everything the user can want. The window emits intents; services carry them out and the outcome
// comes back in the next snapshot.

struct AddRepository {
  std::string path;
};
struct RemoveRepository {
  core::RepositoryId repository;
};
/// `name` and `base` empty: generated, and the repository's base.
struct CreateWorkspace {
  core::RepositoryId repository;
  std::string name;
  std::string base;
  std::string first_prompt;  ///< empty: create only
};
struct ArchiveWorkspace {
  core::WorkspaceId workspace;
  bool ends_turns = false;  ///< the user was told that agents are at work
};
struct RestoreWorkspace {
  core::WorkspaceId workspace;
};
struct DeleteWorkspace {
  core::WorkspaceId workspace;
};
/// Tells services which transcript and file list to publish; none: the dashboard is open.
struct OpenConversation {
  std::optional<core::WorkspaceId> workspace;
  std::optional<core::SessionId> session;  ///< empty: the newest
  bool new_session = false;                ///< one not begun yet: there is no transcript
};
/// Continues `session`, or begins a new one when it is empty.
struct SendMessage {
  core::WorkspaceId workspace;
  std::optional<core::SessionId> session;
  std::string text;
  std::string model;            ///< empty: the session's
  std::string permission_mode;  ///< empty: the session's
};
/// Interrupts the turn; the session stays.
struct InterruptTurn {
  core::SessionId session;
};
/// Ends the process; the session can be resumed.
struct StopSession {
  core::SessionId session;
};
/// What the user chose or wrote; of several options their names with ", " between.
struct QuestionAnswer {
  std::string question;
  std::string answer;

  bool operator==(const QuestionAnswer&) const = default;
};
struct AnswerPermission {
  core::SessionId session;
  core::PermissionRequestId request;
  bool allow = false;
  bool always_in_session = false;
  std::string reason;                   ///< for a denial
  std::vector<QuestionAnswer> answers;  ///< with `allow`, to each question of AskUserQuestion
};
/// Only what holds a value changes: another window may have changed the rest.
struct ChangeSettings {
  std::optional<std::string> theme;
  std::optional<double> text_scale;
  std::optional<bool> reduced_motion;
  std::optional<bool> stop_agents_on_quit;
  std::optional<std::string> branch_prefix_kind;
  std::optional<std::string> branch_prefix_custom;
  std::optional<std::string> default_model;
  std::optional<std::string> default_permission_mode;
  std::optional<std::string> claude_path;
  std::optional<int> idle_process_minutes;
  std::optional<bool> usage_insights;
  std::optional<int> billing_day;
  std::optional<bool> attention_when_waiting;
  std::optional<bool> attention_when_finished;
  std::optional<bool> count_outside_use;
};
/// The panel of the plan's limits is open: asks the account when the gate is open and what is known
/// will not do.
struct LookAtPlan {
  bool reopened = false;  ///< it was just opened: ask anew
};
/// Opens the account's own usage page in the browser.
struct OpenUsagePage {};
/// Runs `claude auth login`; its output comes with the snapshot.
struct SignIn {};
/// Gives the sign-in a line, such as the code that the browser showed.
struct AnswerSignIn {
  std::string line;
};
struct CancelSignIn {};
/// The window looks at figures, or no longer does: they are asked while it looks.
struct LookAtFigures {
  std::optional<FigureQuestion> question;
};
/// The outcome comes with the snapshot.
struct ExportFigure {
  FigureExport what;
};
/// Finds out what Orchard takes on the disk; the sizes come with the snapshot.
struct MeasureStorage {};
/// Removes what nobody needs any more.
struct CleanUpStorage {};
struct CancelCleanUp {};
struct DismissNotice {
  std::uint64_t notice = 0;
};
struct RunDemo {};
struct CheckHealth {};

using Intent =
    std::variant<AddRepository, RemoveRepository, CreateWorkspace, ArchiveWorkspace,
                 RestoreWorkspace, DeleteWorkspace, OpenConversation, SendMessage, InterruptTurn,
                 StopSession, AnswerPermission, ChangeSettings, DismissNotice, RunDemo, CheckHealth,
                 LookAtPlan, OpenUsagePage, SignIn, AnswerSignIn, CancelSignIn, LookAtFigures,
                 ExportFigure, MeasureStorage, CleanUpStorage, CancelCleanUp>;

using IntentQueue = std::vector<Intent>;

}  // namespace orchard::app
