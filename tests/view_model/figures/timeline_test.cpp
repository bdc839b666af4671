#include "app/view_model/figures/timeline_view.h"
#include "tests/support/sample_figures.h"
#include "tests/view_model/time_zone.h"

#include <gmock/gmock.h>

namespace orchard::app {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kMark = 0.014;

std::vector<std::string> labels(const TimelineView& view) {
  std::vector<std::string> all;
  for (const TimelineMark& mark : view.grid) all.push_back(mark.label);
  return all;
}

TEST(TimelineView, CountsEachKind) {
  const auto view = make_timeline(test::make_sample_figures().recent, test::sample_now(), kMark);
  std::vector<std::string> legend;
  for (const LegendEntry& entry : view.legend) legend.push_back(entry.text + " " + entry.count);
  EXPECT_THAT(legend,
              ElementsAre("Running 2", "Waiting 2", "Finished 4", "Interrupted 1", "Failed 1"));
  EXPECT_THAT(view.note, HasSubstr("10 sessions"));
  EXPECT_EQ(view.lanes.front().name, "lumen-web") << "the busiest first";
  EXPECT_EQ(view.lanes.size(), 3U);
}

TEST(TimelineView, WhoIsCutOffIsNotCalledRunning) {
  RecentSession dead = test::make_recent("fern", "Dead", minutes(60), minutes(10));
  dead.open = true;
  dead.outcome.reset();
  const auto view = make_timeline({dead}, test::sample_now(), kMark);
  EXPECT_EQ(view.lanes[0].dots[0].kind, DotKind::stopped);
  EXPECT_EQ(view.legend.back().text, "Stopped");
}

TEST(TimelineView, WhatOverlapsTakesALineOfItsOwn) {
  const std::vector<RecentSession> sessions = {
      test::make_recent("fern", "A", minutes(600), minutes(60)),
      test::make_recent("fern", "B", minutes(580), minutes(60)),
      test::make_recent("fern", "C", minutes(300), minutes(60)),
      test::make_recent("fern", "D", minutes(300), minutes(0))};
  const auto view = make_timeline(sessions, test::sample_now(), kMark);
  ASSERT_EQ(view.lanes.size(), 1U);
  EXPECT_EQ(view.lanes[0].lines, 2);
  for (const TimelineDot& dot : view.lanes[0].dots) {
    const bool second = sessions[dot.session].title == "B" || sessions[dot.session].title == "D";
    EXPECT_EQ(dot.line, second ? 1 : 0) << sessions[dot.session].title;
  }
}

TEST(TimelineView, ManyAtOnceStayWithinTenLines) {
  std::vector<RecentSession> sessions;
  for (int i = 0; i < 200; ++i)
    sessions.push_back(test::make_recent("fern", "x", minutes(100), minutes(90)));
  const auto view = make_timeline(sessions, test::sample_now(), kMark);
  EXPECT_EQ(view.lanes[0].lines, 10);
  for (const TimelineDot& dot : view.lanes[0].dots) EXPECT_LT(dot.line, 10);
}

TEST(TimelineView, WhatBeganBeforeTheDayStaysInside) {
  const auto view = make_timeline({test::make_recent("fern", "Old", minutes(3000), minutes(2000))},
                                  test::sample_now(), kMark);
  EXPECT_EQ(view.lanes[0].dots[0].from, 0.0);
  EXPECT_GT(view.lanes[0].dots[0].to, 0.0);
  EXPECT_LE(view.lanes[0].dots[0].to, 1.0);
}

TEST(TimelineView, TheGridStandsAtWholeHours) {
  {
    const test::TimeZone zone("UTC0");
    EXPECT_THAT(
        labels(make_timeline({}, test::sample_now(), kMark)),
        ElementsAre("18:00", "21:00", "00:00", "03:00", "06:00", "09:00", "12:00", "15:00"));
  }
  {
    const test::TimeZone zone("IST-5:30");
    const auto view = make_timeline({}, test::sample_now(), kMark);
    EXPECT_EQ(labels(view).front(), "00:00");
    EXPECT_EQ(labels(view).size(), 8U);
  }
  {
    // Clocks go back on 25 October 2026 at 03:00.
    const test::TimeZone zone("Europe/Berlin");
    const auto now =
        std::chrono::sys_days(std::chrono::year(2026) / 10 / 25) + std::chrono::hours(12);
    const auto view = make_timeline({}, now, kMark);
    EXPECT_THAT(labels(view), ElementsAre("15:00", "18:00", "21:00", "00:00", "03:00", "06:00",
                                          "09:00", "12:00"));
  }
}

TEST(TimelineView, NothingIsSaid) {
  const auto view = make_timeline({}, test::sample_now(), kMark);
  EXPECT_TRUE(view.lanes.empty());
  EXPECT_EQ(view.note, "none yet");
}

}  // namespace
}  // namespace orchard::app
