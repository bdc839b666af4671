#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <string>

namespace orchard::app {

/// How many lines of what kind could not be read in the event logs and transcripts that are still
/// there, those of agents that ran outside of Orchard too where these are counted. Takes what is
/// new in transcripts into the ledger and reads the rest as a whole: for a check that somebody
/// asked for. Errors: io, and those of the store.
[[nodiscard]] core::Result<std::map<std::string, std::int64_t>> count_skipped_lines(Engine& engine);

}  // namespace orchard::app
