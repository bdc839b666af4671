#include "agents/demo/script/directives.h"

#include "agents/demo/script/accounting.h"
#include "agents/demo/wire/transcript_file.h"
#include "agents/demo/work/tools.h"

#include <gtest/gtest.h>

namespace orchard::agents::demo {
namespace {

TEST(Directives, AreReadInOrder) {
  const struct {
    const char* prompt;
    std::vector<Directive> directives;
  } cases[] = {
      {"no directive", {}},
      {"[[say hello there]]", {{"say", "hello there"}}},
      {"x [[bash ls]]\n[[say a]] y", {{"bash", "ls"}, {"say", "a"}}},
      {"[[subagent [[bash ls]] [[say in]]]] [[say out]]",
       {{"subagent", "[[bash ls]] [[say in]]"}, {"say", "out"}}},
      {"[[bash if [[ -f x ]]; then ls; fi]]", {{"bash", "if [[ -f x ]]; then ls; fi"}}},
      {"[[fork]]", {{"fork", ""}}},
      {"[[never closed", {}},
      {"[[]]", {}},
  };
  for (const auto& c : cases) EXPECT_EQ(parse_directives(c.prompt), c.directives) << c.prompt;
}

TEST(Directives, EndWithAReply) {
  for (const char* prompt : {"", "[[say x]]", "[[bash ls]]", "[[garbage]]", "[[think t]]"}) {
    const auto steps = plan_steps(parse_directives(prompt));
    ASSERT_FALSE(steps.empty()) << prompt;
    EXPECT_FALSE(steps.back().tool || steps.back().effect) << prompt;
  }
}

TEST(Directives, SplitAnEdit) {
  const auto steps = plan_steps({{"edit", "a.txt old words => new\\nwords"}});
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].tool->path, "a.txt");
  EXPECT_EQ(steps[0].tool->old_text, "old words");
  EXPECT_EQ(steps[0].tool->text, "new\nwords");
}

TEST(Directives, MakeANoteOfAPlainPrompt) {
  EXPECT_EQ(note_name("Fix the login page, please, soon!"), "notes/fix-the-login-page-please");
  EXPECT_EQ(note_name("\xc3\xbc"), "notes/note");
  EXPECT_EQ(note_name("../../etc/passwd"), "notes/etc-passwd");
}

TEST(Permission, FollowsTheMode) {
  using enum Permission;
  const struct {
    const char* mode;
    Permission write, bash, ask;
  } cases[] = {
      {"default", asks, asks, asks},           {"plan", asks, asks, asks},
      {"acceptEdits", granted, granted, asks}, {"bypassPermissions", granted, granted, granted},
      {"dontAsk", refused, refused, refused},  {"nonsense", asks, asks, asks},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(permission_for(c.mode, ToolKind::write), c.write) << c.mode;
    EXPECT_EQ(permission_for(c.mode, ToolKind::bash), c.bash) << c.mode;
    EXPECT_EQ(permission_for(c.mode, ToolKind::ask), c.ask) << c.mode;
  }
}

TEST(Accounting, ChargesTheListPrice) {
  const core::TokenUsage million{1'000'000, 1'000'000, 1'000'000, 1'000'000, 1'000'000};
  EXPECT_DOUBLE_EQ(price_of("claude-opus-4-8[1m]", million).dollars(), 5 + 25 + 6.25 + 10 + 0.5);
  EXPECT_DOUBLE_EQ(price_of("claude-haiku-4-5", million).dollars(), 1 + 5 + 1.25 + 2 + 0.1);
}

TEST(Accounting, ReadsFromTheCacheWhatItReadBefore) {
  ContextWindow context;
  context.unread = 100;
  const core::TokenUsage first = context.start_call();
  EXPECT_EQ(first.cache_read, 0);
  context.unread = 40;
  const core::TokenUsage second = context.start_call();
  EXPECT_EQ(second.cache_read, first.cache_write());
  EXPECT_EQ(second.cache_write(), 40);
}

TEST(ProjectSlug, ReplacesWhatIsNoAsciiLetterOrDigit) {
  EXPECT_EQ(project_slug("/srv/dev/wt.0_x"), "-srv-dev-wt-0-x");
  EXPECT_EQ(project_slug("/\xc3\xbc/a"), "---a");
  EXPECT_GT(project_slug("/" + std::string(300, 'a')).size(), 201U);
}

}  // namespace
}  // namespace orchard::agents::demo
