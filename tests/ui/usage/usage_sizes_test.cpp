#include "tests/ui/usage/usage_window.h"

#include <memory>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using app::ui::Page;

class UsageSizes : public testing::TestWithParam<std::tuple<const char*, float, float, float>> {};

std::shared_ptr<app::FigureAnswer> nothing() {
  auto answer = make_usage_answer();
  const auto periods = answer->usage->periods;
  answer->usage = app::UsageFigures{};
  answer->usage->ever = true;
  answer->usage->periods = periods;
  for (app::UsagePeriod& period : answer->usage->periods) period.sums = {};
  return answer;
}

std::shared_ptr<app::FigureAnswer> one_call() {
  auto answer = nothing();
  const app::UsageSum sum = make_sum(1, 100, 10, {1});
  answer->usage->total = answer->usage->by_source[2] = sum;
  answer->usage->periods = {make_sample_usage().periods[0]};
  answer->usage->periods[0].sums = {};
  answer->usage->periods[0].sums[2] = sum;
  answer->usage->consumers = {make_sample_usage().consumers[0]};
  answer->usage->records = {make_sample_usage().records[3]};
  answer->usage->record_count = answer->usage->consumer_count = 1;
  return answer;
}

/// A month by the hour, with the largest amounts and names there are.
std::shared_ptr<app::FigureAnswer> huge() {
  auto answer = make_usage_answer();
  app::UsageFigures& figures = *answer->usage;
  answer->question.usage->step = app::UsageStep::hour;
  const core::Timestamp first = figures.periods[0].span.from;
  figures.periods.clear();
  for (int hour = 0; hour < 30 * 24; ++hour) {
    app::UsagePeriod period;
    period.span = {first + std::chrono::hours(hour), first + std::chrono::hours(hour + 1)};
    for (app::UsageSum& sum : period.sums)
      sum = make_sum(9'999'999, std::int64_t{1} << 50, std::int64_t{1} << 50,
                     {hour % 7 == 0 ? 0 : (std::int64_t{1} << 60)});
    figures.periods.push_back(period);
  }
  for (app::UsageSum& sum : figures.by_source)
    sum = make_sum(std::int64_t{1} << 40, std::int64_t{1} << 50, 1, {std::int64_t{1} << 60});
  figures.total = figures.by_source[0];
  const std::string long_name = "a name that is far too long to fit into any column at all ";
  for (app::UsageConsumer& consumer : figures.consumers) {
    consumer.name = long_name + consumer.name;
    consumer.sums = figures.by_source;
  }
  for (app::UsageRecord& record : figures.records) {
    record.name = long_name;
    record.title = long_name + long_name;
    record.tokens.input = std::int64_t{1} << 60;
    record.cost = {std::int64_t{1} << 60};
    record.duration = std::chrono::hours(1000);
    record.complete = false;
  }
  figures.record_count = std::int64_t{1} << 50;
  return answer;
}

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
  for (const auto& answer : {empty, nothing(), one_call(), make_usage_answer(), huge()}) {
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
