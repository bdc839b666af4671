#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::agents {

inline constexpr std::string_view kQuestionTool = "AskUserQuestion";

/// One question of an AskUserQuestion call.
struct Question {
  std::string text;
  std::string header;  ///< one word for it; may be empty
  std::vector<std::string> options;
  bool several = false;  ///< more than one option may be chosen
};

/// What the user chose or wrote himself; of several options their names with ", " between.
struct QuestionAnswer {
  std::string question;  ///< the text of the question
  std::string answer;

  bool operator==(const QuestionAnswer&) const = default;
};

/// The questions in the arguments of an AskUserQuestion call; anything unexpected is left out.
[[nodiscard]] std::vector<Question> read_questions(std::string_view input_json);

/// The arguments with the answers in them: what allow_tool() sends as its input. Pure.
[[nodiscard]] std::string answer_questions(std::string_view input_json,
                                           const std::vector<QuestionAnswer>& answers);

/// Reads "Which colour?=Blue", where the header may stand for the question and a single question
/// may be left out; none when it names no question.
[[nodiscard]] std::optional<QuestionAnswer> parse_choice(const std::vector<Question>& questions,
                                                         std::string_view text);

}  // namespace orchard::agents
