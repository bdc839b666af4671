#include "metrics/query/said/user_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(UserWords, TellEachAnswer) {
  EXPECT_THAT(answer_words(R"({"questions":[{"question":"Go?"}]})",
                           R"(Your questions have been answered: "Go?"="Yes". You can go on.)"),
              ElementsAre("You answered: Yes"));
  EXPECT_THAT(
      answer_words(R"({"questions":[{"question":"How \"big\"?"},{"question":"Which colour?"}]})",
                   R"(Answered: "Which colour?"="Blue, "dark"", "How "big"?"="As it is". Go on.)"),
      ElementsAre("You answered \u201cWhich colour?\u201d: Blue, \"dark\"",
                  "You answered \u201cHow \"big\"?\u201d: As it is"));
}

TEST(UserWords, MakeNoAnswerUp) {
  constexpr const char* kAsked = R"({"questions":[{"question":"Go?"}]})";
  for (const char* result : {"", "\"Go?\"=\"", "\"Go?\"=", "Nothing was said.", "\""})
    EXPECT_THAT(answer_words(kAsked, result), IsEmpty()) << result;
  for (const char* input : {"", "[]", "{}", R"({"questions":7})", R"({"questions":[1,{}]})"})
    EXPECT_THAT(answer_words(input, "\"Go?\"=\"Yes\""), IsEmpty()) << input;
}

TEST(UserWords, TellWhyNot) {
  EXPECT_EQ(denial_words(""), "You denied it.");
  EXPECT_EQ(denial_words("Not today."), "You denied it: Not today.");
}

}  // namespace
}  // namespace orchard::metrics
