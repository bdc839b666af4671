#include "app/ui/panels/dialogs/dialogs.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"
#include "app/view_model/overview/workspace_face.h"
#include "app/view_model/workspace/header_view.h"

#include <algorithm>
#include <array>

namespace orchard::app::ui {
namespace {

constexpr float kWidth = 480;

Rect placed(const Rect& window, float width, float height) {
  const float w = std::min(width, window.w - 24);
  return {window.middle_x() - w / 2,
          window.y + std::max(12.0F, std::min(160.0F, (window.h - height) / 2)), w, height};
}

struct Answer {
  bool yes = false;
  bool no = false;
};

Answer foot(const Canvas& canvas, const Rect& card, std::string_view yes, ButtonKind kind,
            bool enabled = true) {
  const float y = card.bottom() - 46;
  canvas.hairline(card.x + 1, y - 10, card.w - 2, Colour::line);
  const ButtonSpec go{
      .id = "yes", .text = yes, .kind = kind, .size = ButtonSize::large, .enabled = enabled};
  const ButtonSpec stay{
      .id = "no", .text = "Cancel", .kind = ButtonKind::quiet, .size = ButtonSize::large};
  Answer answer;
  answer.yes = button_right(canvas, card.right() - 24, y, go);
  answer.no = button_right(canvas, card.right() - 24 - button_width(canvas, go) - 8, y, stay);
  return answer;
}

Answer ask(const Canvas& canvas, const Rect& window, std::string_view id, std::string_view title,
           std::string_view words, std::string_view yes, ButtonKind kind) {
  const float inner = std::min(kWidth, window.w - 24) - 48;
  const auto lines = canvas.wrap(Font::regular_13, inner, words);
  const Rect card = placed(window, kWidth, 60 + 18 * static_cast<float>(lines.size()) + 20 + 56);
  const ModalCard modal(canvas, id, window, card);
  canvas.text_cut(Font::semibold_18, Colour::text, card.x + 24, card.y + 20, inner, title);
  canvas.text_wrapped(Font::regular_13, Colour::muted, card.x + 24, card.y + 58, inner, words);
  Answer answer = foot(canvas, card, yes, kind);
  answer.no = answer.no || modal.dismissed();
  return answer;
}

const WorkspaceState* subject_of(const AppSnapshot& snapshot, const UiState& state) {
  return state.subject ? find_workspace(snapshot, *state.subject) : nullptr;
}

void leave(UiState& state, IntentQueue& intents, const core::WorkspaceId& workspace) {
  if (state.workspace == workspace) {
    if (state.page == Page::workspace) {
      state.page = Page::dashboard;
      intents.emplace_back(OpenConversation{});
    }
    state.workspace.reset();
    state.session.reset();
  }
  state.dialog = Dialog::none;
}

}  // namespace

void draw_add_repository(const Canvas& canvas, const Rect& window, UiState& state,
                         IntentQueue& intents) {
  const Rect card = placed(window, 520, 208);
  const ModalCard modal(canvas, "add-repository", window, card);
  const float x = card.x + 24;
  const float inner = card.w - 48;
  canvas.text(Font::semibold_18, Colour::text, x, card.y + 20, "Add a repository");
  canvas.text_cut(Font::regular_12, Colour::muted, x, card.y + 54, inner,
                  "The folder of a git repository. It can also be dropped on the window.");
  const InputEvent typed = input_line(canvas, {x, card.y + 80, inner, 32},
                                      {.id = "path",
                                       .placeholder = "~/projects/my-repository",
                                       .icon = icon::kFolder,
                                       .take_focus = state.dialog_opened,
                                       .mono = true},
                                      state.repository_path);
  canvas.text_cut(Font::regular_12, Colour::faint, x, card.y + 120, inner,
                  "Orchard makes its worktrees elsewhere and leaves your checkout alone.");
  const bool ready = !state.repository_path.empty();
  const Answer answer = foot(canvas, card, "Add", ButtonKind::primary, ready);
  if ((answer.yes || typed.submitted) && ready) {
    intents.emplace_back(AddRepository{state.repository_path});
    state.repository_path.clear();
    state.dialog = Dialog::none;
  } else if (answer.no || modal.dismissed()) {
    state.dialog = Dialog::none;
  }
}

void draw_archive_dialog(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                         UiState& state, IntentQueue& intents) {
  const WorkspaceState* workspace = subject_of(snapshot, state);
  if (workspace == nullptr) {
    state.dialog = Dialog::none;
    return;
  }
  const WorkspaceHeaderView view = make_workspace_header_view(*workspace, std::nullopt, false);
  const core::WorkspaceId id = workspace->id;
  const Answer answer = ask(canvas, window, "archive", "Archive " + workspace->name + "?",
                            view.archive_hover, "Archive", ButtonKind::primary);
  if (answer.yes) {
    intents.emplace_back(ArchiveWorkspace{id});
    leave(state, intents, id);
  } else if (answer.no) {
    state.dialog = Dialog::none;
  }
}

void draw_delete_dialog(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                        UiState& state, IntentQueue& intents) {
  const WorkspaceState* workspace = subject_of(snapshot, state);
  if (workspace == nullptr) {
    state.dialog = Dialog::none;
    return;
  }
  const WorkspaceHeaderView view = make_workspace_header_view(*workspace, std::nullopt, false);
  const core::WorkspaceId id = workspace->id;
  const Answer answer = ask(canvas, window, "delete", "Delete " + workspace->name + "?",
                            view.delete_warning, "Delete", ButtonKind::danger);
  if (answer.yes) {
    intents.emplace_back(DeleteWorkspace{id});
    leave(state, intents, id);
  } else if (answer.no) {
    state.dialog = Dialog::none;
  }
}

void draw_help(const Canvas& canvas, const Rect& window, UiState& state) {
  struct Line {
    std::string_view keys;
    std::string_view words;
  };
  constexpr std::array<Line, 11> kLines = {{
      {"Ctrl N", "New workspace"},
      {"Ctrl O", "Add a repository"},
      {"Ctrl J", "Next workspace that needs you"},
      {"Ctrl 1\xe2\x80\xa6"
       "9",
       "Open that workspace of the sidebar"},
      {"Ctrl 0", "Dashboard"},
      {"Ctrl ,", "Settings"},
      {"Ctrl Enter", "Send the message, confirm a dialog"},
      {"Enter", "Allow what the agent asks"},
      {"Esc", "Interrupt the turn, or close what is open"},
      {"Arrows", "Walk through everything that can be pressed"},
      {"?", "This sheet"},
  }};
  const Rect card = placed(window, 460, 66 + 30 * static_cast<float>(kLines.size()) + 14);
  const ModalCard modal(canvas, "help", window, card);
  canvas.text(Font::semibold_18, Colour::text, card.x + 24, card.y + 20, "Keys");
  float y = card.y + 62;
  for (const Line& line : kLines) {
    canvas.text(Font::regular_13, Colour::text, card.x + 24, y, line.words);
    key_cap(canvas, card.right() - 24 - key_cap_width(canvas, line.keys), y, line.keys);
    y += 30;
  }
  if (modal.dismissed()) state.dialog = Dialog::none;
}

}  // namespace orchard::app::ui
