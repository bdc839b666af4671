#pragma once

#include <cstddef>
#include <optional>

namespace orchard::app {

/// Columns of the terminal that standard output is; none when it is a file or a pipe.
[[nodiscard]] std::optional<std::size_t> terminal_width();

}  // namespace orchard::app
