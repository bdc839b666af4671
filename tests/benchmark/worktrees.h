#pragma once

#include "tests/benchmark/measuring/figure.h"

#include <filesystem>
#include <vector>

namespace orchard::test {

/// `orchard workspace create` and the removal of a worktree, beside plain git, on a repository of
/// 30,000 files; the runs alternate.
[[nodiscard]] std::vector<Figure> measure_worktrees(const std::filesystem::path& orchard);

}  // namespace orchard::test
