#include "tests/integration/support/scratch_machine.h"
#include "tests/support/sanitizer.h"

#include <csignal>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

/// More than one transaction of calls, most of them in one file that is written in parts.
constexpr int kReplies = 17'000;
/// From one step that is killed to the next, and how many there are at least.
constexpr double kGrowth = kHasSanitizer ? 2.5 : 1.5;
constexpr int kLeastKills = kHasSanitizer ? 4 : 10;

std::string reply(int number) {
  return fmt::format(
      R"({{"sessionId":"s-{}","cwd":"/nowhere/{}","gitBranch":"main","message":{{"model":"{}",)"
      R"("id":"msg_{}","stop_reason":"end_turn","usage":{{"input_tokens":{},"output_tokens":{},)"
      R"("cache_read_input_tokens":{}}}}},"requestId":"req_{}",)"
      R"("timestamp":"2026-11-{:02}T{:02}:{:02}:00.000Z"}})"
      "\n",
      number % 17, number % 5, number % 3 == 0 ? "claude-opus-4-8" : "claude-haiku-4-5", number,
      number % 11, number % 997, number % 7919, number, 1 + number % 20, number % 24, number % 60);
}

/// `orchard usage` taking transcripts in, ended as kill -9 does in the middle of it.
class KilledSweep : public testing::Test {
 protected:
  KilledSweep() {
    const fs::path project = machine_.path("claude") / "projects" / "-nowhere";
    fs::create_directories(project);
    std::ofstream large(project / "large.jsonl");
    for (int number = 0; number < kReplies; ++number) {
      large << reply(number);
      // Told of once more elsewhere, as a resumed session does.
      if (number % 1000 == 0)
        std::ofstream(project / fmt::format("s-{}.jsonl", number % 17), std::ios::app)
            << reply(number) << "{\"torn\n";
    }
  }

  void use_store(const std::string& name) {
    machine_.set("ORCHARD_HOME", machine_.path(name).string());
  }

  /// True: it was killed before its `step`-th change.
  bool sweep_killed_at(int step) {
    machine_.set("LD_PRELOAD", ORCHARD_STEP_KILLER);
    machine_.set("ASAN_OPTIONS", "verify_asan_link_order=0");
    machine_.set("ORCHARD_TEST_KILL_AT", std::to_string(step));
    const core::CommandOutput output = machine_.orchard({"usage", "--json"});
    for (const char* name : {"LD_PRELOAD", "ASAN_OPTIONS", "ORCHARD_TEST_KILL_AT"})
      machine_.set(name, std::nullopt);
    EXPECT_TRUE(output.signal || output.ok()) << output.err;
    return output.signal.has_value();
  }

  /// Everything that is counted, after reading what is left to read.
  nlohmann::json account() const {
    return {machine_.json({"usage", "--by", "model"}), machine_.json({"usage", "session"}),
            machine_.json({"usage", "skipped"})["skipped"].size()};
  }

  ScratchMachine machine_;
};

TEST_F(KilledSweep, CountsWhatOnePassCounts) {
  use_store("whole");
  const nlohmann::json whole = account();
  EXPECT_EQ(whole[0]["totals"]["calls"], kReplies);
  EXPECT_EQ(whole[2], kReplies / 1000);
  int kills = 0;
  for (int step = 3;; step = static_cast<int>(step * kGrowth)) {
    use_store(fmt::format("killed-{}", step));
    if (!sweep_killed_at(step)) break;
    ++kills;
    // And once more on the way, as far as the first got or further.
    if (kills % 2 == 0) (void)sweep_killed_at(step / 2 + 1);
    ASSERT_EQ(account(), whole) << "killed at step " << step;
    fs::remove_all(machine_.path(fmt::format("killed-{}", step)));
  }
  EXPECT_GE(kills, kLeastKills);
}

}  // namespace
}  // namespace orchard::test
