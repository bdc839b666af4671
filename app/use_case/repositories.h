#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "metrics/ledger/records.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

/// Checks that the path lies in a usable repository and stores it; one that was removed earlier
/// comes back with its history. `base` empty: found. Errors: those of git::inspect_repository,
/// already_exists.
[[nodiscard]] core::Result<metrics::Repository> add_repository(Engine& engine,
                                                               const std::filesystem::path& path,
                                                               std::string_view base = {});

/// By name, id or path. Errors: not_found, ambiguous.
[[nodiscard]] core::Result<metrics::Repository> find_repository(Engine& engine,
                                                                std::string_view text);

/// The same, removed ones too: their history is still asked for.
[[nodiscard]] core::Result<metrics::Repository> find_any_repository(Engine& engine,
                                                                    std::string_view text);

/// Notes that the repository lies at `path` now, and repairs its worktrees. Harmless when done
/// twice. Errors: those of git::inspect_repository, not_found (unknown, or nothing that Orchard
/// knows of it is in the one at `path`), already_exists (it still lies where it lay, or `path` is
/// another one that Orchard knows), external_failed.
[[nodiscard]] core::Result<metrics::Repository> move_repository(Engine& engine,
                                                                const core::RepositoryId& id,
                                                                const std::filesystem::path& path);

/// What to do when a repository is not where it lay; a sentence.
[[nodiscard]] std::string moved_hint(const metrics::Repository& repository);

/// Takes the repository out of the list; its history stays in every figure. Errors: busy while it
/// has active workspaces.
[[nodiscard]] core::Result<void> remove_repository(Engine& engine, const core::RepositoryId& id);

}  // namespace orchard::app
