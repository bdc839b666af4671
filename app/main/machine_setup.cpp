#include "app/main/machine_setup.h"

#include "agents/launch/launch_plan.h"
#include "core/base/clock.h"
#include "core/log/log.h"
#include "core/settings/paths.h"
#include "metrics/calendar/local_time.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

namespace orchard::app {
namespace {

int give_up(const core::Error& error) {
  std::fprintf(stderr, "orchard: %s\n", error.describe().c_str());
  return 1;
}

/// `orchard`, which lies beside each program that runs as a part of it.
std::filesystem::path find_orchard() {
  std::error_code unreadable;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", unreadable);
  return self.filename() == "orchard-window" ? self.parent_path() / "orchard" : self;
}

}  // namespace

int run_on_machine(const std::function<int(const Machine&)>& work) {
  const core::SystemClock clock;
  const auto paths = core::resolve_paths();
  if (!paths) return give_up(paths.error());
  if (auto made = core::make_directories(*paths); !made) return give_up(made.error());
  const auto log = core::open_log(paths->state / "orchard.log");
  if (!log) return give_up(log.error());
  const metrics::SystemLocalTime local_time;
  return work(
      Machine{*paths, clock, **log, local_time, agents::current_environment(), find_orchard()});
}

}  // namespace orchard::app
