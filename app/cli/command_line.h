#pragma once

#include "app/services/engine.h"

namespace orchard::app {

/// Reads the command line, does what it says and gives the exit code of the process. Data goes to
/// standard output, everything else to standard error.
[[nodiscard]] int run_command_line(const Machine& machine, int argc, char** argv);

}  // namespace orchard::app
