#pragma once

#include "app/services/account/plan_usage.h"
#include "app/services/engine.h"
#include "core/base/result.h"

#include <atomic>
#include <string>
#include <vector>

namespace orchard::app {

/// Asks a short-lived `claude` for the plan, or the account itself for a `claude` too old to be
/// asked, and keeps the answer or the problem and every request in the ledger. Call it with the
/// gate open only. Errors: those of the store.
[[nodiscard]] core::Result<void> ask_account(Engine& engine, const core::Settings& settings,
                                             const PlanSources& sources,
                                             const std::atomic<bool>* cancel);

/// True when CLAUDE_CODE_OAUTH_TOKEN is set: such a token may not read usage.
[[nodiscard]] bool has_environment_token(const std::vector<std::string>& environment);

}  // namespace orchard::app
