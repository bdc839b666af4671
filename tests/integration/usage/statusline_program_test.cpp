#include "tests/integration/usage/usage_corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class StatuslineProgram : public testing::Test {
 protected:
  StatuslineProgram() : corpus_(machine_.path("claude")) {
    std::filesystem::create_directories(machine_.path("notes"));
  }

  const ToldCall& tell(const std::string& id, std::int64_t output, bool sub_agent = false) {
    corpus_.add({id,
                 "s-a",
                 machine_.path("notes").string(),
                 "main",
                 "claude-opus-4-8",
                 core::SystemClock().now(),
                 {0, output, 0, 0, 0},
                 sub_agent});
    return corpus_.calls.back();
  }

  /// What both programs print.
  std::string line(const std::string& input) {
    const auto output = machine_.orchard({"usage", "statusline"}, input);
    EXPECT_EQ(output.exit_code, 0);
    EXPECT_EQ(output.err, "");
    const std::filesystem::path own =
        std::filesystem::path(ORCHARD_PROGRAM).parent_path() / "orchard-statusline";
    const auto fast = machine_.run(own, {}, input);
    EXPECT_EQ(fast.exit_code, 0);
    EXPECT_EQ(fast.out, output.out);
    return output.out;
  }

  ScratchMachine machine_;
  UsageCorpus corpus_;
};

TEST_F(StatuslineProgram, ReadsWhatTheSessionWroteSince) {
  (void)machine_.json({"usage"});
  const ToldCall& call = tell("1", 40'000);
  const json input{{"session_id", "s-a"},
                   {"transcript_path", corpus_.transcript(call).string()},
                   {"model", {{"id", "claude-opus-4-8"}, {"display_name", "Opus 4.8"}}}};
  EXPECT_THAT(line(input.dump()), HasSubstr("$1.00 session / "));
  tell("2", 20'000, true);
  EXPECT_THAT(line(input.dump()), HasSubstr("$1.50 session / "));
  EXPECT_EQ(machine_.json({"usage"})["totals"]["outputTokens"], 60'000);
}

TEST_F(StatuslineProgram, ReadsItsOwnSessionWithoutALedger) {
  const ToldCall& call = tell("1", 40'000);
  const json input{{"session_id", "s-a"},
                   {"transcript_path", corpus_.transcript(call).string()},
                   {"model", {{"id", "claude-opus-4-8"}, {"display_name", "Opus 4.8"}}}};
  tell("2", 20'000, true);
  EXPECT_EQ(line(input.dump()), "Opus 4.8 | $1.50 session | context 0 (0%)\n");
  json other = input;
  other["session_id"] = "s-b";
  EXPECT_EQ(line(other.dump()), "Opus 4.8\n");
  EXPECT_FALSE(std::filesystem::exists(machine_.path("orchard") / "data" / "orchard.db"));
  EXPECT_EQ(machine_.orchard({"usage", "outside", "--off"}).exit_code, 0);
  EXPECT_EQ(line(input.dump()), "Opus 4.8 | $0.00 today\n") << "left alone";
}

TEST_F(StatuslineProgram, NeverFails) {
  for (const char* input : {"", "{", "null", "[]", "{\"model\": 5}", "\xff\xfe"})
    EXPECT_EQ(line(input), "Claude\n") << input;
}

}  // namespace
}  // namespace orchard::test
