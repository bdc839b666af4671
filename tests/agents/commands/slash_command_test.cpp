#include "agents/commands/slash_command.h"

#include <set>

#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

TEST(SlashCommand, ReadsNameAndArguments) {
  const struct {
    const char* text;
    const char* name;
    const char* arguments;
  } cases[] = {
      {"/usage", "/usage", ""},
      {"/usage ", "/usage", ""},
      {"/greet Bob and Ann", "/greet", "Bob and Ann"},
      {"/compact\nkeep the plan\n", "/compact", "keep the plan"},
      {"/team:fix_it-2 /tmp/x", "/team:fix_it-2", "/tmp/x"},
      {"/Greet", "/Greet", ""},
  };
  for (const auto& c : cases) {
    const auto command = parse_slash_command(c.text);
    ASSERT_TRUE(command) << c.text;
    EXPECT_EQ(*command, (SlashCommand{c.name, c.arguments})) << c.text;
  }
}

TEST(SlashCommand, LeavesOrdinaryTextAlone) {
  for (const char* text : {"", "/", "/ usage", "//usage", "/usr/bin is empty", "/tmp/", " /usage",
                           "see /usage", "/a.txt", "/-x", "/:x", "/caf\xc3\xa9", "/%s%n"})
    EXPECT_FALSE(parse_slash_command(text)) << text;
}

TEST(SlashCommand, IsReadBackFromItsEcho) {
  const struct {
    const char* echo;
    const char* typed;
  } cases[] = {
      {"<command-message>greet</command-message>\n<command-name>/greet</command-name>\n"
       "<command-args>Bob</command-args>",
       "/greet Bob"},
      {"<command-name>/usage</command-name>\n<command-args></command-args>", "/usage"},
      {"<command-name>rm -rf</command-name>", "<command-name>rm -rf</command-name>"},
      {"<command-name>", "<command-name>"},
      {"say <command-name>/x</command-name>", "say <command-name>/x</command-name>"},
  };
  for (const auto& c : cases) EXPECT_EQ(typed_text(c.echo), c.typed);
}

TEST(SlashCommand, EveryNativeCommandIsOneAndHasHelp) {
  std::set<std::string_view> names;
  for (const NativeCommand& command : native_commands()) {
    const auto parsed = parse_slash_command(command.name);
    ASSERT_TRUE(parsed) << command.name;
    EXPECT_EQ(parsed->name, command.name);
    EXPECT_FALSE(command.help.empty()) << command.name;
    EXPECT_TRUE(names.insert(command.name).second) << command.name;
    EXPECT_EQ(find_native_command(command.name), &command);
  }
  EXPECT_EQ(find_native_command("/nonsense"), nullptr);
}

}  // namespace
}  // namespace orchard::agents
