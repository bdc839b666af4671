#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/database/database.h"
#include "core/domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::metrics {

// The small integers that stand for ids in the store. Each function makes the row when it is
// missing, so facts may come in any order. Only inside a transaction.

/// Errors: invalid_argument for an empty id.
[[nodiscard]] core::Result<std::int64_t> session_key(core::Database& database,
                                                     const core::SessionId& id);
/// The same, and notes that something happened in the session then.
[[nodiscard]] core::Result<std::int64_t> active_session_key(core::Database& database,
                                                            const core::SessionId& id,
                                                            core::Timestamp at);
[[nodiscard]] core::Result<std::int64_t> turn_key(core::Database& database, std::int64_t session,
                                                  const core::TurnId& id);
/// None for none and for an empty id.
[[nodiscard]] core::Result<std::optional<std::int64_t>> turn_key(
    core::Database& database, std::int64_t session, const std::optional<core::TurnId>& id);
[[nodiscard]] core::Result<std::int64_t> model_key(core::Database& database, std::string_view name);

[[nodiscard]] core::Result<std::string> model_name(core::Database& database, std::int64_t model);
/// None for an empty name.
[[nodiscard]] core::Result<std::optional<std::int64_t>> branch_key(core::Database& database,
                                                                   std::string_view name);
/// The same of a type of sub-agent.
[[nodiscard]] core::Result<std::optional<std::int64_t>> agent_key(core::Database& database,
                                                                  std::string_view name);

/// Notes that something of the session, or of the process it shares, was recorded.
[[nodiscard]] core::Result<void> note_change(core::Database& database, std::int64_t session);
/// The same, by somebody who knows it for Orchard's own.
[[nodiscard]] core::Result<void> note_own_change(core::Database& database,
                                                 const core::SessionId& id);

/// The next free place in the readable order of a session.
[[nodiscard]] core::Result<std::int64_t> take_place(core::Database& database, std::int64_t session);

/// The store's 64-bit stand-in for a long id. Part of the file format: never changes.
[[nodiscard]] std::int64_t hash_id(std::string_view id);

}  // namespace orchard::metrics
