#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "metrics/sweep/sweep.h"

#include <filesystem>
#include <vector>

namespace orchard::app {

/// The config directories of Claude Code that the environment of the program names.
[[nodiscard]] std::vector<std::filesystem::path> config_dirs(const Engine& engine);

/// Takes into the ledger what Claude Code wrote anywhere on this machine, whoever ran it. A file
/// that cannot be read is logged and does not keep the rest from being read. Milliseconds when
/// nothing is new; about a second for each gigabyte that is. Nothing, not even a look, when use
/// outside is not to be counted: the transcripts of Orchard's own sessions are read with their
/// sessions. Errors: those of the store and of the settings.
[[nodiscard]] core::Result<metrics::SweepReport> sweep_transcripts(Engine& engine);
/// The same for what lies below these folders.
[[nodiscard]] core::Result<metrics::SweepReport> sweep_below(
    Engine& engine, const std::vector<std::filesystem::path>& folders);

}  // namespace orchard::app
