#pragma once

#include "app/ui/widgets/canvas.h"
#include "app/view_model/usage/network_view.h"

namespace orchard::app::ui {

/// The network ledger, newest first, from the top of `room`; gives the height.
float draw_network(const Canvas& canvas, const Rect& room, const NetworkView& view);

}  // namespace orchard::app::ui
