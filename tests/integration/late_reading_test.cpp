#include "core/io/file.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

class LateReading : public testing::Test {
 protected:
  LateReading() {
    machine_.slow_down_agents(300);
    (void)machine_.add_repository();
    (void)machine_.create_workspace("apple");
    session_ = machine_.json({"workspace", "show", "apple"})["sessions"][0]["id"];
  }

  void send(const std::string& prompt) {
    const auto output =
        machine_.orchard({"send", "apple", prompt, "--permission-mode", "bypassPermissions"});
    ASSERT_EQ(output.exit_code, 0) << output.err;
  }

  /// Until the agent's own log holds the ends of so many turns; nobody records meanwhile.
  [[nodiscard]] bool await_turns(std::ptrdiff_t turns) const {
    const auto folder = machine_.sessions_folder() / session_;
    return wait_until(folder, [&] {
      const std::string log = core::read_file(folder / "events-1.ndjson").value_or("");
      std::ptrdiff_t ends = 0;
      for (std::size_t at = log.find("\"type\":\"result\""); at != std::string::npos;
           at = log.find("\"type\":\"result\"", at + 1))
        ++ends;
      return ends >= turns;
    });
  }

  ScratchMachine machine_;
  std::string session_;
};

// The times are those of the work, not of the look: else its commits would be the user's.
TEST_F(LateReading, GivesTurnsTheTimesOfTheWork) {
  send("[[write a.txt text]] [[commit One]] [[slow 8]] [[say done]]");
  ASSERT_TRUE(await_turns(1));
  send("[[slow 8]] [[write b.txt text]] [[commit Two]] [[slow 8]] [[say done]]");
  ASSERT_TRUE(await_turns(2));
  const json tiles = machine_.json({"metrics"})["tiles"];
  EXPECT_EQ(tiles["commits_today"], 2);
  EXPECT_EQ(tiles["commits_today_by_agents"], 2);
  const json sessions = machine_.json({"metrics", "recent_sessions", "--rows"});
  ASSERT_EQ(sessions.size(), 1U) << sessions.dump();
  EXPECT_EQ(sessions[0]["turns"], 2);
  EXPECT_LT(sessions[0]["began"], sessions[0]["ended"]) << sessions.dump();
}

}  // namespace
}  // namespace orchard::test
