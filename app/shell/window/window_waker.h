#pragma once

#include "core/concurrency/serial_executor.h"

#include <mutex>

namespace orchard::app::shell {

/// Ends the wait of the window's loop. Outlives the window, so that services may wake it at any
/// time from any thread; without a window a wake does nothing.
class WindowWaker final : public core::Waker {
 public:
  void wake() override;
  /// The window's loop begins or ends.
  void set_open(bool open);

 private:
  std::mutex mutex_;
  bool open_ = false;
};

}  // namespace orchard::app::shell
