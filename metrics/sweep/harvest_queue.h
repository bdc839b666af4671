#pragma once

#include "metrics/sweep/harvest.h"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace orchard::metrics {

/// From the threads that read to the one that writes. Holds as many as are read while a transaction
/// is written (measured) and no more, so that memory stays bounded when writing has to wait.
class HarvestQueue {
 public:
  explicit HarvestQueue(std::size_t readers) : readers_(readers) {}

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
  /// Nothing more comes of one reader.
  void finish() {
    {
      const std::lock_guard lock(mutex_);
      --readers_;
    }
    changed_.notify_all();
  }

  /// Waits until something is there. Empty: nothing more comes.
  [[nodiscard]] std::vector<Harvest> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !waiting_.empty() || readers_ == 0; });
    std::vector<Harvest> taken = std::exchange(waiting_, {});
    lock.unlock();
    changed_.notify_all();
    return taken;
  }
  /// Nothing more is taken.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }

 private:
  static constexpr std::size_t kMost = 16;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Harvest> waiting_;
  std::size_t readers_;  ///< that still read
  bool closed_ = false;
};

}  // namespace orchard::metrics
