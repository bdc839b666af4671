#include "core/concurrency/serial_executor.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace orchard::core {

struct SerialExecutor::Impl {
  void run();

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> queue;
  bool running = false;
  bool closing = false;
  std::thread thread;
};

void SerialExecutor::Impl::run() {
  std::unique_lock lock(mutex);
  while (true) {
    changed.wait(lock, [this] { return closing || !queue.empty(); });
    if (queue.empty()) return;
    auto work = std::move(queue.front());
    queue.pop_front();
    running = true;
    lock.unlock();
    work();
    // What the closure holds is let go on this thread, before it counts as ended.
    work = nullptr;
    lock.lock();
    running = false;
  }
}

SerialExecutor::SerialExecutor() : impl_(std::make_unique<Impl>()) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

SerialExecutor::~SerialExecutor() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->closing = true;
  }
  impl_->changed.notify_one();
  impl_->thread.join();
}

void SerialExecutor::post(std::function<void()> work) {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->queue.push_back(std::move(work));
  }
  impl_->changed.notify_one();
}

std::size_t SerialExecutor::pending() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->queue.size() + (impl_->running ? 1 : 0);
}

}  // namespace orchard::core
