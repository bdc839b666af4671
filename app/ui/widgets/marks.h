#pragma once

#include "app/ui/widgets/canvas.h"
#include "app/view_model/role.h"

namespace orchard::app::ui {

/// A 14 x 14 shape that tells a state without colour. `ground` is the colour behind it, used for
/// what is cut out.
void state_mark(const Canvas& canvas, float x, float y, StateMark mark, Colour ground = Colour::bg);

/// Orchard's leaf in a square of `size`.
void logo(const Canvas& canvas, float x, float y, float size, Colour ground);

/// The three seedlings of the welcome, 280 x 96.
void seedlings(const Canvas& canvas, float x, float y);

}  // namespace orchard::app::ui
