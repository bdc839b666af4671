#include "metrics/filter/window_parts.h"

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

std::int64_t length(const Span& span, std::int64_t unit) {
  return span.is_empty() ? 0 : (span.to - span.from) * unit;
}

TEST(WindowParts, MakeUpEveryWindowWithoutAGap) {
  for (const std::int64_t from : {-kMicrosADay - 1, std::int64_t{0}, 5 * kMicrosAQuarter,
                                  3 * kMicrosADay, 3 * kMicrosADay + 1}) {
    for (const std::int64_t more : {std::int64_t{0}, std::int64_t{1}, kMicrosAQuarter - 1,
                                    kMicrosAQuarter, kMicrosADay, 9 * kMicrosADay + 7}) {
      for (const bool with_days : {false, true}) {
        const WindowParts parts = divide({from, from + more}, with_days);
        EXPECT_EQ(length(parts.calls_before, 1) + length(parts.calls_after, 1) +
                      length(parts.quarters_before, kMicrosAQuarter) +
                      length(parts.quarters_after, kMicrosAQuarter) +
                      length(parts.days, kMicrosADay),
                  more)
            << from << " and " << more << (with_days ? " by days" : "");
        EXPECT_TRUE(with_days || parts.days.is_empty());
      }
    }
  }
}

TEST(WindowParts, TakeWholeDaysWhereTheyFit) {
  const WindowParts parts = divide({kMicrosADay - 1, 3 * kMicrosADay + 1}, true);
  EXPECT_EQ(parts.days.from, 1);
  EXPECT_EQ(parts.days.to, 3);
  EXPECT_EQ(length(parts.calls_before, 1), 1);
  EXPECT_EQ(length(parts.calls_after, 1), 1);
}

}  // namespace
}  // namespace orchard::metrics
