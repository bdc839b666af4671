#include "app/services/account/browser.h"

#include "agents/launch/trace/process_wait.h"
#include "core/process/reap_later.h"
#include "core/process/run.h"
#include "core/process/spawn.h"

#include <chrono>

#include <fmt/format.h>

namespace orchard::app {
namespace {

/// A browser that was not running may keep xdg-open for as long as it is open: then all is well.
constexpr auto kTimeToComplain = std::chrono::seconds(3);

}  // namespace

core::Result<void> open_in_browser(Engine& engine, const std::string& address) {
  const auto opener = core::find_executable("xdg-open");
  if (!opener)
    return core::fail(core::ErrorCode::unavailable,
                      fmt::format("The browser was not opened, for the program xdg-open (package "
                                  "xdg-utils) is missing. Open {} yourself.",
                                  address));
  core::DetachedCommand command;
  command.program = *opener;
  command.arguments = {address};
  command.directory = "/";
  command.environment = engine.machine().environment;
  ORCHARD_TRY(const pid_t pid, core::spawn_detached(command));
  const auto process = core::identify_process(pid);
  if (process && !agents::wait_for_exit(*process, kTimeToComplain)) {
    core::reap_later(pid);
    return {};
  }
  const auto code = core::reap(pid);
  if (!code || *code == 0) return {};
  return core::fail(core::ErrorCode::external_failed,
                    fmt::format("xdg-open found no browser. Open {} yourself.", address));
}

}  // namespace orchard::app
