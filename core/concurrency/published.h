#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace orchard::core {

/// The latest immutable value, swapped by a writer and copied by readers. Any thread.
template <class T>
class Published {
 public:
  void publish(std::shared_ptr<const T> value) {
    const std::lock_guard lock(mutex_);
    value_ = std::move(value);
  }
  /// Null until something was published.
  [[nodiscard]] std::shared_ptr<const T> get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace orchard::core
