#pragma once

namespace orchard::app::shell {

/// What moves by itself on the screen, without input or news.
enum class Motion {
  none,       ///< nothing but ages in minutes
  seconds,    ///< elapsed times or messages that leave
  breathing,  ///< a running agent's mark
};

/// Decides when a frame is drawn: three after every wake, then only as often as something moves,
/// none while minimised. Pure: time comes in as seconds of any steady clock.
class FramePacer {
 public:
  static constexpr int kFramesAfterWake = 3;
  static constexpr double kBreath = 1.0 / 9;
  static constexpr double kSecond = 1.0;
  static constexpr double kMinute = 60.0;

  struct Decision {
    bool draw = false;
    double wait = 0;  ///< seconds to wait for events before asking again; negative: for ever
  };

  /// Input, news or a resize came.
  void wake() { frames_due_ = kFramesAfterWake; }
  void set_minimised(bool minimised);
  void set_motion(Motion motion) { motion_ = motion; }
  [[nodiscard]] Decision next(double now) const;
  void drew(double now);

 private:
  [[nodiscard]] double interval() const;

  int frames_due_ = kFramesAfterWake;
  bool minimised_ = false;
  Motion motion_ = Motion::none;
  double last_ = 0;
};

}  // namespace orchard::app::shell
