#include "app/ui/panels/frame/shortcuts.h"

#include "app/ui/panels/frame/navigation.h"
#include "app/ui/panels/usage/usage_filters.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/overview/needs_you_view.h"

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr int kComma = 44;
constexpr int kSlash = 47;

void open_numbered(const AppSnapshot& snapshot, int number, UiState& state, IntentQueue& intents) {
  int index = 0;
  for (const RepositoryState& repository : snapshot.repositories) {
    for (const auto& workspace : repository.workspaces) {
      if (++index == number) {
        open_workspace(state, intents, workspace->id);
        return;
      }
    }
  }
}

void open_next_that_needs_you(const AppSnapshot& snapshot, core::Timestamp now, UiState& state,
                              IntentQueue& intents) {
  const NeedsYouView view = make_needs_you_view(snapshot, now);
  const auto current = state.page == Page::workspace ? state.workspace : std::nullopt;
  const auto next = next_that_needs_you(view, current);
  if (next) {
    open_workspace(state, intents, next->workspace, next->session);
  } else {
    open_page(state, intents, Page::needs_you);
  }
}

void interrupt(const AppSnapshot& snapshot, const UiState& state, IntentQueue& intents) {
  if (state.page != Page::workspace || !state.workspace || state.new_session) return;
  const WorkspaceState* workspace = find_workspace(snapshot, *state.workspace);
  if (workspace == nullptr) return;
  const SessionSummary* session =
      find_session(*workspace, state.session ? &*state.session : nullptr);
  if (session == nullptr) return;
  const bool in_turn = session->state == core::SessionState::running ||
                       session->state == core::SessionState::waiting;
  if (in_turn) intents.emplace_back(InterruptTurn{session->id});
}

}  // namespace

void handle_shortcuts(const AppSnapshot& snapshot, core::Timestamp now, const Focus& focus,
                      UiState& state, IntentQueue& intents) {
  if (state.dialog != Dialog::none) return;
  if (control_down()) {
    if (key_pressed('N') && !snapshot.repositories.empty()) {
      state.open_dialog(Dialog::create_workspace);
    }
    if (key_pressed('O')) state.open_dialog(Dialog::add_repository);
    if (key_pressed('J')) open_next_that_needs_you(snapshot, now, state, intents);
    if (key_pressed(kComma)) open_page(state, intents, Page::settings);
    if (key_pressed('0')) open_page(state, intents, Page::dashboard);
    if (key_pressed('A') && ImGui::GetIO().KeyShift) open_page(state, intents, Page::analytics);
    if (key_pressed('U') && ImGui::GetIO().KeyShift) open_page(state, intents, Page::usage);
    for (int number = 1; number <= 9; ++number) {
      if (key_pressed('0' + number)) open_numbered(snapshot, number, state, intents);
    }
    return;
  }
  const bool question = !typing() && key_pressed(kSlash) && ImGui::GetIO().KeyShift;
  if (question || key_pressed(key::kF1)) state.open_dialog(Dialog::help);
  // Escape that closes a list does nothing else; Dear ImGui has closed it by now.
  if (key_pressed(key::kEscape) && !focus.list_was_open()) {
    if (state.deny) {
      state.deny.reset();
    } else if (!state.figures.drills.empty()) {
      state.figures.drills.pop_back();
    } else if (state.page == Page::usage) {
      if (!typing()) (void)clear_narrowing(state.figures.usage);
    } else if (state.page == Page::settings && !typing()) {
      leave_settings(state, intents);
    } else {
      interrupt(snapshot, state, intents);
    }
  }
}

}  // namespace orchard::app::ui
