#pragma once

#include <filesystem>

namespace orchard::git {

/// Whether both are files with the same bytes, or links to the same place. Reads them whole.
[[nodiscard]] bool have_same_bytes(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace orchard::git
