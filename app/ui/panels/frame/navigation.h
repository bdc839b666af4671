#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"

namespace orchard::app::ui {

/// Goes to a page that shows no conversation.
void open_page(UiState& state, IntentQueue& intents, Page page);

/// From the settings to where they were opened.
void leave_settings(UiState& state, IntentQueue& intents);

/// Opens a section of the settings, one of kSettingsSections.
void open_settings(UiState& state, IntentQueue& intents, const std::string& section);

/// Goes to a workspace; `session` none opens its newest conversation.
void open_workspace(UiState& state, IntentQueue& intents, const core::WorkspaceId& workspace,
                    const std::optional<core::SessionId>& session = std::nullopt);

}  // namespace orchard::app::ui
