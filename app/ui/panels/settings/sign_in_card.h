#pragma once

#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/usage/sign_in_view.h"

namespace orchard::app::ui {

/// Signing in to Claude Code: its state, and while it runs what it prints and a field for the code
/// of the browser. From the top of `room`; gives the height.
float draw_sign_in(const Canvas& canvas, const Rect& room, const SignInView& view, UiState& state,
                   IntentQueue& intents);

}  // namespace orchard::app::ui
