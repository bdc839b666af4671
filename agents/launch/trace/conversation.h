#pragma once

#include "core/domain/ids.h"

#include <filesystem>
#include <optional>

namespace orchard::agents {

/// The transcript file that Claude Code keeps of `session` below `config_dir`; none before the
/// first message was read. Only a session with one can be resumed; without, it is begun anew under
/// its id.
[[nodiscard]] std::optional<std::filesystem::path> find_transcript(
    const std::filesystem::path& config_dir, const core::SessionId& session);

}  // namespace orchard::agents
