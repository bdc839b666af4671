#include "app/shell/window/frame_pacer.h"

#include <algorithm>

namespace orchard::app::shell {

double FramePacer::interval() const {
  switch (motion_) {
    case Motion::none:
      return kMinute;
    case Motion::seconds:
      return kSecond;
    case Motion::breathing:
      return kBreath;
  }
  return kMinute;
}

void FramePacer::set_minimised(bool minimised) {
  if (minimised_ && !minimised) wake();
  minimised_ = minimised;
}

FramePacer::Decision FramePacer::next(double now) const {
  if (minimised_) return {.draw = false, .wait = -1};
  if (frames_due_ > 0) return {.draw = true, .wait = 0};
  const double rest = last_ + interval() - now;
  if (rest <= 0) return {.draw = true, .wait = 0};
  return {.draw = false, .wait = std::min(rest, kMinute)};
}

void FramePacer::drew(double now) {
  last_ = now;
  frames_due_ = std::max(0, frames_due_ - 1);
}

}  // namespace orchard::app::shell
