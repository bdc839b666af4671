#include "agents/launch/speaker.h"
#include "agents/protocol/encode.h"
#include "app/services/recording/refresh.h"
#include "core/io/file.h"
#include "tests/integration/support/live_window.h"
#include "tests/integration/support/wait_until.h"
#include "tests/support/fake_clock.h"

#include <chrono>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

/// A process that has been idle for a day, and an Orchard that knows no more than that.
class IdleProcess : public testing::Test {
 protected:
  IdleProcess() {
    (void)machine_.scratch.add_repository();
    (void)machine_.scratch.create_workspace("apple");
    EXPECT_EQ(machine_.scratch
                  .orchard({"send", "apple", "[[say one]]", "--wait", "--stay", "--permission-mode",
                            "default"})
                  .exit_code,
              0);
    session_ = machine_.scratch.json({"sessions"})[0]["id"];
    auto directory = agents::SessionDirectory::open(machine_.machine().paths.sessions,
                                                    core::SessionId(session_));
    EXPECT_TRUE(directory);
    directory_.emplace(std::move(*directory));
    auto engine = app::Engine::open(tomorrow_);
    EXPECT_TRUE(engine);
    engine_.emplace(std::move(*engine));
  }

  bool is_alive() const { return core::is_alive(directory_->load_record()->identity); }

  LiveMachine machine_;
  FakeClock clock_{core::SystemClock().now() + std::chrono::hours(24)};
  app::Machine tomorrow_ = machine_.machine_at(clock_);
  std::string session_;
  std::optional<agents::SessionDirectory> directory_;
  std::optional<app::Engine> engine_;
};

TEST_F(IdleProcess, IsEnded) {
  ASSERT_TRUE(app::look_after_idle(*engine_, *directory_));
  EXPECT_FALSE(is_alive());
}

TEST_F(IdleProcess, IsNotEndedWhileItWorksOnWhatTheLedgerDoesNotKnowYet) {
  ASSERT_TRUE(agents::speak(
      *directory_, agents::user_message("[[ask true]]", core::MessageId(std::string(36, 'b'))),
      "b"));
  ASSERT_TRUE(wait_until(directory_->path(), [&] {
    const std::string log = core::read_file(directory_->events_path(1)).value_or("");
    return log.find("can_use_tool") != std::string::npos;
  }));
  ASSERT_TRUE(app::look_after_idle(*engine_, *directory_));
  EXPECT_TRUE(is_alive());
}

TEST_F(IdleProcess, IsLeftToASenderAtWork) {
  const auto lock =
      core::FileLock::acquire(directory_->path() / "launch.lock", std::chrono::seconds(10));
  ASSERT_TRUE(lock);
  ASSERT_TRUE(app::look_after_idle(*engine_, *directory_));
  EXPECT_TRUE(is_alive());
}

}  // namespace
}  // namespace orchard::test
