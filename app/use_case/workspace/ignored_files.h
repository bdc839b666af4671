#pragma once

#include "core/base/result.h"
#include "metrics/ledger/records.h"

#include <string>
#include <vector>

namespace orchard::app {

/// True when files of `workspace` still lie in the trash although its folder is back.
[[nodiscard]] bool has_files_in_trash(const metrics::Workspace& workspace);

/// Moves what git ignores from the trash back into the restored folder of `workspace`, adds to
/// `notes` what a person should know, and forgets `trash_path` once nothing is left to bring back.
void bring_back_ignored(metrics::Workspace& workspace, std::vector<std::string>& notes);

}  // namespace orchard::app
