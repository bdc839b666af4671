#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"
#include "metrics/ledger/records.h"

#include <cstdint>
#include <string>
#include <vector>

namespace orchard::app {

struct DiffedFile {
  std::string path;
  std::string old_path;  ///< set for renames and copies
  char letter = 'M';     ///< A, M, D, R, C, T, U
  std::int64_t additions = 0;
  std::int64_t deletions = 0;
};

/// What a workspace holds beyond its base.
struct WorkspaceDiff {
  metrics::Workspace workspace;
  core::CommitOid merge_base;  ///< empty for unrelated histories: everything is new
  core::CommitOid head;
  std::string text;  ///< as `git diff` prints it
  std::vector<DiffedFile> files;
  std::vector<std::string> notes;  ///< sentences about what is not in it
};

/// Everything since the workspace left its base: committed, staged, unstaged and untracked. Of one
/// that was put away only what is committed. `stat`: the list of files instead of the patch. Reads
/// only. Errors: not_found, external_failed, io.
[[nodiscard]] core::Result<WorkspaceDiff> diff_workspace(Engine& engine,
                                                         const core::WorkspaceId& workspace,
                                                         bool stat);

}  // namespace orchard::app
