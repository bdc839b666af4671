#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <string>

namespace orchard::app {

/// How many lines of what kind could not be read in the event logs and transcripts that are still
/// there. Reads all of them: for a check that somebody asked for. Errors: io.
[[nodiscard]] core::Result<std::map<std::string, std::int64_t>> count_skipped_lines(Engine& engine);

}  // namespace orchard::app
