#include "tests/integration/usage/usage_corpus.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// Use of Claude Code that Orchard did not start, and the setting that leaves it alone.
class OutsideUse : public testing::Test {
 protected:
  OutsideUse() : corpus_(machine_.path("claude")) { tell("1"); }

  void tell(const std::string& id) {
    corpus_.add({id,
                 "s-a",
                 "/nowhere/notes",
                 "main",
                 "claude-opus-4-8",
                 core::SystemClock().now(),
                 {0, 40'000, 0, 0, 0}});
  }
  std::int64_t output_tokens() const { return machine_.json({"usage"})["totals"]["outputTokens"]; }
  std::string statusline() const {
    const json input{{"session_id", "s-a"},
                     {"transcript_path", corpus_.transcript(corpus_.calls[0]).string()}};
    return machine_.orchard({"usage", "statusline"}, input.dump()).out;
  }

  /// The system calls that opened something, as strace writes them.
  std::string opened_by(Arguments command) const {
    const auto file = machine_.path("trace");
    command.insert(command.begin(), {"-f", "-s", "300", "-o", file.string(), "-e",
                                     "trace=open,openat,openat2", ORCHARD_PROGRAM});
    (void)machine_.run("strace", command);
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  ScratchMachine machine_;
  UsageCorpus corpus_;
};

TEST_F(OutsideUse, IsLeftAloneWhenAskedTo) {
  EXPECT_EQ(machine_.json({"usage", "outside"})["count_outside_use"], true);
  EXPECT_EQ(machine_.json({"usage", "outside", "--off"})["count_outside_use"], false);
  EXPECT_EQ(output_tokens(), 0);
  EXPECT_THAT(machine_.orchard({"usage"}).err, HasSubstr("`orchard usage outside`"));
  EXPECT_THAT(statusline(), Not(HasSubstr("session")));
  EXPECT_EQ(output_tokens(), 0) << "the status line took nothing in";
  (void)machine_.orchard({"doctor"});
  EXPECT_EQ(output_tokens(), 0) << "nor did the check";
}

TEST_F(OutsideUse, StaysCountedAndIsTakenInLater) {
  EXPECT_EQ(output_tokens(), 40'000);
  EXPECT_EQ(machine_.orchard({"usage", "outside", "--off"}).out, "off\n");
  tell("2");
  EXPECT_EQ(output_tokens(), 40'000);
  EXPECT_EQ(machine_.orchard({"usage", "outside", "--on"}).out, "on\n");
  EXPECT_EQ(output_tokens(), 80'000);
  EXPECT_THAT(statusline(), HasSubstr("$2.00 session"));
}

TEST_F(OutsideUse, LeavesOrchardsOwnSessionsCounted) {
  (void)machine_.json({"usage", "outside", "--off"});
  (void)machine_.add_repository();
  (void)machine_.create_workspace("apple");
  ASSERT_EQ(machine_.orchard({"send", "apple", "[[say done]]", "--wait"}).exit_code, 0);
  const json usage = machine_.json({"usage", "--by", "source"});
  EXPECT_GT(usage["totals"]["calls"], 0);
  EXPECT_GT(usage["totals"]["outputTokens"], 0);
}

// What was read before lies there still: it is not looked into again either.
TEST_F(OutsideUse, OpensNoTranscriptButThoseOfItsOwnSessions) {
  const auto foreign = corpus_.transcript(corpus_.calls[0]);
  std::ofstream(foreign, std::ios::app) << "{\"torn\n";
  (void)machine_.add_repository();
  (void)machine_.create_workspace("apple");
  ASSERT_TRUE(machine_.orchard({"send", "apple", "[[say done]]", "--wait"}).ok());
  EXPECT_EQ(machine_.json({"usage", "skipped"})["skipped"].size(), 1U);
  EXPECT_THAT(opened_by({"usage", "skipped"}), HasSubstr("s-a.jsonl"));
  (void)machine_.json({"usage", "outside", "--off"});
  for (const Arguments& command : {Arguments{"usage", "skipped"}, Arguments{"doctor"},
                                   Arguments{"usage"}, Arguments{"usage", "--compat", "ccusage"}}) {
    SCOPED_TRACE(testing::PrintToString(command));
    const std::string opened = opened_by(command);
    EXPECT_THAT(opened, HasSubstr("settings.json"));
    EXPECT_THAT(opened, Not(HasSubstr("s-a.jsonl")));
  }
  EXPECT_EQ(machine_.json({"usage", "skipped"})["skipped"].size(), 0U);
  EXPECT_THAT(machine_.orchard({"usage", "skipped"}).err, HasSubstr("`orchard usage outside`"));
  EXPECT_THAT(machine_.orchard({"usage", "--compat", "ccusage"}).err,
              HasSubstr("`orchard usage outside --on`"));
}

}  // namespace
}  // namespace orchard::test
