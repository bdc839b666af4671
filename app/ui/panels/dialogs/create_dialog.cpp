#include "app/ui/panels/dialogs/dialogs.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"
#include "app/view_model/overview/workspace_face.h"

#include <algorithm>

namespace orchard::app::ui {
namespace {

constexpr float kWidth = 560;
constexpr float kHeight = 436;

void label(const Canvas& canvas, float x, float y, std::string_view text) {
  canvas.text(Font::medium_12, Colour::muted, x, y, text);
}

int chosen_of(const std::vector<CreateDialogView::Choice>& choices,
              std::vector<std::string>& texts) {
  int chosen = -1;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    texts.push_back(choices[i].text);
    if (choices[i].chosen) chosen = static_cast<int>(i);
  }
  return chosen;
}

void choices_row(const Canvas& canvas, float x, float y, float width, const CreateDialogView& view,
                 CreateDraft& draft) {
  const float half = (width - 12) / 2;
  label(canvas, x, y, "Repository");
  label(canvas, x + half + 12, y, "Starts from");
  std::vector<std::string> names;
  const int repository = chosen_of(view.repositories, names);
  int pressed = drop_down(canvas, "repository", {x, y + 20, half, 32}, names, repository);
  if (pressed >= 0) {
    draft.repository = core::RepositoryId(view.repositories[static_cast<std::size_t>(pressed)].id);
    draft.base.clear();
  }
  std::vector<std::string> branches;
  const int base = chosen_of(view.bases, branches);
  pressed = drop_down(canvas, "base", {x + half + 12, y + 20, half, 32}, branches, base);
  if (pressed >= 0) draft.base = view.bases[static_cast<std::size_t>(pressed)].id;
}

// Without a choice: the repository of the open workspace, else the first.
void choose_repository(const AppSnapshot& snapshot, UiState& state) {
  const auto& all = snapshot.repositories;
  const auto known = [&](const core::RepositoryId& id) {
    return std::ranges::find(all, id, &RepositoryState::id) != all.end();
  };
  if (all.empty() || known(state.create.repository)) return;
  const WorkspaceState* open =
      state.workspace ? find_workspace(snapshot, *state.workspace) : nullptr;
  const bool usable = open != nullptr && known(open->repository);
  state.create.repository = usable ? open->repository : all.front().id;
  state.create.base.clear();
}

void create(const AppSnapshot& snapshot, UiState& state, IntentQueue& intents) {
  auto intent = create_intent(snapshot, state.create);
  if (!intent) return;
  ExpectedWorkspace expected{.repository = intent->repository, .known = {}};
  for (const RepositoryState& repository : snapshot.repositories) {
    for (const auto& workspace : repository.workspaces) expected.known.insert(workspace->id);
  }
  state.expected = std::move(expected);
  intents.emplace_back(std::move(*intent));
  state.dialog = Dialog::none;
}

}  // namespace

void draw_create_dialog(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                        UiState& state, IntentQueue& intents) {
  const float width = std::min(kWidth, window.w - 24);
  const Rect card{window.middle_x() - width / 2,
                  std::max(12.0F, std::min(112.0F, (window.h - kHeight) / 2)), width, kHeight};
  const ModalCard modal(canvas, "create-workspace", window, card);
  if (modal.dismissed()) {
    state.dialog = Dialog::none;
    return;
  }
  choose_repository(snapshot, state);
  const CreateDialogView view = make_create_dialog_view(snapshot, state.create);
  const float x = card.x + 24;
  const float inner = card.w - 48;
  canvas.text(Font::semibold_18, Colour::text, x, card.y + 20, "New workspace");
  float y = card.y + 60;
  choices_row(canvas, x, y, inner, view, state.create);
  y += 68;
  label(canvas, x, y, "Name");
  const InputEvent name = input_line(
      canvas, {x, y + 20, inner, 32},
      {.id = "name", .placeholder = view.name_hint, .problem = !view.name_problem.empty()},
      state.create.name);
  const bool wrong = !view.name_problem.empty();
  canvas.text_cut(Font::regular_12, wrong ? Colour::danger : Colour::faint, x, y + 57, inner,
                  wrong ? view.name_problem : view.branch_note);
  y += 86;
  label(canvas, x, y, "First message to the agent");
  const InputEvent prompt = input_area(
      canvas, {x, y + 20, inner, 112},
      {.id = "prompt",
       .placeholder = "What should be done? Leave it empty to create the workspace only.",
       .take_focus = state.dialog_opened},
      state.create.prompt);
  const float foot = card.bottom() - 52;
  canvas.hairline(card.x + 1, foot - 4, card.w - 2, Colour::line);
  const ButtonSpec go{.id = "create",
                      .text = state.create.prompt.empty() ? "Create" : "Create and start",
                      .kind = ButtonKind::primary,
                      .size = ButtonSize::large,
                      .key_cap = "Ctrl Enter",
                      .enabled = view.can_create};
  const bool submitted = (name.submitted || prompt.submitted) && view.can_create;
  const bool pressed = button_right(canvas, card.right() - 24, foot + 6, go);
  const ButtonSpec cancel{
      .id = "cancel", .text = "Cancel", .kind = ButtonKind::quiet, .size = ButtonSize::large};
  const bool cancelled =
      button_right(canvas, card.right() - 24 - button_width(canvas, go) - 8, foot + 6, cancel);
  if (pressed || submitted) {
    create(snapshot, state, intents);
  } else if (cancelled) {
    state.dialog = Dialog::none;
  }
}

}  // namespace orchard::app::ui
