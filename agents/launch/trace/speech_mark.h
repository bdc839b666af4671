#pragma once

#include "agents/launch/session_directory.h"
#include "agents/launch/speaker.h"
#include "core/base/result.h"

#include <optional>

namespace orchard::agents {

// The mark lives inside the `speak` file. Only who holds the lock on that file may touch it.

[[nodiscard]] core::Result<void> write_speech_mark(const SessionDirectory& directory,
                                                   const BrokenSpeech& mark);
[[nodiscard]] core::Result<void> clear_speech_mark(const SessionDirectory& directory);
/// A mark that cannot be read is a mark all the same: its writer died while making it.
[[nodiscard]] core::Result<std::optional<BrokenSpeech>> read_speech_mark(
    const SessionDirectory& directory);

}  // namespace orchard::agents
