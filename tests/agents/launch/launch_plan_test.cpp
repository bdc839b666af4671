#include "agents/launch/launch_plan.h"

#include "agents/launch/claude_executable.h"
#include "agents/launch/launch_record.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::UnorderedElementsAre;

LaunchSpec spec() {
  LaunchSpec spec;
  spec.launched_as = core::SessionId("first");
  spec.session = core::SessionId("now");
  spec.workspace = core::WorkspaceId("w1");
  return spec;
}

const std::vector<std::string> kAlways = {"-p",
                                          "--input-format",
                                          "stream-json",
                                          "--output-format",
                                          "stream-json",
                                          "--verbose",
                                          "--include-partial-messages",
                                          "--replay-user-messages",
                                          "--permission-prompt-tool",
                                          "stdio"};

TEST(LaunchPlan, BuildsTheArgumentsOfEveryKindOfStart) {
  struct Case {
    const char* name;
    LaunchSpec spec;
    std::vector<std::string> before;
    std::vector<std::string> after;
  };
  std::vector<Case> cases;
  cases.push_back({"plain", spec(), {}, {"--session-id", "now"}});
  LaunchSpec resumed = spec();
  resumed.resume = true;
  resumed.model = "claude-opus-4-8[1m]";
  resumed.permission_mode = "plan";
  cases.push_back(
      {"resumed",
       resumed,
       {},
       {"--resume", "now", "--model", "claude-opus-4-8[1m]", "--permission-mode", "plan"}});
  LaunchSpec demo = spec();
  demo.executable.leading_arguments = {"demo-agent"};
  demo.allow_bypass = true;
  demo.extra_arguments = {"--pace-ms", "5"};
  cases.push_back(
      {"demo",
       demo,
       {"demo-agent"},
       {"--session-id", "now", "--allow-dangerously-skip-permissions", "--pace-ms", "5"}});
  for (const Case& c : cases) {
    std::vector<std::string> expected = c.before;
    expected.insert(expected.end(), kAlways.begin(), kAlways.end());
    expected.insert(expected.end(), c.after.begin(), c.after.end());
    EXPECT_EQ(build_arguments(c.spec), expected) << c.name;
  }
}

TEST(LaunchPlan, RemovesExactlyWhatMarksAParentAgent) {
  const std::vector<std::string> inherited = {"HOME=/h",
                                              "PATH=/bin",
                                              "ANTHROPIC_API_KEY=k",
                                              "CLAUDE_CONFIG_DIR=/c",
                                              "CLAUDE_CODE_MAX_RETRIES=2",
                                              "IS_SANDBOX=1",
                                              "GIT_AUTHOR_NAME=a",
                                              "CLAUDECODE=1",
                                              "CLAUDE_CODE_SESSION_ID=x",
                                              "CLAUDE_CODE_CHILD_SESSION=1",
                                              "CLAUDE_CODE_ENTRYPOINT=cli",
                                              "CLAUDE_CODE_EXECPATH=/x",
                                              "AI_AGENT=1",
                                              "CLAUDE_EFFORT=high",
                                              "GIT_DIR=/d",
                                              "GIT_WORK_TREE=/w",
                                              "GIT_INDEX_FILE=/i",
                                              "GIT_COMMON_DIR=/m",
                                              "GIT_PREFIX=p",
                                              "GIT_EDITOR=true",
                                              "ORCHARD_SESSION_ID=outer",
                                              "EMPTY="};
  EXPECT_THAT(
      build_environment(spec(), inherited),
      UnorderedElementsAre("HOME=/h", "PATH=/bin", "ANTHROPIC_API_KEY=k", "CLAUDE_CONFIG_DIR=/c",
                           "CLAUDE_CODE_MAX_RETRIES=2", "IS_SANDBOX=1", "GIT_AUTHOR_NAME=a",
                           "EMPTY=", "ORCHARD_SESSION_ID=first", "ORCHARD_WORKSPACE=w1"));
}

TEST(LaunchPlan, KeepsTheUsersOwnEditor) {
  EXPECT_THAT(build_environment(spec(), {"GIT_EDITOR=vim"}), Contains("GIT_EDITOR=vim"));
}

TEST(LaunchPlan, LetsTheExtraEnvironmentReplaceTheInherited) {
  LaunchSpec extra = spec();
  extra.extra_environment = {{"CLAUDE_CONFIG_DIR", "/own"}};
  EXPECT_THAT(build_environment(extra, {"CLAUDE_CONFIG_DIR=/c"}),
              UnorderedElementsAre("CLAUDE_CONFIG_DIR=/own", "ORCHARD_SESSION_ID=first",
                                   "ORCHARD_WORKSPACE=w1"));
}

TEST(LaunchPlan, RedactsSecretsAndNothingElse) {
  const struct {
    std::vector<std::string> arguments;
    std::vector<std::string> redacted;
  } cases[] = {
      {{"-p", "--model", "opus", "--resume", "id"}, {"-p", "--model", "opus", "--resume", "id"}},
      {{"--api-key", "abc", "-p"}, {"--api-key", "[redacted]", "-p"}},
      {{"--auth-token=abc"}, {"--auth-token=[redacted]"}},
      {{"--settings", R"({"env":{"ANTHROPIC_AUTH_TOKEN":"x"}})"}, {"--settings", "[redacted]"}},
      {{"--settings", R"({"model":"opus"})"}, {"--settings", R"({"model":"opus"})"}},
      {{"sk-ant-api03-xyz"}, {"[redacted]"}},
      {{"--add-dir", "/srv/keyboard"}, {"--add-dir", "/srv/keyboard"}},
      {{"--password", "--verbose"}, {"--password", "--verbose"}},
  };
  for (const auto& c : cases) EXPECT_EQ(redact_arguments(c.arguments), c.redacted);
}

TEST(LaunchPlan, FindsTheConfigDirectoryTheChildWillUse) {
  EXPECT_EQ(config_directory_of({"HOME=/h", "CLAUDE_CONFIG_DIR=/c"}), "/c");
  EXPECT_EQ(config_directory_of({"HOME=/h", "CLAUDE_CONFIG_DIR="}), "/h/.claude");
  EXPECT_EQ(config_directory_of({"X=1"}), "");
}

TEST(ClaudeVersion, IsReadFromWhatTheProgramSays) {
  const struct {
    const char* text;
    std::optional<ClaudeVersion> version;
  } cases[] = {
      {"2.1.197 (Claude Code)\n", ClaudeVersion{2, 1, 197}},
      {"claude 1.0.30", ClaudeVersion{1, 0, 30}},
      {"2.0.0-beta", ClaudeVersion{2, 0, 0}},
      {"v2", std::nullopt},
      {"2.1", std::nullopt},
      {"", std::nullopt},
      {"99999999999.1.1", std::nullopt},
  };
  for (const auto& c : cases) EXPECT_EQ(parse_claude_version(c.text), c.version) << c.text;
  EXPECT_LT((ClaudeVersion{1, 0, 128}), kOldestClaude);
}

TEST(LaunchRecord, ComesBackFromItsText) {
  LaunchRecord record;
  record.launched_as = core::SessionId("a");
  record.process = 3;
  record.phase = LaunchPhase::running;
  record.identity = {42, 77, "boot"};
  record.executable = "/usr/bin/claude";
  record.arguments = {"-p"};
  record.directory = "/w";
  record.config_dir = "/h/.claude";
  record.workspace = core::WorkspaceId("w");
  record.model = "opus";
  record.permission_mode = "plan";
  record.allow_bypass = true;
  record.started_at = core::Timestamp(core::Duration(1'790'000'000'000'000));
  record.sessions = {{core::SessionId("a"), 1, 0}, {core::SessionId("b"), 3, 900}};
  const auto back = parse_launch_record(format_launch_record(record));
  ASSERT_TRUE(back) << back.error().describe();
  EXPECT_EQ(format_launch_record(*back), format_launch_record(record));
  EXPECT_EQ(back->current_session().value, "b");
  EXPECT_EQ(back->identity, record.identity);
}

TEST(LaunchRecord, RefusesWhatIsNoRecord) {
  for (const char* text : {"", "{", "[]", "{}", R"({"launched_as":1})"})
    EXPECT_FALSE(parse_launch_record(text)) << text;
}

}  // namespace
}  // namespace orchard::agents
