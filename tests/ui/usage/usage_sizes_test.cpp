#include "tests/support/samples/usage_extremes.h"
#include "tests/ui/usage/usage_window.h"

#include <tuple>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using app::ui::Page;

class UsageSizes : public testing::TestWithParam<std::tuple<const char*, float, float, float>> {};

TEST_P(UsageSizes, AreDrawnSanelyWithNothingOneCallAndAMonth) {
  const auto [theme, width, height, scale] = GetParam();
  ImguiHarness ui(width, height);
  ui.theme = theme;
  ui.scale = scale;
  ui.snapshot.figure_book = make_sample_book();
  ui.state.page = Page::usage;
  ui.state.figures.usage.wanted.span = make_sample_usage().periods[0].span;
  ui.state.figures.usage.wanted.consumer = "c-socket-pool";
  ui.state.figures.usage.consumer = "socket-pool";
  auto empty = make_usage_answer();
  empty->usage = app::UsageFigures{};
  for (const auto& answer :
       {empty, make_no_usage(), make_one_call(), make_usage_answer(), make_huge_usage()}) {
    for (const bool line : {false, true}) {
      ui.snapshot.figures = answer;
      ui.state.figures.usage.as_line = line;
      ui.frames(3);
      EXPECT_TRUE(ImguiHarness::vertices_are_sane());
      EXPECT_TRUE(ui.areas_are_unique());
      // Below 340 the page is cut off, not squeezed.
      const float room = std::max(width / ui.look.scale(), 340.0F);
      for (const auto& drawn : ui.texts) EXPECT_LE(drawn.box.x, room) << drawn.text;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, UsageSizes,
                         testing::Values(std::tuple("dark", 1440.0F, 900.0F, 1.0F),
                                         std::tuple("light", 800.0F, 600.0F, 1.0F),
                                         std::tuple("high-contrast", 3840.0F, 2160.0F, 1.0F),
                                         std::tuple("dark", 3840.0F, 2160.0F, 2.0F),
                                         std::tuple("dark", 480.0F, 360.0F, 2.0F),
                                         std::tuple("light", 320.0F, 240.0F, 1.0F)));

/// Nothing that is not cut on purpose hangs over the edge of the window.
TEST(UsageLayout, KeepsTextsInside) {
  for (const auto& [width, height] : {std::pair(800.0F, 600.0F), {1024, 768}, {1440, 900}}) {
    ImguiHarness ui(width, height);
    open_usage(ui);
    for (const auto& drawn : ui.texts)
      EXPECT_LE(drawn.box.right(), width + 1) << drawn.text << " at " << width;
  }
}

}  // namespace
}  // namespace orchard::test
