#pragma once

#include "agents/launch/session_directory.h"
#include "core/base/result.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::agents {

/// The mark of a line too large for one write whose writer has not come to its end.
struct BrokenSpeech {
  std::string message;  ///< uuid of the message, or the request id, the writer gave
  std::size_t length = 0;
};

struct SpeakPatience {
  std::chrono::milliseconds lock{5000};   ///< for other writers to finish
  std::chrono::milliseconds room{10000};  ///< for the agent to read what is in the way
};

/// Writes `line` (one JSON text without newline; the newline is added) to the agent's standard
/// input, whole and never between the bytes of another writer. `message` names it in the mark.
/// Never blocks on a dead agent. Errors: invalid_argument (a newline inside), unavailable (no
/// living process), busy (lock or room not had in time; nothing was written), corrupt (an earlier
/// or this line stands half-written: end the agent process and resume the session).
[[nodiscard]] core::Result<void> speak(const SessionDirectory& directory, std::string_view line,
                                       std::string_view message, SpeakPatience patience = {});

/// The mark a dead or impatient writer left in the newest process's input, if any. The remedy is to
/// end that process and resume the session: a broken line would end it anyway. None while another
/// writer is at work.
[[nodiscard]] core::Result<std::optional<BrokenSpeech>> broken_speech(
    const SessionDirectory& directory);

}  // namespace orchard::agents
