#pragma once

#include "agents/launch/session_directory.h"
#include "core/base/error.h"

namespace orchard::app {

/// Why the newest process of a session ended before it read its prompt, as one sentence with a
/// remedy: the program is no Claude Code, too old, or what it said itself. Asks the program for its
/// version, so it may block for some seconds.
[[nodiscard]] core::Error explain_early_end(const agents::SessionDirectory& directory,
                                            const agents::LaunchRecord& record);

}  // namespace orchard::app
