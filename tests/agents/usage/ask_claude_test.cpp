#include "agents/usage/ask_claude.h"

#include "agents/launch/trace/process_wait.h"
#include "core/process/spawn.h"
#include "tests/support/temp_dir.h"

#include <chrono>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using core::PlanProblemKind;
using testing::HasSubstr;

constexpr const char* kAnswer =
    R"({"type":"control_response","response":{"subtype":"success","request_id":"orchard-usage",)"
    R"("response":{"subscription_type":"max","rate_limits_available":true,)"
    R"("rate_limits":{"five_hour":{"utilization":42,"resets_at":null}}}}})";

class AskClaude : public testing::Test {
 protected:
  /// A `claude` that runs `body`.
  PlanOutcome ask(const std::string& body) {
    const auto program = temp_ / "claude";
    std::ofstream(program) << "#!/bin/sh\n" << body << '\n';
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    question.executable = {program, {}};
    question.directory = temp_ / "empty";
    return ask_claude_for_usage(question);
  }
  [[nodiscard]] std::string text_of(const char* file) const {
    std::ifstream stream(temp_ / file);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  test::TempDir temp_;
  UsageQuestion question;
};

TEST_F(AskClaude, ReadsTheAnswerAndEndsIt) {
  const std::string out = temp_.path();
  const auto usage = ask("printf '%s\\n' \"$@\" > '" + out + "/arguments'; pwd > '" + out +
                         "/folder'; env > '" + out +
                         "/environment'\n"
                         "while read -r line; do echo \"$line\" >> '" +
                         out +
                         "/input'\n"
                         "case \"$line\" in *get_usage*) echo '" +
                         kAnswer +
                         "';; esac; done\n"
                         "echo over > '" +
                         out + "/over'");
  ASSERT_TRUE(usage) << usage.error().detail;
  EXPECT_EQ(usage->plan, "max");
  EXPECT_EQ(text_of("folder"), (temp_ / "empty").string() + "\n");
  EXPECT_THAT(text_of("arguments"), HasSubstr("--no-session-persistence\n--strict-mcp-config\n"));
  EXPECT_THAT(text_of("arguments"), HasSubstr("\"disableAllHooks\":true"));
  EXPECT_THAT(text_of("environment"), HasSubstr("DISABLE_AUTOUPDATER=1"));
  EXPECT_THAT(text_of("input"), testing::Not(HasSubstr("\"user\"")));
}

TEST_F(AskClaude, LeavesNoProcessBehind) {
  const std::string out = temp_.path();
  ASSERT_TRUE(ask("trap '' TERM; sleep 600 & echo $! > '" + out +
                  "/child'\n"
                  "while read -r line; do case \"$line\" in *get_usage*) echo '" +
                  kAnswer + "';; esac; done; wait"));
  const auto child = core::identify_process(std::stoi(text_of("child")));
  EXPECT_TRUE(!child || wait_for_exit(*child, std::chrono::minutes(1)));
}

TEST_F(AskClaude, GivesUpAfterItsTime) {
  question.time_limit = std::chrono::milliseconds(200);
  EXPECT_EQ(ask("cat > /dev/null").error().kind, PlanProblemKind::timed_out);
  EXPECT_EQ(UsageQuestion{}.time_limit, std::chrono::seconds(10));
}

TEST_F(AskClaude, TellsHowItFailed) {
  struct Case {
    const char* body;
    PlanProblemKind kind;
    const char* detail;
  };
  const Case cases[] = {
      {"echo 'no room left' >&2; exit 7", PlanProblemKind::claude_failed,
       "ended with exit code 7: no room left"},
      {"exit 1", PlanProblemKind::claude_failed, "ended with exit code 1"},
      {"exit 0", PlanProblemKind::claude_failed, "ended with exit code 0"},
      {"kill -9 $$", PlanProblemKind::claude_failed, "ended by signal 9"},
      {"echo \"error: unknown option '--strict-mcp-config'\" >&2; exit 1",
       PlanProblemKind::old_claude, "unknown option"},
      {"while read -r line; do case \"$line\" in *get_usage*) echo "
       R"('{"type":"control_response","response":{"subtype":"error","request_id":"orchard-usage",)"
       R"("error":"Unsupported control request subtype: get_usage"}}')"
       ";; esac; done",
       PlanProblemKind::old_claude, "Unsupported control request"},
  };
  for (const Case& c : cases) {
    const auto usage = ask(c.body);
    ASSERT_FALSE(usage) << c.body;
    EXPECT_EQ(usage.error().kind, c.kind) << c.body << ": " << usage.error().detail;
    EXPECT_THAT(usage.error().detail, HasSubstr(c.detail));
  }
}

TEST_F(AskClaude, IsAskedInAnEmptyFolderOnly) {
  std::filesystem::create_directory(temp_ / "empty");
  std::ofstream(temp_ / "empty/CLAUDE.md") << "Do something.";
  EXPECT_THAT(ask("exit 0").error().detail, HasSubstr("should be empty"));
}

TEST_F(AskClaude, NeedsAProgram) {
  question.executable = {temp_ / "nowhere", {}};
  question.directory = temp_ / "empty";
  EXPECT_EQ(ask_claude_for_usage(question).error().kind, PlanProblemKind::no_claude);
}

}  // namespace
}  // namespace orchard::agents
