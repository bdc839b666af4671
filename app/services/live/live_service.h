#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/concurrency/mailbox.h"
#include "core/concurrency/published.h"
#include "core/concurrency/serial_executor.h"

#include <memory>

namespace orchard::app {

/// What works behind the window: records sessions, watches branches, carries out intents and
/// publishes snapshots. Owns the IO thread and the workers; they share only the published snapshot
/// and mailboxes. Any number of processes may run one on the same folders.
class LiveService {
 public:
  /// All arguments outlive it. Errors: those of Engine::open and of watching folders.
  [[nodiscard]] static core::Result<std::unique_ptr<LiveService>> start(
      const Machine& machine, core::Published<AppSnapshot>& snapshots,
      core::Mailbox<Intent>& intents, core::Waker& waker);

  /// Closes the mailbox, finishes what was asked and ends the threads. Agents go on working unless
  /// the settings say that they end with the window.
  ~LiveService();
  LiveService(const LiveService&) = delete;
  LiveService& operator=(const LiveService&) = delete;

 private:
  class Impl;
  explicit LiveService(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace orchard::app
