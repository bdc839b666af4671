#include "app/shell/window/frame_pacer.h"

#include "app/shell/window/window_memory.h"

#include <gtest/gtest.h>

namespace orchard::app::shell {
namespace {

int frames_until(FramePacer& pacer, double from, double until) {
  int frames = 0;
  double now = from;
  while (now < until) {
    const FramePacer::Decision decision = pacer.next(now);
    if (decision.draw) {
      pacer.drew(now);
      ++frames;
      continue;
    }
    if (decision.wait < 0) break;
    now += decision.wait;
  }
  return frames;
}

TEST(FramePacer, DrawsThreeFramesAfterAWake) {
  FramePacer pacer;
  EXPECT_EQ(frames_until(pacer, 0, 1), 3);
  pacer.wake();
  EXPECT_EQ(frames_until(pacer, 1, 2), 3);
}

TEST(FramePacer, DrawsNothingWhileIdle) {
  FramePacer pacer;
  frames_until(pacer, 0, 0.1);
  EXPECT_EQ(frames_until(pacer, 0.1, 100'000), 0);
}

TEST(FramePacer, DrawsOnceWhenSomethingChangesByItself) {
  FramePacer pacer;
  frames_until(pacer, 0, 0.1);
  pacer.set_next_change(8);
  EXPECT_EQ(frames_until(pacer, 0.1, 7.9), 0);
  EXPECT_DOUBLE_EQ(pacer.next(3).wait, 5);
  EXPECT_EQ(frames_until(pacer, 7.9, 1000), 1);
}

TEST(FramePacer, BreathesNineTimesASecond) {
  FramePacer pacer;
  pacer.set_breathing(true);
  frames_until(pacer, 0, 0.001);
  const int frames = frames_until(pacer, 0.001, 10);
  EXPECT_GE(frames, 80);
  EXPECT_LE(frames, 100);
}

TEST(FramePacer, DrawsNothingWhileMinimised) {
  FramePacer pacer;
  pacer.set_breathing(true);
  pacer.set_minimised(true);
  pacer.wake();
  EXPECT_FALSE(pacer.next(5).draw);
  EXPECT_LT(pacer.next(5).wait, 0);
  pacer.set_minimised(false);
  EXPECT_TRUE(pacer.next(5).draw);
}

TEST(WindowMemory, SurvivesTheWayThroughText) {
  const WindowMemory memory{.x = 12,
                            .y = 0,
                            .width = 1600,
                            .height = 1000,
                            .sidebar_width = 300,
                            .panel_width = 400,
                            .sidebar_folded = true,
                            .theme = "high-contrast",
                            .scale = 1.5F,
                            .usage_period = FigureWindow::day,
                            .usage_as_line = true};
  EXPECT_EQ(parse_window_memory(to_text(memory)), memory);
}

TEST(WindowMemory, NonsenseKeepsTheDefaults) {
  EXPECT_EQ(parse_window_memory(""), WindowMemory{});
  EXPECT_EQ(parse_window_memory("width 3\nheight -1\nx x\nsidebar 1e9\nfolded 2\n\nfoo\nwidth\n"
                                "scale 0\ntheme a b\ntheme\nusage-period 90d\nusage-chart pie"),
            WindowMemory{});
}

}  // namespace
}  // namespace orchard::app::shell
