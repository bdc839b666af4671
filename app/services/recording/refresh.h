#pragma once

#include "agents/launch/session_directory.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

namespace orchard::app {

// Bringing the store up to date with what agents and people did while nobody recorded. A thing that
// cannot be read is logged and does not keep the rest from being read.

/// Reads every event log and transcript that nobody else records now, sends again what an idle
/// agent never read, and ends processes that were idle for longer than the setting.
[[nodiscard]] core::Result<void> refresh_sessions(Engine& engine);

/// Sends again what the session's process never read although it rests, and ends it when it was
/// idle for longer than the setting. The session must have been read first. May block for seconds.
[[nodiscard]] core::Result<void> look_after_idle(Engine& engine,
                                                 const agents::SessionDirectory& directory);

/// Looks at the branch and the uncommitted work of every active workspace.
[[nodiscard]] core::Result<void> refresh_branches(Engine& engine);
[[nodiscard]] core::Result<void> refresh_branch(Engine& engine, const core::WorkspaceId& workspace);

/// All of it.
[[nodiscard]] core::Result<void> refresh(Engine& engine);

}  // namespace orchard::app
