#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace orchard::app::shell {

/// Writes rows of RGB bytes, top row first. Error io when the file cannot be written.
[[nodiscard]] core::Result<void> write_png(const std::filesystem::path& file, int width, int height,
                                           std::span<const unsigned char> rgb);

}  // namespace orchard::app::shell
