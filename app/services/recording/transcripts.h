#pragma once

#include "agents/launch/session_directory.h"
#include "app/services/engine.h"
#include "core/base/result.h"

namespace orchard::app {

/// Reads what Claude Code wrote to the transcript files of a session into the ledger: sub-agents'
/// replies and final token counts stand nowhere else. A session never launched is fine.
[[nodiscard]] core::Result<void> read_transcripts(Engine& engine,
                                                  const agents::SessionDirectory& directory);

}  // namespace orchard::app
