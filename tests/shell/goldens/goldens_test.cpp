#include "tests/shell/goldens/golden.h"
#include "tests/support/sample_figures.h"
#include "tests/support/sample_usage.h"
#include "tests/support/samples/sample_extremes.h"
#include "tests/support/samples/sample_plan.h"
#include "tests/support/samples/usage_extremes.h"
#include "tests/support/virtual_display.h"
#include "tests/view_model/time_zone.h"

#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace orchard::test {
namespace {

using app::shell::PictureOptions;
using app::ui::Page;
using std::chrono::minutes;

constexpr float kAllTheWayDown = -1000;

/// What a screen is drawn from.
struct Scene {
  app::AppSnapshot snapshot = make_sample_snapshot();
  app::ui::UiState state;
};

app::PlanState make_full_plan() {
  app::PlanState plan = make_sample_plan(sample_now());
  app::PlanWindowState& five = plan.windows.front();
  five.history.clear();
  for (int i = 0; i <= 16; ++i)
    five.history.push_back({sample_now() - minutes(162 - 10 * i), 0.0015 * i * i + 0.002 * i});
  five.history.back().used = 0.42;
  five.outlook->spread = 0.04;
  plan.forecasts = {184, 0.031, 0.12};
  plan.stream = {{"five_hour", "allowed", 0.41, sample_now() + minutes(138), sample_now()}};
  return plan;
}

Scene make_scene(const std::string& screen) {
  Scene scene;
  scene.snapshot.figure_book = make_sample_book();
  if (screen == "analytics") {
    scene.snapshot.figures = make_sample_answer();
    scene.state.page = Page::analytics;
  } else if (screen == "usage") {
    scene.snapshot.figures = make_usage_answer();
    scene.state.page = Page::usage;
  } else if (screen == "plan") {
    scene.snapshot.plan = make_full_plan();
    scene.snapshot.settings.usage_insights = true;
    scene.state.page = Page::settings;
    scene.state.settings_section = "usage";
  }
  return scene;
}

class Goldens : public testing::Test {
 protected:
  void expect_looks(const std::string& name, Scene scene, const PictureOptions& options) {
    const VirtualDisplay display;  // it ends with its only window
    const auto picture =
        app::shell::draw_picture(options, scene.snapshot, sample_now(), scene.state);
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_TRUE(looks_like_golden(name, *picture));
  }

 private:
  TimeZone zone_{"UTC0"};
};

class ScreenGoldens
    : public Goldens,
      public testing::WithParamInterface<std::tuple<std::string, std::string, int>> {};

TEST_P(ScreenGoldens, LookAsBefore) {
  const auto& [screen, theme, width] = GetParam();
  expect_looks(fmt::format("{}-{}-{}", screen, theme, width), make_scene(screen),
               {.theme = theme, .width = width, .height = width == 800 ? 600 : 900});
}

INSTANTIATE_TEST_SUITE_P(
    Screens, ScreenGoldens,
    testing::Combine(testing::Values("dashboard", "analytics", "usage", "plan"),
                     testing::Values("dark", "light"), testing::Values(800, 1440)));

/// High enough for all cards of a page, beside a folded list of workspaces.
const PictureOptions kAllCards{.theme = "dark", .width = 1000, .height = 1420};
const PictureOptions kSmall{.theme = "dark", .width = 800, .height = 600};

Scene show(Scene scene, std::shared_ptr<const app::FigureAnswer> answer) {
  scene.snapshot.figures = std::move(answer);
  scene.state.sidebar_folded = true;
  return scene;
}

TEST_F(Goldens, ChartsOfAnalytics) {
  const Scene page = make_scene("analytics");
  expect_looks("analytics-nothing", show(page, make_empty_answer()), kAllCards);
  expect_looks("analytics-one-point", show(page, make_one_point_answer()), kAllCards);
  expect_looks("analytics-year", show(page, make_year_answer()), kAllCards);
}

TEST_F(Goldens, ChartsOfUsage) {
  PictureOptions options = kAllCards;
  options.height = 700;
  const Scene page = make_scene("usage");
  expect_looks("usage-nothing", show(page, make_no_usage()), options);
  expect_looks("usage-one-call", show(page, make_one_call()), options);
  expect_looks("usage-most", show(page, make_huge_usage()), options);
  Scene line = show(page, make_usage_answer());
  line.state.figures.usage.as_line = true;
  expect_looks("usage-line", line, options);
}

TEST_F(Goldens, ChartsOfTheDashboard) {
  Scene scene = make_scene("dashboard");
  scene.state.sidebar_folded = true;
  scene.snapshot.tiles = {};
  scene.snapshot.analytics = {};
  scene.snapshot.analytics.today_weekday = 4;
  PictureOptions options = kAllCards;
  options.height = 900;
  expect_looks("dashboard-nothing", scene, options);
}

TEST_F(Goldens, ChartsOfThePlan) {
  Scene one = make_scene("plan");
  app::PlanWindowState& five = one.snapshot.plan.windows.front();
  five.history.resize(1);
  five.outlook.reset();
  five.window.used = five.history.front().used;
  expect_looks("plan-one-point", one, kSmall);
  Scene gate = make_scene("plan");
  gate.snapshot.settings.usage_insights = false;
  gate.snapshot.plan.gate_open = false;
  expect_looks("plan-gate", gate, kSmall);
}

TEST_F(Goldens, EndsOfPages) {
  PictureOptions options = kSmall;
  options.mouse = {66, 400};
  options.wheel = kAllTheWayDown;
  for (const char* screen : {"dashboard", "analytics", "usage", "plan"})
    expect_looks(fmt::format("{}-end", screen), make_scene(screen), options);
}

TEST_F(Goldens, WhatTheMouseIsOver) {
  PictureOptions options = kSmall;
  options.mouse = {480, 410};
  expect_looks("analytics-hover", make_scene("analytics"), options);
  expect_looks("usage-hover", make_scene("usage"), options);
}

}  // namespace
}  // namespace orchard::test
