#include "app/ui/panels/frame/navigation.h"

namespace orchard::app::ui {

void open_page(UiState& state, IntentQueue& intents, Page page) {
  if (state.page == Page::workspace) intents.emplace_back(OpenConversation{});
  state.page = page;
}

void open_workspace(UiState& state, IntentQueue& intents, const core::WorkspaceId& workspace,
                    const std::optional<core::SessionId>& session) {
  state.page = Page::workspace;
  state.workspace = workspace;
  state.session = session;
  state.new_session = false;
  state.focus_composer = true;
  intents.emplace_back(OpenConversation{workspace, session});
}

}  // namespace orchard::app::ui
