#pragma once

#include "core/base/id_source.h"

namespace orchard::test {

/// A reproducible stream of well-mixed numbers (splitmix64).
class FakeIdSource final : public core::IdSource {
 public:
  explicit FakeIdSource(std::uint64_t seed = 1) : state_(seed) {}
  [[nodiscard]] std::uint64_t next() override {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

}  // namespace orchard::test
