#pragma once

#include "tests/benchmark/measuring/figure.h"

#include <filesystem>
#include <vector>

namespace orchard::test {

/// Writes lines into the transcripts below `config_dir` while the service behind the window follows
/// them, and measures how long each takes until it stands in the store, and until it stands in what
/// the usage page shows. Takes its lines away again.
[[nodiscard]] std::vector<Figure> measure_transcript_watch(const std::filesystem::path& config_dir);

}  // namespace orchard::test
