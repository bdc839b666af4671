#include "agents/supervisor/stop_ladder.h"

namespace orchard::agents {
namespace {

core::Duration time_of(StopStep step, const StopTimes& times) {
  switch (step) {
    case StopStep::interrupt:
      return times.interrupt;
    case StopStep::sigint:
      return times.sigint;
    case StopStep::sigterm:
      return times.sigterm;
    case StopStep::sigkill:
      return times.sigkill;
    case StopStep::begin:
    case StopStep::ended:
    case StopStep::gave_up:
      break;
  }
  return core::Duration(0);
}

StopStep harder_than(StopStep step, bool turn_running) {
  switch (step) {
    case StopStep::begin:
      return turn_running ? StopStep::interrupt : StopStep::sigint;
    case StopStep::interrupt:
      return StopStep::sigint;
    case StopStep::sigint:
      return StopStep::sigterm;
    case StopStep::sigterm:
      return StopStep::sigkill;
    case StopStep::sigkill:
    case StopStep::gave_up:
      return StopStep::gave_up;
    case StopStep::ended:
      break;
  }
  return StopStep::ended;
}

}  // namespace

std::string_view to_string(StopStep step) {
  switch (step) {
    case StopStep::begin:
      return "begin";
    case StopStep::interrupt:
      return "interrupt";
    case StopStep::sigint:
      return "SIGINT";
    case StopStep::sigterm:
      return "SIGTERM";
    case StopStep::sigkill:
      return "SIGKILL";
    case StopStep::ended:
      return "ended";
    case StopStep::gave_up:
      return "gave up";
  }
  return "";
}

StopDecision decide_stop(StopStep present, core::Duration in_step, const StopView& view,
                         const StopTimes& times) {
  if (!view.alive) return {StopStep::ended, core::Duration(0)};
  if (present == StopStep::ended || present == StopStep::gave_up)
    return {present, core::Duration(0)};
  const bool interrupt_worked = present == StopStep::interrupt && !view.turn_running;
  const core::Duration left = time_of(present, times) - in_step;
  if (!interrupt_worked && left > core::Duration(0)) return {present, left};
  const StopStep next = harder_than(present, view.turn_running);
  return {next, time_of(next, times)};
}

bool should_end_idle(const IdleView& view, core::Timestamp now, core::Duration limit) {
  if (limit <= core::Duration(0)) return false;
  if (view.turn_running || view.background_task_running || view.message_waiting) return false;
  return now - view.last_activity > limit;
}

}  // namespace orchard::agents
