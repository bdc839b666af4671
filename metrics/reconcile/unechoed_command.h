#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/database/database.h"

#include <cstdint>

namespace orchard::metrics {

/// Some versions of Claude Code (2.1.197) answer a command like /usage without echoing the message
/// that asked for it. Such a turn has neither a prompt nor a message of the user; when it ended
/// well, the conversation's oldest message without acknowledgement is what it answered, provided
/// that is a command. Then that message is acknowledged, belongs to the turn and counts as a use of
/// the command. Otherwise nothing changes. Only inside a transaction.
[[nodiscard]] core::Result<void> acknowledge_unechoed_command(core::Database& database,
                                                              std::int64_t session,
                                                              std::int64_t turn,
                                                              core::Timestamp finished);

}  // namespace orchard::metrics
