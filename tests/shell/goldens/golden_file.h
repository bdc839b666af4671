#pragma once

#include "tests/shell/goldens/golden.h"

#include <filesystem>
#include <optional>

namespace orchard::test {

/// None when there is no such PNG.
[[nodiscard]] std::optional<Golden> read_golden(const std::filesystem::path& file);

/// As a PNG that is packed as tightly as it gets: without the filters of libpng, which make the
/// flat colours of a screen larger. False when it cannot be written.
[[nodiscard]] bool write_golden(const std::filesystem::path& file, const Golden& golden);

}  // namespace orchard::test
