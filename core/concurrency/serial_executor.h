#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace orchard::core {

/// Runs closures one after another on a thread of its own. post() is safe from any thread. The
/// destructor finishes what was posted (also by the closures it runs), then joins.
class SerialExecutor {
 public:
  SerialExecutor();
  ~SerialExecutor();
  SerialExecutor(const SerialExecutor&) = delete;
  SerialExecutor& operator=(const SerialExecutor&) = delete;

  void post(std::function<void()> work);
  /// Closures that were posted and have not ended.
  [[nodiscard]] std::size_t pending() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Tells the thread that draws that something changed. Safe from any thread.
class Waker {
 public:
  virtual ~Waker() = default;
  virtual void wake() = 0;
};

}  // namespace orchard::core
