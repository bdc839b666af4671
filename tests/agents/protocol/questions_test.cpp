#include "agents/protocol/questions.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

using nlohmann::json;

constexpr const char* kTwo =
    R"({"questions":[{"question":"Which colour?","header":"Colour","options":[{"label":"Red"},)"
    R"({"label":"Blue = sky"}]},{"question":"a=b?","header":"","multiSelect":true,"options":[]}]})";

TEST(Questions, ReadsWhatIsAsked) {
  const auto questions = read_questions(kTwo);
  ASSERT_EQ(questions.size(), 2U);
  EXPECT_EQ(questions[0].text, "Which colour?");
  EXPECT_EQ(questions[0].header, "Colour");
  EXPECT_EQ(questions[0].options, (std::vector<std::string>{"Red", "Blue = sky"}));
  EXPECT_FALSE(questions[0].several);
  EXPECT_TRUE(questions[1].several);
  for (const char* other : {"", "[]", R"({"questions":7})", R"({"questions":[1,{"question":2}]})",
                            R"({"command":"x"})"})
    EXPECT_TRUE(read_questions(other).empty()) << other;
}

TEST(Questions, PutsTheAnswersBesideTheQuestions) {
  const auto answered = json::parse(
      answer_questions(kTwo, {{"Which colour?", "Blue = sky"}, {"a=b?", "\"yes\", no\xff"}}));
  EXPECT_EQ(answered["questions"], json::parse(kTwo)["questions"]);
  EXPECT_EQ(answered["answers"],
            (json{{"Which colour?", "Blue = sky"}, {"a=b?", "\"yes\", no\xef\xbf\xbd"}}));
  EXPECT_EQ(json::parse(answer_questions("garbage", {{"q", "a"}})),
            (json{{"answers", {{"q", "a"}}}}));
}

TEST(Questions, ReadsChoices) {
  const auto two = read_questions(kTwo);
  const std::vector<Question> one = {two.front()};
  const struct {
    const std::vector<Question>& questions;
    const char* text;
    std::optional<QuestionAnswer> answer;
  } cases[] = {
      {two, "Which colour?=Blue = sky", QuestionAnswer{"Which colour?", "Blue = sky"}},
      {two, "Colour=Red", QuestionAnswer{"Which colour?", "Red"}},
      {two, "a=b?=c=d", QuestionAnswer{"a=b?", "c=d"}},
      {two, "Red", std::nullopt},
      {two, "Size=Large", std::nullopt},
      {one, "Blue = sky", QuestionAnswer{"Which colour?", "Blue = sky"}},
      {one, "Colour=Red", QuestionAnswer{"Which colour?", "Red"}},
      {{}, "Red", std::nullopt},
  };
  for (const auto& c : cases) EXPECT_EQ(parse_choice(c.questions, c.text), c.answer) << c.text;
}

}  // namespace
}  // namespace orchard::agents
