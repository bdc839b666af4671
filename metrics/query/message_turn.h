#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"
#include "metrics/ledger/store.h"

#include <optional>

namespace orchard::metrics {

/// The turn that took a message of the user in, and the session it ran under (another id of the
/// same conversation after `/clear`).
struct MessageTurn {
  core::SessionId session;
  core::TurnId turn;
};

/// None while the agent has not read the message.
[[nodiscard]] core::Result<std::optional<MessageTurn>> query_turn_of_message(
    Store& store, const core::SessionId& session, const core::MessageId& message);

}  // namespace orchard::metrics
