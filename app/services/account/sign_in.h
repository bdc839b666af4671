#pragma once

#include "app/model/plan_state.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/process/dialogue.h"

#include <functional>
#include <string>
#include <string_view>

namespace orchard::app {

/// Claude Code's own sign-in (`claude auth login`), with its output handed on and lines given to
/// it. run() blocks its thread; answer() and cancel() are safe from any other.
class SignInDialogue {
 public:
  using OnState = std::function<void(const SignInState&)>;

  /// Tells every new state, the last one with how it ended. A sign-in that worked makes the next
  /// look at the plan ask anew. Errors: unavailable (no claude), cancelled, those of the store.
  [[nodiscard]] core::Result<SignInState> run(Engine& engine, const OnState& on_state);
  void answer(std::string_view line) { dialogue_.say(line); }
  void cancel() { dialogue_.cancel(); }
  void allow() { dialogue_.allow(); }

 private:
  core::Dialogue dialogue_;
};

/// `text` without terminal control sequences and control characters other than line breaks; "\r"
/// begins the line anew. Pure.
[[nodiscard]] std::string without_control_sequences(std::string_view text);

}  // namespace orchard::app
