#pragma once

#include "app/model/app_snapshot.h"
#include "app/services/engine.h"

#include <vector>

namespace orchard::app {

/// Looks whether everything Orchard needs is there: Claude Code and its sign-in (its own word for
/// it; no credential file is opened), git, the folders, every repository. Runs programs; takes up
/// to some seconds; never fails, each finding says what to do.
[[nodiscard]] std::vector<HealthCheck> check_health(Engine& engine);

/// The same, and whether every line that agents wrote can be read: reads all logs and transcripts
/// that are still there, which may be gigabytes.
[[nodiscard]] std::vector<HealthCheck> check_everything(Engine& engine);

}  // namespace orchard::app
