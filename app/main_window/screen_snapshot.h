#pragma once

#include "app/model/app_snapshot.h"
#include "app/services/engine.h"
#include "core/base/result.h"

#include <memory>
#include <string>

namespace orchard::app {

/// The real store as one screen shows it, brought up to date first.
struct ScreenSnapshot {
  std::shared_ptr<const AppSnapshot> snapshot;
  std::optional<core::WorkspaceId> workspace;  ///< of the screens that show one
};

/// `section` is that of the settings: what it shows is looked up. `workspace` empty: for
/// "permission" the first that asks, for "workspace" one that works, else the newest with a
/// conversation. Errors: not_found (the workspace), ambiguous, those of the store.
[[nodiscard]] core::Result<ScreenSnapshot> take_screen_snapshot(Engine& engine,
                                                                const std::string& screen,
                                                                const std::string& workspace,
                                                                const std::string& section = {});

}  // namespace orchard::app
