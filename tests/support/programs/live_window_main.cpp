// Plays the window without one: `live_window WORKSPACE PROMPT` sends the prompt to the workspace's
// newest session, then goes on recording until it is killed.

#include "agents/launch/launch_plan.h"
#include "app/services/live/live_service.h"
#include "core/settings/paths.h"

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>

namespace orchard::test {
namespace {

struct Bell final : core::Waker {
  void wake() override {
    { const std::lock_guard lock(mutex); }
    woken.notify_all();
  }
  std::mutex mutex;
  std::condition_variable woken;
};

std::optional<app::Intent> message_for(const app::AppSnapshot* snapshot, const std::string& name,
                                       const std::string& prompt) {
  if (snapshot == nullptr) return std::nullopt;
  for (const auto& repository : snapshot->repositories)
    for (const auto& workspace : repository.workspaces)
      if (workspace->name == name && !workspace->sessions.empty())
        return app::SendMessage{workspace->id, workspace->sessions.front().id, prompt, "",
                                "bypassPermissions"};
  return std::nullopt;
}

int play(const std::string& name, const std::string& prompt) {
  const auto paths = core::resolve_paths();
  if (!paths || !core::make_directories(*paths)) return 1;
  const auto log = core::open_log(paths->state / "orchard.log");
  if (!log) return 1;
  const core::SystemClock clock;
  const metrics::SystemLocalTime local_time;
  const app::Machine machine{
      *paths, clock, **log, local_time, agents::current_environment(), ORCHARD_PROGRAM};
  core::Published<app::AppSnapshot> snapshots;
  core::Mailbox<app::Intent> intents;
  Bell bell;
  const auto service = app::LiveService::start(machine, snapshots, intents, bell);
  if (!service) {
    std::fputs(service.error().describe().c_str(), stderr);
    return 1;
  }
  bool sent = false;
  std::unique_lock lock(bell.mutex);
  bell.woken.wait(lock, [&] {
    const auto snapshot = snapshots.get();
    auto message = sent ? std::nullopt : message_for(snapshot.get(), name, prompt);
    if (message) intents.post(std::move(*message));
    sent = sent || message.has_value();
    return false;
  });
  return 0;
}

}  // namespace
}  // namespace orchard::test

int main(int argc, char** argv) {
  return argc == 3 ? orchard::test::play(argv[1], argv[2]) : 2;
}
