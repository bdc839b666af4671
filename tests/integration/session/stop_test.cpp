#include "tests/integration/support/agent_account.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

/// An agent that runs a long command, and a prompt that waits behind it.
class StopWithAQueue : public testing::Test {
 protected:
  StopWithAQueue() {
    (void)machine_.add_repository();
    folder_ = machine_.create_workspace("apple");
    session_ = machine_.json({"sessions"})[0]["id"];
    EXPECT_EQ(machine_
                  .orchard({"send", "apple", "[[bash touch started; sleep 60]]",
                            "--permission-mode", "bypassPermissions"})
                  .exit_code,
              0);
    EXPECT_TRUE(wait_until(folder_, [&] { return std::filesystem::exists(folder_ / "started"); }));
    EXPECT_EQ(machine_.orchard({"send", "apple", kQueued}).exit_code, 0);
  }

  json session() const { return machine_.json({"sessions"})[0]; }
  bool queued_ran() const { return std::filesystem::exists(folder_ / "queued"); }

  void expect_ended_without_the_queue() const {
    const json now = session();
    EXPECT_EQ(now["state"], "stopped");
    EXPECT_EQ(now["turns"], 1);
    EXPECT_EQ(now["last_outcome"], "interrupted");
    EXPECT_EQ(now["queued"], json::array({kQueued}));
  }

  void expect_the_next_prompt_brings_the_queue() const {
    EXPECT_EQ(machine_.orchard({"send", "apple", "[[say third]]", "--wait"}).exit_code, 0);
    EXPECT_TRUE(queued_ran());
    EXPECT_EQ(session()["queued"], json::array());
    expect_exact(machine_, machine_.path("claude"), session_);
  }

  static constexpr const char* kQueued = "[[bash touch queued]] [[say second]]";
  ScratchMachine machine_;
  std::filesystem::path folder_;
  std::string session_;
};

TEST_F(StopWithAQueue, RunsNothingMore) {
  const core::CommandOutput stopped = machine_.orchard({"stop", session_});
  EXPECT_EQ(stopped.exit_code, 0) << stopped.err;
  EXPECT_EQ(stopped.err,
            "Stopped. The next prompt resumes the session. 1 queued prompt was not read; it goes "
            "out with the next one.\n");
  EXPECT_FALSE(queued_ran());
  expect_ended_without_the_queue();
  EXPECT_EQ(machine_.json({"stop", session_})["queued"], json::array({kQueued}));
  expect_the_next_prompt_brings_the_queue();
}

TEST_F(StopWithAQueue, ArchivingRunsNothingMore) {
  const json archived = machine_.json({"workspace", "archive", "apple", "--stop"});
  EXPECT_EQ(archived["notes"],
            json::array({"1 queued prompt was not read; it goes out with the next one after a "
                         "restore."}));
  expect_ended_without_the_queue();
  (void)machine_.json({"workspace", "restore", "apple"});
  EXPECT_TRUE(std::filesystem::exists(folder_ / "started"));
  EXPECT_FALSE(queued_ran());
  expect_the_next_prompt_brings_the_queue();
}

}  // namespace
}  // namespace orchard::test
