#include "app/use_case/question_choices.h"

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using Answers = std::vector<agents::QuestionAnswer>;
using Choices = std::vector<std::string>;

constexpr const char* kTwo =
    R"({"questions":[{"question":"Which colour?","header":"Colour","options":[{"label":"Red"}]},)"
    R"({"question":"Which parts?","multiSelect":true,"options":[{"label":"Stem"}]}]})";

metrics::OpenRequest asks(const std::string& tool, const std::string& input) {
  metrics::OpenRequest request;
  request.request = core::PermissionRequestId("q-1");
  request.tool = tool;
  request.input_json = input;
  return request;
}

TEST(QuestionChoices, AreAnswersToWhatIsAsked) {
  const struct {
    Choices choices;
    Answers answers;
  } cases[] = {
      {{}, {}},
      {{"Colour=Red"}, {{"Which colour?", "Red"}}},
      {{"Which parts?=Stem", "Colour=Red", "Which parts?=Leaf", "Which parts?=a bud"},
       {{"Which parts?", "Stem, Leaf, a bud"}, {"Which colour?", "Red"}}},
  };
  for (const auto& c : cases) {
    const auto answers = answers_to(asks("AskUserQuestion", kTwo), c.choices);
    ASSERT_TRUE(answers) << answers.error().describe();
    EXPECT_EQ(*answers, c.answers);
  }
}

TEST(QuestionChoices, ThatMeanNothingAreRefused) {
  const struct {
    const char* tool;
    const char* input;
    Choices choices;
    const char* sentence;
  } cases[] = {
      {"AskUserQuestion", kTwo, {"Size=Large"}, "'Size=Large' names none of the agent's questions"},
      {"AskUserQuestion", kTwo, {"Colour=Red", "Red"}, "'Red' names none"},
      {"AskUserQuestion", kTwo, {"Colour="}, "'Colour=' holds no answer"},
      {"AskUserQuestion", kTwo, {"Which parts?=Stem", "Which parts?="}, "holds no answer"},
      {"AskUserQuestion",
       kTwo,
       {"Colour=Red", "Which colour?=Blue"},
       "\"Which colour?\" takes one answer and was given 'Red' and 'Blue'"},
      {"AskUserQuestion", "{}", {"Red"}, "nothing to choose"},
      {"Bash", R"({"command":"make"})", {"Red"}, "a permission to use Bash"},
      {"Bash", kTwo, {"Colour=Red"}, "a permission to use Bash"},
  };
  for (const auto& c : cases) {
    const auto answers = answers_to(asks(c.tool, c.input), c.choices);
    ASSERT_FALSE(answers) << c.sentence;
    EXPECT_EQ(answers.error().code, core::ErrorCode::invalid_argument);
    EXPECT_NE(answers.error().message.find(c.sentence), std::string::npos)
        << answers.error().message;
  }
}

}  // namespace
}  // namespace orchard::app
