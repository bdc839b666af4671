#pragma once

#include "tests/benchmark/measuring/figure.h"

#include <filesystem>
#include <vector>

namespace orchard::test {

struct WindowPrograms {
  std::filesystem::path orchard;
  std::filesystem::path bare_window;  ///< the rival: one empty OpenGL window
};

/// Start to first frame and rest with 100 workspaces, memory with 20 conversations. Needs a
/// display; without one, or without a window in the program, every figure says so.
[[nodiscard]] std::vector<Figure> measure_window(const WindowPrograms& programs);

}  // namespace orchard::test
