#pragma once

#include "metrics/sweep/harvest.h"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace orchard::metrics {

/// From the thread that reads to the one that writes. Holds few, so that memory stays bounded when
/// writing has to wait.
class HarvestQueue {
 public:
  /// Waits for room. False: the writer has given up.
  [[nodiscard]] bool put(Harvest harvest) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.size() < kMost || closed_; });
    if (closed_) return false;
    waiting_.push_back(std::move(harvest));
    lock.unlock();
    changed_.notify_all();
    return true;
  }
  /// Nothing more comes.
  void finish() { set(finished_); }

  /// Waits until something is there. Empty: nothing more comes.
  [[nodiscard]] std::vector<Harvest> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !waiting_.empty() || finished_; });
    std::vector<Harvest> taken = std::exchange(waiting_, {});
    lock.unlock();
    changed_.notify_all();
    return taken;
  }
  /// Nothing more is taken.
  void close() { set(closed_); }

 private:
  static constexpr std::size_t kMost = 8;

  void set(bool& flag) {
    {
      const std::lock_guard lock(mutex_);
      flag = true;
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Harvest> waiting_;
  bool finished_ = false;
  bool closed_ = false;
};

}  // namespace orchard::metrics
