#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "metrics/sweep/sweep.h"

#include <filesystem>
#include <vector>

namespace orchard::app {

/// The config directories of Claude Code that the environment of the program names.
[[nodiscard]] std::vector<std::filesystem::path> config_dirs(const Engine& engine);
/// The folders that CLAUDE_CONFIG_DIR names there, whether they are there or not; empty: none.
[[nodiscard]] std::vector<std::filesystem::path> named_config_dirs(const Engine& engine);

/// Whether transcripts of sessions that Orchard did not start may be opened, as the settings file
/// says now: who follows transcripts for hours would not hear of a change.
[[nodiscard]] core::Result<bool> counts_outside_use(const core::Paths& paths);

/// Takes into the ledger what Claude Code wrote anywhere on this machine, whoever ran it. A file
/// that cannot be read is logged and does not keep the rest from being read. Milliseconds when
/// nothing is new; about a second for each gigabyte that is. Nothing, not even a look, when use
/// outside is not to be counted: the transcripts of Orchard's own sessions are read with their
/// sessions. Errors: those of the store and of the settings.
[[nodiscard]] core::Result<metrics::SweepReport> sweep_transcripts(Engine& engine);
/// The same for what lies below these folders.
[[nodiscard]] core::Result<metrics::SweepReport> sweep_below(
    Engine& engine, const std::vector<std::filesystem::path>& folders);

/// Reads all that may be read from its beginning, the transcripts of Orchard's own sessions too,
/// and counts nothing twice. Errors: those of the store and of the settings.
[[nodiscard]] core::Result<metrics::SweepReport> reread_transcripts(Engine& engine);

/// The lines of the transcripts that may be opened, that could not be read.
[[nodiscard]] core::Result<metrics::SkippedLines> list_skipped_lines(Engine& engine);

}  // namespace orchard::app
