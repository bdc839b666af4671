#include "app/ui/panels/frame/navigation.h"

namespace orchard::app::ui {

void open_page(UiState& state, IntentQueue& intents, Page page) {
  if (state.page == Page::workspace) intents.emplace_back(OpenConversation{});
  if (page == Page::settings && state.page != Page::settings) state.settings.before = state.page;
  state.page = page;
  state.figures.drills.clear();
}

void leave_settings(UiState& state, IntentQueue& intents) {
  if (state.settings.before != Page::workspace || !state.workspace) {
    open_page(state, intents,
              state.settings.before == Page::workspace ? Page::dashboard : state.settings.before);
    return;
  }
  const bool new_session = state.new_session;
  open_workspace(state, intents, *state.workspace, state.session);
  if (!new_session) return;
  state.new_session = true;
  intents.back() = OpenConversation{state.workspace, std::nullopt, true};
}

void open_settings(UiState& state, IntentQueue& intents, const std::string& section) {
  open_page(state, intents, Page::settings);
  state.settings_section = section;
}

void open_workspace(UiState& state, IntentQueue& intents, const core::WorkspaceId& workspace,
                    const std::optional<core::SessionId>& session) {
  state.page = Page::workspace;
  state.figures.drills.clear();
  state.workspace = workspace;
  state.session = session;
  state.new_session = false;
  state.focus_composer = true;
  intents.emplace_back(OpenConversation{workspace, session});
}

}  // namespace orchard::app::ui
