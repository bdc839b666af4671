#pragma once

#include "app/services/engine.h"
#include "app/use_case/send_message.h"
#include "core/base/result.h"
#include "metrics/query/sessions.h"
#include "metrics/query/transcript.h"

#include <atomic>
#include <functional>
#include <optional>

namespace orchard::app {

struct WaitOptions {
  bool keep_process = false;  ///< leave the process alive although this call's sender started it
  core::Duration answer_patience{0};  ///< how long a permission request may stay open; 0: for ever
  std::function<void(const metrics::OpenRequest&)> on_request;  ///< once for each
  /// Becomes 1 when the user wants the turn interrupted, 2 when he wants to leave at once.
  const std::atomic<int>* wish_to_end = nullptr;
};

enum class WaitEnd {
  finished,    ///< the turn has its result
  unanswered,  ///< a request stayed open too long; the turn was interrupted
  left,        ///< the user left; the agent goes on
};

struct WaitedTurn {
  WaitEnd end = WaitEnd::finished;
  metrics::TurnFigures turn;
};

/// Records the session until the turn that took `sent` in has ended, then ends the process when
/// this sender started it, nothing is queued and no background task runs. Blocks. Errors:
/// unavailable (the agent ended before it read the message; its words are in the sentence), io.
[[nodiscard]] core::Result<WaitedTurn> wait_for_turn(Engine& engine, const SentMessage& sent,
                                                     const WaitOptions& options);

}  // namespace orchard::app
