#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

#include <string>
#include <vector>

namespace orchard::app {

/// What the option of a command that takes one session says of it.
inline constexpr const char* kSessionHelp =
    "Session id, or its beginning; or a workspace, for its session at work, else its newest";

/// The one session a person named: by its id, or by its workspace, where it is the session that has
/// a process, else the newest. Errors: not_found; ambiguous with the candidates listed.
[[nodiscard]] core::Result<core::SessionId> find_target_session(Engine& engine,
                                                                const std::string& text);

/// All sessions a person named in the same way: of a workspace those that have a process, and the
/// newest whether it has one or not. Errors: as above.
[[nodiscard]] core::Result<std::vector<core::SessionId>> find_target_sessions(
    Engine& engine, const std::string& text);

}  // namespace orchard::app
