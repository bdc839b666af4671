#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "metrics/ledger/records.h"

#include <functional>
#include <string>
#include <vector>

namespace orchard::app {

struct DemoResult {
  metrics::Repository repository;
  std::vector<metrics::Workspace> workspaces;
  core::WorkspaceId archived;  ///< one of them
};

/// Makes a small repository below the data folder, three workspaces with an agent each that works
/// without model or network, lets them work at the same moment and archives one. What they do is
/// real: files, commits, questions (answered with yes), tokens at list prices. `say` gets one line
/// for each thing that happens, from any thread but never two at once. Blocks for some seconds.
[[nodiscard]] core::Result<DemoResult> run_demo(Engine& engine,
                                                const std::function<void(const std::string&)>& say);

}  // namespace orchard::app
