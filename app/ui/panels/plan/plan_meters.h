#pragma once

#include "app/ui/widgets/canvas.h"
#include "app/view_model/usage/plan_view.h"

namespace orchard::app::ui {

inline constexpr float kMeterHeight = 87;

/// A window of the plan: hairline, name and value, bar with forecast and elapsed time, words.
void draw_meter(const Canvas& canvas, float x, float y, float width, const PlanMeter& meter);
/// What is billed beyond the plan, as tall as a meter.
void draw_extra_usage(const Canvas& canvas, float x, float y, float width,
                      const ExtraUsageMeter& extra);
/// What the parts of a bar mean; 16 high.
void draw_meter_legend(const Canvas& canvas, float x, float y, float width);
/// A bar of what each workspace took, with its names; gives the height.
float draw_shares(const Canvas& canvas, float x, float y, float width, const PlanView& view);

}  // namespace orchard::app::ui
