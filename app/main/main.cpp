#include "agents/demo/demo_agent.h"
#include "app/cli/command_line.h"
#include "app/cli/statusline/run_statusline.h"
#include "app/main/machine_setup.h"
#include "app/main/window_command.h"

#include <csignal>
#include <string>
#include <string_view>
#include <vector>

int main(int argc, char** argv) {
  // A reader that goes away must not end us in the middle of a transaction.
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments.front() == "demo-agent")
    return orchard::agents::run_demo_agent({arguments.begin() + 1, arguments.end()});
  // Before anything that takes time: Claude Code asks again and again.
  if (arguments == std::vector<std::string>{"usage", "statusline"})
    return orchard::app::run_statusline_command();
  if (orchard::app::is_window_command(arguments)) return orchard::app::become_window_program(argv);
  return orchard::app::run_on_machine([&](const orchard::app::Machine& machine) {
    return orchard::app::run_command_line(machine, argc, argv);
  });
}
