#pragma once

#include "app/model/plan_state.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/process/dialogue.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

/// Claude Code's own sign-in (`claude auth login`), with its output handed on and lines given to
/// it. run() blocks its thread; all else is safe from any other.
class SignInDialogue {
 public:
  using OnState = std::function<void(const SignInState&)>;

  /// Tells every new state, the last one with how it ended. A sign-in that worked makes the next
  /// look at the plan ask anew. Errors: unavailable (no claude), cancelled, those of the store.
  [[nodiscard]] core::Result<SignInState> run(Engine& engine, const OnState& on_state);
  /// What is given is a secret: where the program repeats it, dots are shown.
  void answer(std::string_view line);
  [[nodiscard]] bool is_running() const { return running_; }
  void cancel() { dialogue_.cancel(); }
  void allow() { dialogue_.allow(); }

 private:
  [[nodiscard]] std::string shown(std::string_view raw);

  core::Dialogue dialogue_;
  std::atomic<bool> running_{false};
  std::mutex mutex_;
  std::vector<std::string> answers_;  ///< of this sign-in
};

/// `text` without terminal control sequences and control characters other than line breaks; "\r"
/// begins the line anew. Pure.
[[nodiscard]] std::string without_control_sequences(std::string_view text);

/// `text` with dots for every one of `secrets` (also one whose end has not come yet) and for keys
/// and tokens of Anthropic. Pure.
[[nodiscard]] std::string without_secrets(std::string text,
                                          const std::vector<std::string>& secrets);

}  // namespace orchard::app
