#pragma once

#include "app/services/engine.h"

#include <string>
#include <vector>

namespace orchard::app {

/// Opens the window, or draws one screen into a file. Gives the exit code of the process; what went
/// wrong is one sentence on standard error. The main thread.
[[nodiscard]] int run_window(const Machine& machine, const std::vector<std::string>& arguments);

}  // namespace orchard::app
