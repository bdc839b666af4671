#include "app/shell/window/window.h"

#include "tests/support/virtual_display.h"

#include <memory>

#include <gtest/gtest.h>

namespace orchard::app::shell {
namespace {

constexpr int kFrames = 30;

/// The window looks at it once in each frame, after it has chosen what to show: each time there is
/// news, and the last of it is that everything is loaded.
class FrameClock final : public core::Clock {
 public:
  FrameClock(core::Published<AppSnapshot>& snapshots, WindowWaker& waker)
      : snapshots_(snapshots), waker_(waker) {}

  [[nodiscard]] core::Timestamp now() const override {
    auto news = std::make_shared<AppSnapshot>();
    news->loaded = ++frames_ >= kFrames;
    snapshots_.publish(news);
    waker_.wake();
    return core::Timestamp(std::chrono::hours(500'000));
  }

 private:
  core::Published<AppSnapshot>& snapshots_;
  WindowWaker& waker_;
  mutable int frames_ = 0;
};

// The window rests after three frames. News that comes while one of them is drawn, the last one
// above all, must be shown without anybody touching the mouse: else this test does not end.
TEST(Window, ShowsWhatCameWhileAFrameWasDrawn) {
  const test::VirtualDisplay display;
  core::Published<AppSnapshot> snapshots;
  core::Mailbox<Intent> intents;
  WindowWaker waker;
  const FrameClock clock(snapshots, waker);
  WindowOptions options;
  options.exit_after_first_frame = true;
  const auto report = run_window(options, clock, snapshots, intents, waker);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->frames, kFrames + 1);
}

}  // namespace
}  // namespace orchard::app::shell
