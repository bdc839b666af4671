#pragma once

#include "metrics/query/sessions.h"

#include <string>

namespace orchard::app {

/// The command that answers the request, with one --choose for each question that the agent asks.
/// It holds the agent's words: for display only.
[[nodiscard]] std::string answer_command(const metrics::OpenRequest& request);

}  // namespace orchard::app
