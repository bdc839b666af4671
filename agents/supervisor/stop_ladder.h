#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <string_view>

namespace orchard::agents {

/// How long each step of ending an agent may take before the next, harder one.
struct StopTimes {
  core::Duration interrupt = std::chrono::seconds(5);
  core::Duration sigint = std::chrono::seconds(3);
  core::Duration sigterm = std::chrono::seconds(3);
  core::Duration sigkill = std::chrono::seconds(5);
  core::Duration children = std::chrono::seconds(2);  ///< for tool processes after SIGTERM
};

/// The steps in order. `ended` and `gave_up` are final.
enum class StopStep { begin, interrupt, sigint, sigterm, sigkill, ended, gave_up };

[[nodiscard]] std::string_view to_string(StopStep step);

/// What is known at the moment of a decision.
struct StopView {
  bool alive = true;
  bool turn_running = false;  ///< false also once the turn that was interrupted has ended
};

struct StopDecision {
  StopStep step = StopStep::begin;  ///< to be taken now when it differs from the present one
  core::Duration wait{0};           ///< look again after at most this long; 0 for final steps
};

/// Pure: the step to be in, `in_step` after the present one was taken. An idle process is not
/// interrupted but gets SIGINT at once, after which Claude Code exits by itself.
[[nodiscard]] StopDecision decide_stop(StopStep present, core::Duration in_step,
                                       const StopView& view, const StopTimes& times);

/// Pure: whether a process without a turn has been idle for longer than `limit` (0: never) and may
/// be ended; the session resumes with its next prompt.
struct IdleView {
  bool turn_running = false;
  bool background_task_running = false;
  bool message_waiting = false;  ///< something is still to be sent to it
  core::Timestamp last_activity;
};
[[nodiscard]] bool should_end_idle(const IdleView& view, core::Timestamp now, core::Duration limit);

}  // namespace orchard::agents
