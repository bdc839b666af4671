#pragma once

#include <string>
#include <vector>

namespace orchard::app {

/// Whether the arguments (without the program's name) ask for the window or a picture of it: none
/// at all, or the first is one of the window's own options.
[[nodiscard]] bool is_window_command(const std::vector<std::string>& arguments);

/// Becomes `orchard-window`, which lies beside this program, with the same arguments: loading the
/// libraries of the window takes longer than most commands. Comes back only when that fails, with
/// the exit code of the process; why stands on standard error then.
[[nodiscard]] int become_window_program(char** argv);

}  // namespace orchard::app
