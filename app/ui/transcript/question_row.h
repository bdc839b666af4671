#pragma once

#include "app/ui/transcript/row_view.h"

#include <string>

namespace orchard::app::ui {

/// The options of the first question of the card that has no answer yet, in one row of buttons;
/// behind the first question one leads back to the answer before.
void draw_question(const RowContext& context, const PermissionCard& card, const Rect& row);

/// Takes `words` as the answer to that question; after the last one the answers are sent. Empty
/// words are no answer.
void answer_question(const RowContext& context, const PermissionCard& card, std::string words);

}  // namespace orchard::app::ui
