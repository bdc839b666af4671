#include "app/shell/window/frame_pacer.h"

#include <algorithm>

namespace orchard::app::shell {

void FramePacer::set_minimised(bool minimised) {
  if (minimised_ && !minimised) wake();
  minimised_ = minimised;
}

FramePacer::Decision FramePacer::next(double now) const {
  constexpr Decision kNothingToDo{.draw = false, .wait = -1};
  if (minimised_) return kNothingToDo;
  if (frames_due_ > 0) return {.draw = true, .wait = 0};
  std::optional<double> at = next_change_;
  if (breathing_) at = std::min(at.value_or(last_ + kBreath), last_ + kBreath);
  if (!at) return kNothingToDo;
  if (*at <= now) return {.draw = true, .wait = 0};
  return {.draw = false, .wait = *at - now};
}

void FramePacer::drew(double now) {
  last_ = now;
  frames_due_ = std::max(0, frames_due_ - 1);
  if (next_change_ && *next_change_ <= now) next_change_.reset();
}

}  // namespace orchard::app::shell
