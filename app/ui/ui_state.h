#pragma once

#include "app/model/intent.h"
#include "app/ui/figures_state.h"
#include "app/ui/widgets/focus.h"
#include "app/view_model/dashboard/dashboard_view.h"
#include "app/view_model/dialogs/create_dialog_view.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace orchard::app::ui {

enum class Page { dashboard, analytics, usage, needs_you, settings, workspace };
enum class Dialog {
  none,
  create_workspace,
  add_repository,
  archive_workspace,
  delete_workspace,
  export_figure,
  help
};

/// A denial whose reason is being typed.
struct PendingDeny {
  core::SessionId session;
  core::PermissionRequestId request;
  std::string reason;
  bool fresh = true;  ///< its field has not had the keyboard yet
};

/// What the user chose of a request with several questions, or of one with several answers.
struct PendingAnswers {
  std::vector<QuestionAnswer> given;  ///< to the first questions, in their order
  std::vector<std::string> chosen;    ///< of the next one
};

/// A workspace that was asked for and opens as soon as it is there.
struct ExpectedWorkspace {
  core::RepositoryId repository;
  std::set<core::WorkspaceId> known;  ///< those that were there before
};

/// What the user chose for the next message of a conversation.
struct Draft {
  std::string text;
  std::string model;            ///< empty: the session's
  std::string permission_mode;  ///< empty: the session's
};

/// What the settings remember while they are open.
struct SettingsMemory {
  Page before = Page::dashboard;  ///< where Escape leads back to
  std::string shown;              ///< the section drawn last; empty once the page was left
  std::optional<core::Timestamp> looked_at_plan;
  std::string sign_in_line;  ///< being typed; forgotten as soon as it was given
  bool asks_clean_up = false;
};

/// Everything the window remembers between frames and that is not data: selection, drafts, open
/// dialogs. UI thread only; plain value.
struct UiState {
  Page page = Page::dashboard;
  std::optional<core::WorkspaceId> workspace;  ///< the one that is open, also behind other pages
  std::optional<core::SessionId> session;      ///< empty: the newest of the workspace
  bool new_session = false;                    ///< a conversation not begun yet is open

  /// By session id; by workspace id for a conversation not begun yet.
  std::map<std::string, Draft> drafts;
  std::optional<PendingDeny> deny;
  std::map<std::pair<core::SessionId, core::PermissionRequestId>, PendingAnswers> answers;
  std::set<std::string> opened;     ///< ids of quiet groups that are open
  std::set<std::string> collapsed;  ///< ids of repositories whose rows are hidden
  SeenTimes seen;
  int panel_tab = 0;
  bool panel_open = true;
  float panel_width = 340;
  float sidebar_width = 264;
  std::optional<bool> sidebar_folded;  ///< the user's choice; empty: as the window has room

  DashboardFilter filter = DashboardFilter::all;
  DashboardOrder order = DashboardOrder::urgency;

  FiguresState figures;

  Dialog dialog = Dialog::none;
  bool dialog_was_careful = false;  ///< what the question that is open asked in the last frame
  bool dialog_opened = false;  ///< true in the first frame of a dialog: its first field takes focus
  CreateDraft create;
  std::optional<ExpectedWorkspace> expected;
  std::string repository_path;
  std::optional<core::WorkspaceId> subject;        ///< of the archive and delete dialogs
  std::map<std::string, std::string> field_edits;  ///< settings whose field is being edited
  bool focus_composer = false;
  std::uint64_t settings_request = 0;  ///< the last one that was followed
  std::string settings_section;        ///< the one that is open; empty: the first
  SettingsMemory settings;
  KeyGuard guard;        ///< of the question that keys answer outside a workspace
  KeyGuard press_guard;  ///< the same for presses, which all cards take

  void open_dialog(Dialog which) {
    dialog = which;
    dialog_opened = true;
  }
};

}  // namespace orchard::app::ui
