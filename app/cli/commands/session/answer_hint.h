#pragma once

#include "metrics/query/sessions.h"

#include <string>

namespace orchard::app {

/// The command that answers the request, with one --choose for each question that the agent asks.
/// It holds the agent's words, each as one quoted word of a POSIX shell without control characters,
/// so that pasting it runs nothing else; for a terminal it must still be made printable.
[[nodiscard]] std::string answer_command(const metrics::OpenRequest& request);

}  // namespace orchard::app
