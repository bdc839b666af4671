#pragma once

#include "core/domain/quantities.h"

#include <algorithm>
#include <cstdint>

namespace orchard::metrics {

/// No call costs more: a million dollars. Keeps sums of absurd numbers far from overflow.
inline constexpr core::Cost kDearestCall{1'000'000'000'000'000};

inline constexpr std::int64_t kPicoInNano = 1000;

/// A part of a call's cost in nano-dollars: the exact product, `each` in pico-dollars, rounded; but
/// no more than kDearestCall. Pure.
[[nodiscard]] inline std::int64_t cost_part(std::int64_t count, std::int64_t each,
                                            std::int64_t times = 1) {
  std::int64_t cost = 0;
  const bool is_too_much =
      __builtin_mul_overflow(count, each, &cost) || __builtin_mul_overflow(cost, times, &cost);
  if (is_too_much) return kDearestCall.nano_dollars;
  return std::min(cost / kPicoInNano + (cost % kPicoInNano >= kPicoInNano / 2 ? 1 : 0),
                  kDearestCall.nano_dollars);
}

}  // namespace orchard::metrics
