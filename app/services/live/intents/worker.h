#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/concurrency/serial_executor.h"

#include <atomic>
#include <functional>
#include <optional>

namespace orchard::app {

/// Runs what takes long, one thing after another, on a thread with an Engine of its own. post() is
/// safe from any thread. The destructor finishes what was posted.
class Worker {
 public:
  using Work = std::function<core::Result<void>(Engine&)>;
  using OnError = std::function<void(Engine*, const core::Error&)>;

  /// `settings_version` changes whenever the settings file was written. Prices of the user's own
  /// that changed are taken too.
  Worker(const Machine& machine, const std::atomic<int>& settings_version);

  /// `on_error` is called on the same thread when `work` failed, and without an engine when the
  /// store could not be opened; then nothing was done.
  void post(Work work, OnError on_error);
  /// Waits until everything that was posted has ended.
  void finish();

 private:
  [[nodiscard]] core::Result<void> prepare();

  const Machine& machine_;
  const std::atomic<int>& settings_version_;
  std::optional<Engine> engine_;  ///< used by the executor's thread only
  int engine_version_ = 0;
  core::SerialExecutor executor_;  ///< last: it ends before what its closures use
};

}  // namespace orchard::app
