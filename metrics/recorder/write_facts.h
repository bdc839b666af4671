#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "core/domain/fact.h"
#include "metrics/calls/call_row.h"
#include "metrics/pricing/price_table.h"

#include <span>

namespace orchard::metrics {

/// Writes one fact. Idempotent: what the same or an earlier fact said under the same key stands,
/// except where the fact's own description says that values merge. Only inside a transaction.
[[nodiscard]] core::Result<void> write_fact(core::Database& database, const PriceTable& prices,
                                            const core::Fact& fact);

/// Moves the revision of every session that the facts speak of. Only inside a transaction.
[[nodiscard]] core::Result<void> note_changes(core::Database& database,
                                              std::span<const core::Fact> facts);

[[nodiscard]] core::Result<void> write(core::Database& database, const core::SessionSeen& fact);
[[nodiscard]] core::Result<void> write(core::Database& database, const core::TurnStarted& fact);
[[nodiscard]] core::Result<void> write(core::Database& database, const core::TurnFinished& fact);
[[nodiscard]] core::Result<void> write(core::Database& database, const core::ToolCallStarted& fact);
[[nodiscard]] core::Result<void> write(core::Database& database,
                                       const core::ToolCallFinished& fact);
[[nodiscard]] core::Result<void> write(core::Database& database,
                                       const core::PermissionRequested& fact);
[[nodiscard]] core::Result<void> write(core::Database& database,
                                       const core::PermissionResolved& fact);
[[nodiscard]] core::Result<void> write(core::Database& database,
                                       const core::SlashCommandUsed& fact);
[[nodiscard]] core::Result<void> write(core::Database& database, const core::RateLimitSample& fact);
[[nodiscard]] core::Result<void> write(core::Database& database, const core::MessageSeen& fact);
[[nodiscard]] core::Result<void> write(core::Database& database,
                                       const core::PromptAcknowledged& fact);
[[nodiscard]] core::Result<void> write(core::Database& database, const core::ProcessTotals& fact);
[[nodiscard]] core::Result<void> write(core::Database& database, const core::ProcessEnded& fact);
/// Errors: not_found for an unknown workspace.
[[nodiscard]] core::Result<void> write(core::Database& database, const core::BranchObserved& fact);
[[nodiscard]] core::Result<void> write_api_call(core::Database& database, const PriceTable& prices,
                                                const core::ApiCallSeen& fact,
                                                const CallDetails& details = {});

}  // namespace orchard::metrics
