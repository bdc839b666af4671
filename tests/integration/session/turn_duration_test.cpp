#include "app/services/recording/session_recorder.h"
#include "tests/integration/support/live_window.h"
#include "tests/integration/support/wait_until.h"
#include "tests/support/fake_clock.h"

#include <chrono>
#include <csignal>
#include <filesystem>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using std::chrono::minutes;

/// An agent that hangs in its turn, and the only Orchard that looks after it.
class TurnDuration : public testing::Test {
 protected:
  TurnDuration() {
    (void)machine_.scratch.add_repository();
    (void)machine_.scratch.create_workspace("apple");
    session_ = machine_.scratch.json({"send", "apple", "[[say one]] [[hang]]"})["session"];
    EXPECT_TRUE(wait_until(machine_.scratch.sessions_folder(),
                           [&] { return machine_.scratch.json({"sessions"})[0]["turns"] == 1; }));
    auto directory = agents::SessionDirectory::open(machine_.machine().paths.sessions,
                                                    core::SessionId(session_));
    EXPECT_TRUE(directory);
    directory_.emplace(std::move(*directory));
    auto recorder = app::SessionRecorder::take(*directory_);
    EXPECT_TRUE(recorder && *recorder);
    recorder_.emplace(std::move(**recorder));
    auto engine = app::Engine::open(later_);
    EXPECT_TRUE(engine);
    engine_.emplace(std::move(*engine));
  }

  /// The footer of the only turn; null while it runs.
  nlohmann::json turn() const {
    const nlohmann::json shown = machine_.scratch.json({"show", session_});
    for (const nlohmann::json& item : shown["items"])
      if (item["kind"] == "turn") return item;
    return nullptr;
  }
  void poll() { EXPECT_TRUE(recorder_->poll(*engine_)); }
  void kill() {
    const auto agent = directory_->load_record()->identity;
    ASSERT_TRUE(core::send_signal(agent, SIGKILL));
    ASSERT_TRUE(wait_until(directory_->path(), [&] { return !core::is_alive(agent); }));
  }
  minutes minutes_taken() const {
    return std::chrono::duration_cast<minutes>(
        std::chrono::milliseconds(turn()["duration_ms"].get<std::int64_t>()));
  }

  LiveMachine machine_;
  core::Timestamp begin_ = core::SystemClock().now();
  FakeClock clock_{begin_};
  app::Machine later_ = machine_.machine_at(clock_);
  std::string session_;
  std::optional<agents::SessionDirectory> directory_;
  std::optional<app::SessionRecorder> recorder_;
  std::optional<app::Engine> engine_;
};

TEST_F(TurnDuration, OfAKilledAgentGoesOnUntilItWasSeenAlive) {
  clock_.set(begin_ + minutes(30) + std::chrono::seconds(30));
  poll();
  kill();
  clock_.advance(minutes(60));
  poll();
  EXPECT_EQ(turn()["outcome"], "error");
  EXPECT_EQ(minutes_taken(), minutes(30));
}

TEST_F(TurnDuration, OfAStoppedAgentGoesOnUntilTheStop) {
  kill();
  ASSERT_TRUE(app::mark_stopped_by_user(*directory_, 1));
  std::filesystem::last_write_time(
      directory_->path() / "stopped-1",
      std::filesystem::file_time_type::clock::now() + minutes(20) + std::chrono::seconds(30));
  clock_.advance(minutes(60));
  poll();
  EXPECT_EQ(turn()["outcome"], "interrupted");
  EXPECT_EQ(minutes_taken(), minutes(20));
}

}  // namespace
}  // namespace orchard::test
