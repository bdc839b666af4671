#include "tests/integration/support/live_window.h"

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace orchard::test {

LiveMachine::LiveMachine() {
  // What runs inside the test reads the test's own environment.
  ::setenv("HOME", scratch.path("home").c_str(), 1);
  ::setenv("XDG_CONFIG_HOME", scratch.path("home/.config").c_str(), 1);
  ::setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
  ::setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
  ::unsetenv("ORCHARD_CLAUDE");
  const core::Paths paths = core::paths_below(scratch.path("orchard"));
  if (!core::make_directories(paths)) throw std::runtime_error("no folders");
  auto opened = core::open_log(paths.state / "orchard.log");
  if (!opened) throw std::runtime_error(opened.error().describe());
  log_ = std::move(*opened);
  machine_ = std::make_unique<app::Machine>(
      app::Machine{paths, clock_, *log_, local_time_, scratch.environment(), ORCHARD_PROGRAM});
  change_settings([](core::Settings& settings) {
    settings.claude_path = ORCHARD_DEMO_AGENT;
    settings.default_permission_mode = "acceptEdits";
  });
}

void LiveMachine::change_settings(const std::function<void(core::Settings&)>& change) const {
  const auto file = machine_->paths.settings_file();
  auto settings = core::load_settings(file);
  if (!settings) throw std::runtime_error(settings.error().describe());
  change(*settings);
  if (!core::save_settings(file, *settings)) throw std::runtime_error("settings");
}

app::Machine LiveMachine::machine_at(const core::Clock& clock) const {
  return {machine_->paths,      clock, machine_->log, machine_->local_time, machine_->environment,
          machine_->own_program};
}

LiveWindow::LiveWindow(const app::Machine& machine) {
  auto started = app::LiveService::start(machine, snapshots_, intents_, waker_);
  if (!started) throw std::runtime_error(started.error().describe());
  service_ = std::move(*started);
}

std::shared_ptr<const app::AppSnapshot> LiveWindow::await(const Condition& fits) {
  std::unique_lock lock(waker_.mutex);
  std::shared_ptr<const app::AppSnapshot> found;
  waker_.woken.wait_for(lock, std::chrono::minutes(1), [&] {
    found = snapshots_.get();
    if (found && !fits(*found)) found = nullptr;
    return found != nullptr;
  });
  return found;
}

void LiveWindow::Bell::wake() {
  { const std::lock_guard lock(mutex); }
  woken.notify_all();
}

const app::WorkspaceState* workspace_of(const app::AppSnapshot& snapshot, const std::string& name) {
  for (const auto& repository : snapshot.repositories)
    for (const auto& workspace : repository.workspaces)
      if (workspace->name == name) return workspace.get();
  return nullptr;
}

const app::SessionSummary* session_of(const app::AppSnapshot& snapshot, const std::string& name) {
  const auto* workspace = workspace_of(snapshot, name);
  return workspace == nullptr || workspace->sessions.empty() ? nullptr
                                                             : &workspace->sessions.front();
}

bool has_finished(const app::AppSnapshot& snapshot, const std::string& name, std::int64_t turns) {
  const auto* session = session_of(snapshot, name);
  return session != nullptr && session->turns == turns && session->last_outcome.has_value() &&
         !session->turn_started_at && session->queued_prompts.empty();
}

}  // namespace orchard::test
