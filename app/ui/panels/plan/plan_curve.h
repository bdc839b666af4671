#pragma once

#include "app/ui/widgets/canvas.h"
#include "app/view_model/usage/plan_view.h"

namespace orchard::app::ui {

inline constexpr float kCurveHeight = 124;

/// How much of the 5-hour window was used when, and the forecast to its end, 124 high.
void draw_plan_curve(const Canvas& canvas, float x, float y, float width, const PlanCurve& curve);

}  // namespace orchard::app::ui
