#pragma once

#include "core/base/clock.h"

namespace orchard::test {

/// A clock that stands still until told to move.
class FakeClock final : public core::Clock {
 public:
  explicit FakeClock(core::Timestamp start) : now_(start) {}
  [[nodiscard]] core::Timestamp now() const override { return now_; }
  void set(core::Timestamp at) { now_ = at; }
  void advance(core::Duration by) { now_ += by; }

 private:
  core::Timestamp now_;
};

}  // namespace orchard::test
