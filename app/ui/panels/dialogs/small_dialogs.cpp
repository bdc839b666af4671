#include "app/ui/panels/dialogs/dialogs.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"
#include "app/view_model/dialogs/confirm_view.h"
#include "app/view_model/overview/workspace_face.h"

#include <algorithm>

namespace orchard::app::ui {
namespace {

constexpr float kWidth = 480;

Rect placed(const Rect& window, float width, float height) {
  const float w = std::min(width, window.w - 24);
  return {window.middle_x() - w / 2,
          window.y + std::max(12.0F, std::min(160.0F, (window.h - height) / 2)), w, height};
}

enum class Choice { none, yes, no };

struct Foot {
  std::string_view yes;
  ButtonKind kind = ButtonKind::primary;
  bool enabled = true;
  Choice take_focus = Choice::none;  ///< which button gets the keyboard in this frame
};

Choice draw_foot(const Canvas& canvas, const Rect& card, const Foot& foot) {
  const float y = card.bottom() - 46;
  canvas.hairline(card.x + 1, y - 10, card.w - 2, Colour::line);
  const ButtonSpec go{.id = "yes",
                      .text = foot.yes,
                      .kind = foot.kind,
                      .size = ButtonSize::large,
                      .enabled = foot.enabled,
                      .take_focus = foot.take_focus == Choice::yes};
  const ButtonSpec stay{.id = "no",
                        .text = "Cancel",
                        .kind = ButtonKind::quiet,
                        .size = ButtonSize::large,
                        .take_focus = foot.take_focus == Choice::no};
  const float left = card.right() - 24 - button_width(canvas, go) - 8;
  const bool no = button_right(canvas, left, y, stay);
  const bool yes = button_right(canvas, card.right() - 24, y, go);
  return yes ? Choice::yes : no ? Choice::no : Choice::none;
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

/// What cannot be taken back with one press does not lie under Enter.
Choice first_choice(const ConfirmView& view) {
  return view.careful ? Choice::no : Choice::yes;
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
  const Choice choice = draw_foot(canvas, card, {.yes = "Add", .enabled = ready});
  if ((choice == Choice::yes || typed.submitted) && ready) {
    intents.emplace_back(AddRepository{state.repository_path});
    state.repository_path.clear();
    state.dialog = Dialog::none;
  } else if (choice == Choice::no || modal.dismissed()) {
    state.dialog = Dialog::none;
  }
}

void draw_confirm(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                  UiState& state, IntentQueue& intents) {
  const WorkspaceState* workspace =
      state.subject ? find_workspace(snapshot, *state.subject) : nullptr;
  if (workspace == nullptr) {
    state.dialog = Dialog::none;
    return;
  }
  const bool deletes = state.dialog == Dialog::delete_workspace;
  const ConfirmView view = deletes ? confirm_delete(*workspace) : confirm_archive(*workspace);
  const float inner = std::min(kWidth, window.w - 24) - 48;
  const auto lines = canvas.wrap(Font::regular_13, inner, view.words);
  const Rect card = placed(window, kWidth, 60 + 18 * static_cast<float>(lines.size()) + 20 + 56);
  const ModalCard modal(canvas, deletes ? "delete" : "archive", window, card);
  canvas.text_cut(Font::semibold_18, Colour::text, card.x + 24, card.y + 20, inner, view.title);
  canvas.text_wrapped(Font::regular_13, Colour::muted, card.x + 24, card.y + 58, inner, view.words);
  const bool was_careful = state.dialog_opened ? view.careful : state.dialog_was_careful;
  const bool became_careful = view.careful && !was_careful;
  state.dialog_was_careful = view.careful;
  const Choice choice = draw_foot(
      canvas, card,
      {.yes = view.yes,
       .kind = deletes ? ButtonKind::danger : ButtonKind::primary,
       .take_focus = state.dialog_opened || became_careful ? first_choice(view) : Choice::none});
  const core::WorkspaceId id = workspace->id;
  if (choice == Choice::yes) {
    intents.push_back(deletes ? Intent(DeleteWorkspace{id})
                              : Intent(ArchiveWorkspace{id, was_careful}));
    leave(state, intents, id);
  } else if (choice == Choice::no || modal.dismissed()) {
    state.dialog = Dialog::none;
  }
}

}  // namespace orchard::app::ui
