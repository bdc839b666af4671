#pragma once

#include "core/process/spawn.h"

#include <filesystem>
#include <optional>

namespace orchard::agents {

/// The agent process whose standard input is `fifo` and whose standard output is `events` and which
/// leads its process session: proof that it was launched here, whatever its record says. Reads
/// /proc; looks at processes of this user only.
[[nodiscard]] std::optional<core::ProcessIdentity> find_agent(const std::filesystem::path& fifo,
                                                              const std::filesystem::path& events);

}  // namespace orchard::agents
