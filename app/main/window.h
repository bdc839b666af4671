#pragma once

#include "app/services/engine.h"

#include <string>
#include <vector>

namespace orchard::app {

/// Whether the arguments (without the program's name) ask for the window or a picture of it: none
/// at all, or the first is one of the window's own options.
[[nodiscard]] bool is_window_command(const std::vector<std::string>& arguments);

/// Opens the window, or draws one screen into a file. Gives the exit code of the process; what went
/// wrong is one sentence on standard error. The main thread.
[[nodiscard]] int run_window_command(const Machine& machine,
                                     const std::vector<std::string>& arguments);

}  // namespace orchard::app
