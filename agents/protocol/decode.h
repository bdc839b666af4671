#pragma once

#include "agents/protocol/event.h"

#include <string_view>

namespace orchard::agents {

/// Reads one line of an agent's standard output (without the newline). Pure and total: it never
/// throws and never fails; what is no JSON object is Malformed, what is unknown is Ignored, wrong
/// fields are left out. Objects nested deeper than 128 levels are Malformed.
[[nodiscard]] Event decode(std::string_view line);

}  // namespace orchard::agents
