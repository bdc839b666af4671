#pragma once

#include "app/model/plan_state.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "metrics/plan/plan_policy.h"

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace orchard::app {

/// Whom to ask; tests name others.
struct PlanSources {
  std::string direct_url = "https://api.anthropic.com/api/oauth/usage";
  std::chrono::milliseconds time_limit{10'000};
};

/// What the ledger knows; nobody is asked and no file but the ledger is opened.
[[nodiscard]] core::Result<PlanState> read_plan(Engine& engine);

/// The same after asking the account, when the gate is open in the settings file and the last
/// answer will not do. One Orchard asks at a time, the others wait for its answer. A failed fetch
/// is no error: it stands in the state. Blocks up to 25 s. Errors: those of the store and the
/// settings.
[[nodiscard]] core::Result<PlanState> refresh_plan(Engine& engine, metrics::PlanWish wish,
                                                   const PlanSources& sources = {},
                                                   const std::atomic<bool>* cancel = nullptr);

/// Newest first.
[[nodiscard]] core::Result<std::vector<NetworkEntry>> read_network_ledger(Engine& engine);

}  // namespace orchard::app
