#include "app/ui/widgets/interact.h"
#include "tests/support/samples/sample_extremes.h"
#include "tests/ui/figures_window.h"

#include <tuple>

#include <gtest/gtest.h>
#include <imgui_internal.h>

namespace orchard::test {
namespace {

using app::ui::Dialog;
using app::ui::Page;

constexpr int kTab = 258;
constexpr int kRight = 262;
constexpr int kEnter = app::ui::key::kEnter;

TEST(AnalyticsKeyboard, ArrowsWalkInsideAChartAndEnterOpens) {
  ImguiHarness ui;
  open_page(ui);
  const ImGuiContext& imgui = *ImGui::GetCurrentContext();
  // To the histogram: the first stop whose Enter opens its sessions.
  for (int i = 0; i < 200 && opened(ui) == nullptr; ++i) {
    ui.key(kTab);
    const auto before = imgui.NavId;
    ui.key(kRight);
    ui.key(kRight);
    if (imgui.NavId != before) continue;
    ui.state.dialog = Dialog::none;
    ui.key(kEnter);
    if (opened(ui) != nullptr && opened(ui)->figure != "turn_histogram")
      ui.state.figures.drills.clear();
    ui.state.dialog = Dialog::none;
    ui.frames(2);
  }
  ASSERT_NE(opened(ui), nullptr);
  EXPECT_EQ(opened(ui)->wanted.least_turns, 5) << "the third bar";
}

class AnalyticsSizes : public testing::TestWithParam<std::tuple<const char*, float, float, float>> {
};

TEST_P(AnalyticsSizes, AreDrawnSanelyWithNothingOnePointAndAYear) {
  const auto [theme, width, height, scale] = GetParam();
  ImguiHarness ui(width, height);
  ui.theme = theme;
  ui.scale = scale;
  ui.snapshot.figure_book = make_sample_book();
  ui.state.page = Page::analytics;
  for (const auto& answer : {make_empty_answer(), make_one_point_answer(), make_year_answer()}) {
    for (const auto kind : {app::LeaderKind::workspaces, app::LeaderKind::repositories}) {
      ui.snapshot.figures = answer;
      ui.state.figures.kind = kind;
      ui.frames(3);
      EXPECT_TRUE(ImguiHarness::vertices_are_sane());
      EXPECT_TRUE(ui.areas_are_unique());
      // Below 340 the page is cut off, not squeezed.
      const float room = std::max(width / ui.look.scale(), 340.0F);
      for (const auto& drawn : ui.texts) EXPECT_LE(drawn.box.x, room) << drawn.text;
    }
  }
  ui.state.figures.drills = {app::drill_of_day({}, {})};
  ui.frames(2);
  answer_rows(ui);
  EXPECT_TRUE(ImguiHarness::vertices_are_sane());
  EXPECT_TRUE(ui.areas_are_unique());
}

INSTANTIATE_TEST_SUITE_P(Sizes, AnalyticsSizes,
                         testing::Values(std::tuple("dark", 1440.0F, 900.0F, 1.0F),
                                         std::tuple("light", 800.0F, 600.0F, 1.0F),
                                         std::tuple("high-contrast", 3840.0F, 2160.0F, 1.0F),
                                         std::tuple("dark", 3840.0F, 2160.0F, 2.0F),
                                         std::tuple("dark", 480.0F, 360.0F, 2.0F),
                                         std::tuple("light", 320.0F, 240.0F, 1.0F)));

}  // namespace
}  // namespace orchard::test
