#include "app/ui/widgets/interact.h"
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
  auto nothing = make_sample_answer();
  nothing->analytics = app::AnalyticsFigures{};
  nothing->analytics->today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
  nothing->analytics->first_day = nothing->analytics->today - std::chrono::days(88);
  auto one = std::make_shared<app::FigureAnswer>(*nothing);
  one->analytics->workspaces = {make_sample_leaders()[3]};
  one->analytics->heat[4][12] = 1;
  one->analytics->weeks[12][4] = 1;
  one->analytics->histogram[0] = 1;
  one->analytics->commands = {{"/plan", 1}};
  one->analytics->recent = {make_sample_figures().recent[0]};
  auto year = make_sample_answer();
  for (int i = 0; i < 2000; ++i) {
    auto leader = make_sample_leaders()[static_cast<std::size_t>(i % 14)];
    leader.workspace->value += std::to_string(i);
    leader.name +=
        " with a name that is far too long to fit into any column at all " + std::to_string(i);
    leader.totals.usage.cache_read = std::int64_t{1} << 50;
    leader.totals.cost = {std::int64_t{1} << 60};
    year->analytics->workspaces.push_back(leader);
  }
  for (auto& day : year->analytics->heat) day.fill(123'456);
  for (auto& week : year->analytics->weeks) week.fill(9'876'543);
  year->analytics->histogram.fill(987'654);
  for (int i = 0; i < 300; ++i)
    year->analytics->recent.push_back(
        make_recent("tidewater", "x", std::chrono::minutes(i * 4), std::chrono::minutes(30)));
  ui.snapshot.figure_book = make_sample_book();
  ui.state.page = Page::analytics;
  for (const auto& answer : {nothing, one, year}) {
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
