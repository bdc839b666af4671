#include "core/process/dialogue.h"

#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::core {
namespace {

Command shell(const std::string& script) {
  Command command;
  command.program = "sh";
  command.arguments = {"-c", script};
  return command;
}

TEST(Dialogue, HandsOnWhatComesAndAnswers) {
  Dialogue dialogue;
  std::string seen;
  const auto code =
      dialogue.run(shell("printf 'code: '; read -r code; echo \"got $code\" >&2; exit 3"),
                   [&](std::string_view text) {
                     seen += text;
                     if (seen == "code: ") dialogue.say("4711");
                   });
  ASSERT_TRUE(code) << code.error().describe();
  EXPECT_EQ(*code, 3);
  EXPECT_EQ(seen, "code: got 4711\n");
}

TEST(Dialogue, EndsWithTheProgramAndItsGroup) {
  Dialogue dialogue;
  const auto code = dialogue.run(shell("sleep 600 & kill -9 $$"), [](std::string_view) {});
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, 128 + 9);
}

TEST(Dialogue, IsCancelledFromAnotherThread) {
  Dialogue dialogue;
  std::thread other;
  const auto code = dialogue.run(shell("trap '' TERM; echo on; while :; do sleep 600; done"),
                                 [&](std::string_view) {
                                   if (!other.joinable())
                                     other = std::thread([&] { dialogue.cancel(); });
                                 });
  other.join();
  ASSERT_FALSE(code);
  EXPECT_EQ(code.error().code, ErrorCode::cancelled);
  EXPECT_FALSE(dialogue.run(shell("exit 0"), [](std::string_view) {})) << "until it is allowed";
  dialogue.allow();
  EXPECT_EQ(dialogue.run(shell("exit 0"), [](std::string_view) {}).value(), 0);
}

TEST(Dialogue, SurvivesAProgramThatDoesNotListen) {
  Dialogue dialogue;
  dialogue.say("nobody is there");
  std::string seen;
  const auto code =
      dialogue.run(shell("exec 0<&-; echo closed; sleep 0.1"), [&](std::string_view text) {
        seen += text;
        dialogue.say("hello");
      });
  EXPECT_EQ(code.value(), 0);
  EXPECT_EQ(seen, "closed\n");
  Command nowhere;
  nowhere.program = "/nowhere/at/all";
  EXPECT_FALSE(dialogue.run(nowhere, [](std::string_view) {}));
}

}  // namespace
}  // namespace orchard::core
