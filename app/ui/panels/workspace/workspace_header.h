#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/workspace/header_view.h"

namespace orchard::app::ui {

inline constexpr float kTitleHeight = 52;
inline constexpr float kTabsHeight = 37;

/// "repository / name  branch → base" and what can be done with the workspace.
void draw_workspace_title(const Canvas& canvas, const Rect& row, const WorkspaceHeaderView& view,
                          const core::WorkspaceId& workspace,
                          const std::optional<core::SessionId>& session, UiState& state,
                          IntentQueue& intents);

/// One tab per conversation and a plus for a new one.
void draw_session_tabs(const Canvas& canvas, const Rect& row, const WorkspaceHeaderView& view,
                       const core::WorkspaceId& workspace, UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
