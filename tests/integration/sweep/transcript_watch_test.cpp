#include "app/services/sweep/transcript_watch.h"

#include "app/services/sweep/sweep_transcripts.h"
#include "core/log/log.h"
#include "metrics/calendar/local_time.h"
#include "tests/integration/support/wait_until.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_dir.h"

#include <chrono>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

/// Folders of Orchard's and a config directory of Claude Code that nobody of Orchard's writes.
class TranscriptWatchTest : public testing::Test {
 protected:
  TranscriptWatchTest() : paths_(core::paths_below(directory_ / "home")) {
    EXPECT_TRUE(core::make_directories(paths_));
    log_ = core::open_log(paths_.state / "orchard.log").value();
    fs::create_directories(project());
  }
  app::Machine machine() const {
    return {paths_,
            clock_,
            *log_,
            local_time_,
            {"CLAUDE_CONFIG_DIR=" + (directory_ / "claude").string()},
            {}};
  }
  fs::path project() const { return directory_ / "claude" / "projects" / "-notes"; }
  static void append_reply(const fs::path& file, int number) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::app) << fmt::format(
        R"({{"sessionId":"s","cwd":"/notes","message":{{"model":"claude-opus-4-8","id":"msg_{}",)"
        R"("usage":{{"input_tokens":1,"output_tokens":2}}}},"requestId":"req_{}",)"
        R"("timestamp":"2026-11-20T12:00:00.000Z"}})"
        "\n",
        number, number);
  }
  bool await_calls(app::Engine& engine, std::int64_t calls) const {
    return wait_until(paths_.data, [&] {
      auto count = engine.store().database().prepare("SELECT COUNT(*) FROM api_call").value();
      return count.step().value() && count.integer(0) == calls;
    });
  }

  TempDir directory_;
  core::Paths paths_;
  FakeClock clock_{core::Timestamp()};
  metrics::SystemLocalTime local_time_;
  std::unique_ptr<core::Log> log_;
};

TEST_F(TranscriptWatchTest, TakesInWhatIsThereAndWhatComes) {
  append_reply(project() / "a.jsonl", 1);
  const app::Machine machine = this->machine();
  app::Engine engine = app::Engine::open(machine).value();
  const auto watch = app::TranscriptWatch::start(machine).value();
  ASSERT_TRUE(await_calls(engine, 1));
  append_reply(project() / "a.jsonl", 2);
  EXPECT_TRUE(await_calls(engine, 2));
  append_reply(project() / "a" / "subagents" / "agent-b.jsonl", 3);
  EXPECT_TRUE(await_calls(engine, 3)) << "in a folder made since";
  append_reply(project() / "a" / "subagents" / "agent-b.jsonl", 4);
  EXPECT_TRUE(await_calls(engine, 4));
}

// Without rounds, so that only what is watched is seen.
TEST_F(TranscriptWatchTest, FollowsAFolderMadeAgain) {
  append_reply(project() / "a.jsonl", 1);
  const app::Machine machine = this->machine();
  app::Engine engine = app::Engine::open(machine).value();
  const auto watch = app::TranscriptWatch::start(machine, std::chrono::hours(1)).value();
  ASSERT_TRUE(await_calls(engine, 1));
  for (int number = 2; number < 10; number += 2) {
    fs::remove_all(project());
    append_reply(project() / "a.jsonl", number);
    ASSERT_TRUE(await_calls(engine, number));
    append_reply(project() / "a.jsonl", number + 1);
    ASSERT_TRUE(await_calls(engine, number + 1)) << "in a folder that stood there before";
  }
}

TEST_F(TranscriptWatchTest, TakesNewPrices) {
  append_reply(project() / "a.jsonl", 1);
  const app::Machine machine = this->machine();
  app::Engine engine = app::Engine::open(machine).value();
  const auto watch = app::TranscriptWatch::start(machine, std::chrono::hours(1)).value();
  ASSERT_TRUE(await_calls(engine, 1));
  std::ofstream(paths_.config / "prices.json") << R"({"models": [{"model": "claude-opus-4-8",
             "prices": [{"standard": {"input": 3, "output": 1}}]}]})";
  append_reply(project() / "a.jsonl", 2);
  ASSERT_TRUE(await_calls(engine, 2));
  auto sum = engine.store().database().prepare("SELECT SUM(cost) FROM api_call").value();
  ASSERT_TRUE(sum.step().value());
  EXPECT_EQ(sum.integer(0), 2 * (3'000 + 2 * 1'000));
}

TEST_F(TranscriptWatchTest, ReadsTheDirectoriesOfItsEnvironmentOnly) {
  append_reply(project() / "a.jsonl", 1);
  const app::Machine machine = this->machine();
  app::Engine engine = app::Engine::open(machine).value();
  const auto report = app::sweep_transcripts(engine);
  ASSERT_TRUE(report) << report.error().describe();
  EXPECT_EQ(report->replies, 1);
  app::Machine elsewhere = machine;
  elsewhere.environment = {"HOME=" + (directory_ / "nobody").string()};
  app::Engine other = app::Engine::open(elsewhere).value();
  EXPECT_EQ(app::sweep_transcripts(other)->files, 0);
}

}  // namespace
}  // namespace orchard::test
