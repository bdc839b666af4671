#pragma once

#include "app/services/live/live_service.h"
#include "core/settings/settings.h"
#include "tests/integration/support/scratch_machine.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace orchard::test {

/// A machine whose Orchard runs inside the test, beside the commands of `scratch` that work on the
/// same folders. Agents may edit without asking.
class LiveMachine {
 public:
  LiveMachine();

  /// For every engine that is opened from now on.
  void change_settings(const std::function<void(core::Settings&)>& change) const;
  [[nodiscard]] const app::Machine& machine() const { return *machine_; }
  /// The same machine as it is seen with another clock.
  [[nodiscard]] app::Machine machine_at(const core::Clock& clock) const;

  ScratchMachine scratch;

 private:
  core::SystemClock clock_;
  metrics::SystemLocalTime local_time_;
  std::unique_ptr<core::Log> log_;
  std::unique_ptr<app::Machine> machine_;
};

/// What a window would see and want, without one: one live service with its mailboxes.
class LiveWindow {
 public:
  explicit LiveWindow(const app::Machine& machine);

  void want(app::Intent intent) { intents_.post(std::move(intent)); }

  using Condition = std::function<bool(const app::AppSnapshot&)>;
  /// The first snapshot that fits; null when none came within a minute.
  [[nodiscard]] std::shared_ptr<const app::AppSnapshot> await(const Condition& fits);
  [[nodiscard]] std::shared_ptr<const app::AppSnapshot> now() const { return snapshots_.get(); }

  /// Closes the window.
  void close() { service_.reset(); }

 private:
  struct Bell final : core::Waker {
    void wake() override;
    std::mutex mutex;
    std::condition_variable woken;
  };

  core::Published<app::AppSnapshot> snapshots_;
  core::Mailbox<app::Intent> intents_;
  Bell waker_;
  std::unique_ptr<app::LiveService> service_;
};

[[nodiscard]] const app::WorkspaceState* workspace_of(const app::AppSnapshot& snapshot,
                                                      const std::string& name);
/// The newest session of the workspace; null when there is none.
[[nodiscard]] const app::SessionSummary* session_of(const app::AppSnapshot& snapshot,
                                                    const std::string& name);
/// Whether the workspace's newest session has had `turns` turns and nothing runs or waits.
[[nodiscard]] bool has_finished(const app::AppSnapshot& snapshot, const std::string& name,
                                std::int64_t turns = 1);

}  // namespace orchard::test
