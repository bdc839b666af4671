#pragma once

#include "core/domain/fact.h"

#include <optional>
#include <string_view>

namespace orchard::metrics {

/// Names as they stand in the store.
[[nodiscard]] std::string_view to_string(core::MessageKind kind);
[[nodiscard]] std::string_view to_string(core::PermissionDecision decision);
[[nodiscard]] std::optional<core::MessageKind> parse_message_kind(std::string_view text);

}  // namespace orchard::metrics
