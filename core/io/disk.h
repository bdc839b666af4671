#pragma once

#include <filesystem>

namespace orchard::core {

enum class DiskState { takes, full, read_only };

/// What the file system that holds `path` says of itself; nothing is tried. Full: not even a small
/// file fits. One that does not answer counts as taking.
[[nodiscard]] DiskState disk_state(const std::filesystem::path& path);

}  // namespace orchard::core
