#include "app/view_model/text/limit_text.h"

#include <chrono>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(LimitText, SaysAllAndNothingOnlyWhenItIsSo) {
  const std::pair<double, const char*> cases[] = {
      {-0.5, "0%"},    {0, "0%"},      {1e-6, "<1%"},       {0.004, "<1%"},  {0.005, "1%"},
      {0.29, "29%"},   {0.415, "42%"}, {0.9949, "99%"},     {0.9996, "99%"}, {1, "100%"},
      {1.004, "100%"}, {1.72, "172%"}, {1e99, "100000000%"}};
  for (const auto& [fraction, text] : cases) EXPECT_EQ(limit_share(fraction), text) << fraction;
}

TEST(LimitText, WritesTheFullMinutesThatAreLeft) {
  const std::pair<core::Duration, const char*> cases[] = {
      {-minutes(5), "under 1m"},
      {seconds(59), "under 1m"},
      {minutes(14) + seconds(59), "14m"},
      {hours(1) + minutes(7), "1h 07m"},
      {hours(1) + minutes(23) + seconds(40), "1h 23m"},
      {hours(53) + minutes(59), "2d 5h"}};
  for (const auto& [left, text] : cases) EXPECT_EQ(time_left(left), text) << text;
}

}  // namespace
}  // namespace orchard::app
