#include "app/ui/panels/workspace/workspace_header.h"

#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/interact.h"
#include "app/ui/widgets/marks.h"

#include <algorithm>

namespace orchard::app::ui {
namespace {

// From the right edge; gives the x where the title must end.
float draw_actions(const Canvas& canvas, const Rect& row, const WorkspaceHeaderView& view,
                   const core::WorkspaceId& workspace,
                   const std::optional<core::SessionId>& session, UiState& state,
                   IntentQueue& intents) {
  float right = row.right() - 20;
  const float y = row.y + 13;
  const auto place = [&](const ButtonSpec& spec) {
    const bool pressed = button_right(canvas, right, y, spec);
    right -= button_width(canvas, spec) + 8;
    return pressed;
  };
  if (!state.panel_open) {
    const Rect box{right - 26, y, 26, 26};
    if (icon_button(canvas, "show-panel", box, icon::kColumns, "Show changes")) {
      state.panel_open = true;
    }
    right -= 34;
  }
  if (place({.id = "delete", .text = "Delete\u2026", .hint = view.delete_warning})) {
    state.subject = workspace;
    state.open_dialog(Dialog::delete_workspace);
  }
  if (view.can_restore) {
    if (place({.id = "restore", .text = "Restore"})) {
      intents.emplace_back(RestoreWorkspace{workspace});
    }
  } else if (place({.id = "archive", .text = "Archive", .hint = view.archive_hover})) {
    state.subject = workspace;
    state.open_dialog(Dialog::archive_workspace);
  }
  if (view.can_stop && session) {
    const ButtonSpec stop{.id = "stop",
                          .text = "Stop",
                          .hint = "Ends the agent\u2019s process; a message resumes the session"};
    if (place(stop)) intents.emplace_back(StopSession{*session});
  }
  return right;
}

}  // namespace

void draw_workspace_title(const Canvas& canvas, const Rect& row, const WorkspaceHeaderView& view,
                          const core::WorkspaceId& workspace,
                          const std::optional<core::SessionId>& session, UiState& state,
                          IntentQueue& intents) {
  const Scope scope("title");
  canvas.hairline(row.x, row.bottom() - 1, row.w, Colour::line);
  const float end = draw_actions(canvas, row, view, workspace, session, state, intents);
  float x = row.x + 20;
  const auto room = [&] { return std::max(0.0F, end - x); };
  if (row.w > 520) {
    x += canvas.text_cut(Font::regular_13, Colour::muted, x, row.y + 17, room(), view.repository);
    x += 9;
    x += canvas.text_cut(Font::regular_13, Colour::faint, x, row.y + 17, room(), "/") + 9;
  }
  x += canvas.text_cut(Font::semibold_15, Colour::text, x, row.y + 15, room(), view.name) + 14;
  if (room() < 80) return;
  canvas.icon(Font::icon_12, Colour::faint, {x, row.y + 19, 10, 15}, icon::kBranch);
  x += 15;
  const std::string line = view.branch + " \u2192 " + view.base;
  canvas.text_cut(Font::mono_11, Colour::faint, x, row.y + 19, room(), line);
  hint(canvas, {x, row.y + 14, room(), 22}, line);
}

void draw_session_tabs(const Canvas& canvas, const Rect& row, const WorkspaceHeaderView& view,
                       const core::WorkspaceId& workspace, UiState& state, IntentQueue& intents) {
  const Scope scope("tabs");
  canvas.hairline(row.x, row.bottom() - 1, row.w, Colour::line);
  const float end = row.right() - 44;
  float x = row.x + 8;
  // The newest stand at the right; when room is short the oldest leave.
  std::size_t first = 0;
  const auto tab_width = [&](const SessionTab& tab) {
    return 14 + 14 + 9 + canvas.width(Font::medium_13, tab.title) + 8 +
           canvas.width(Font::mono_11, tab.turns) + 14;
  };
  float sum = 0;
  for (std::size_t i = view.tabs.size(); i-- > 0;) {
    sum += tab_width(view.tabs[i]);
    if (x + sum > end) {
      first = i + 1;
      break;
    }
  }
  for (std::size_t i = first; i < view.tabs.size(); ++i) {
    const SessionTab& tab = view.tabs[i];
    const Rect box{x, row.y, tab_width(tab), row.h - 1};
    const Press pressed = press(canvas, tab.session.value, box);
    const Colour colour = tab.selected || pressed.hovered ? Colour::text : Colour::muted;
    state_mark(canvas, x + 13, row.y + 11, tab.mark);
    const float text = x + 14 + 14 + 8;
    const float wide = canvas.text(Font::medium_13, colour, text, row.y + 9, tab.title);
    canvas.text(Font::mono_11, Colour::faint, text + wide + 9, row.y + 12, tab.turns);
    if (tab.selected) canvas.fill({x, row.bottom() - 2, box.w, 2}, Colour::accent);
    if (pressed.focused) focus_ring(canvas, box.inset(2), 4);
    hint(canvas, box, tab.hover);
    if (pressed.clicked) {
      state.session = tab.session;
      state.new_session = false;
      state.focus_composer = true;
      intents.emplace_back(OpenConversation{workspace, tab.session});
    }
    x += box.w;
  }
  if (view.new_session) {
    const float wide = canvas.width(Font::medium_13, "New session") + 28;
    canvas.text(Font::medium_13, Colour::text, x + 14, row.y + 9, "New session");
    canvas.fill({x, row.bottom() - 2, wide, 2}, Colour::accent);
    x += wide;
  }
  const Rect plus{x + 6, row.y + 5, 28, 26};
  if (!view.new_session && !view.can_restore &&
      icon_button(canvas, "new-session", plus, icon::kPlus, "New session in this workspace")) {
    state.new_session = true;
    state.session.reset();
    state.focus_composer = true;
    intents.emplace_back(
        OpenConversation{.workspace = workspace, .session = {}, .new_session = true});
  }
}

}  // namespace orchard::app::ui
