#include "agents/demo/demo_agent.h"
#include "agents/launch/launch_plan.h"
#include "app/cli/command_line.h"
#include "app/cli/statusline/run_statusline.h"
#include "app/main/window.h"
#include "app/services/engine.h"
#include "core/base/clock.h"
#include "core/log/log.h"
#include "core/settings/paths.h"
#include "git/handle/library.h"
#include "metrics/calendar/local_time.h"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace orchard::app {
namespace {

int give_up(const core::Error& error) {
  std::fprintf(stderr, "orchard: %s\n", error.describe().c_str());
  return 1;
}

int run(int argc, char** argv) {
  const git::Library git_library;
  const core::SystemClock clock;
  const auto paths = core::resolve_paths();
  if (!paths) return give_up(paths.error());
  if (auto made = core::make_directories(*paths); !made) return give_up(made.error());
  const auto log = core::open_log(paths->state / "orchard.log");
  if (!log) return give_up(log.error());
  const metrics::SystemLocalTime local_time;
  std::error_code unreadable;
  const Machine machine{*paths,
                        clock,
                        **log,
                        local_time,
                        agents::current_environment(),
                        std::filesystem::read_symlink("/proc/self/exe", unreadable)};
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (is_window_command(arguments)) return run_window_command(machine, arguments);
  return run_command_line(machine, argc, argv);
}

}  // namespace
}  // namespace orchard::app

int main(int argc, char** argv) {
  // A reader that goes away must not end us in the middle of a transaction.
  std::signal(SIGPIPE, SIG_IGN);
  if (argc > 1 && std::string_view(argv[1]) == "demo-agent")
    return orchard::agents::run_demo_agent(std::vector<std::string>(argv + 2, argv + argc));
  // Before anything that takes time: Claude Code asks again and again.
  if (argc == 3 && std::string_view(argv[1]) == "usage" &&
      std::string_view(argv[2]) == "statusline")
    return orchard::app::run_statusline_command();
  return orchard::app::run(argc, argv);
}
