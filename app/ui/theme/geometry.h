#pragma once

namespace orchard::app::ui {

/// A rectangle in logical px: what a designer writes down at 100 %.
struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  [[nodiscard]] float right() const { return x + w; }
  [[nodiscard]] float bottom() const { return y + h; }
  [[nodiscard]] float middle_x() const { return x + w / 2; }
  [[nodiscard]] float middle_y() const { return y + h / 2; }
  [[nodiscard]] Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
  [[nodiscard]] Rect inset(float across, float down) const {
    return {x + across, y + down, w - 2 * across, h - 2 * down};
  }
  [[nodiscard]] bool contains(float px, float py) const {
    return px >= x && px < right() && py >= y && py < bottom();
  }
};

}  // namespace orchard::app::ui
