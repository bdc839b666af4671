#pragma once

#include "tests/benchmark/measuring/figure.h"

#include <string>
#include <vector>

namespace orchard::test {

/// Reads 500 MB of transcripts into a fresh store, beside ccusage when it is installed under
/// tests/e2e; then once more with nothing new, and with one line more. ORCHARD_BENCH_TRANSCRIPTS
/// names another config directory to read.
[[nodiscard]] std::vector<Figure> measure_transcripts();

/// What is measured there, as a program of its own so that its memory is its own: reads what lies
/// below `config_dir` into the store. An exit code.
[[nodiscard]] int read_transcripts_once(const std::string& store, const std::string& config_dir);

}  // namespace orchard::test
