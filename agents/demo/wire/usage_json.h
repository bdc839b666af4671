#pragma once

#include "core/domain/quantities.h"

#include <string>

namespace orchard::agents::demo {

/// `usage` in the API's form.
[[nodiscard]] std::string usage_to_json(const core::TokenUsage& usage);

}  // namespace orchard::agents::demo
