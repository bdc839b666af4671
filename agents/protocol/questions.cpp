#include "agents/protocol/questions.h"

#include "agents/protocol/json_fields.h"
#include "core/io/line_framer.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

/// What follows "name=" in `text`; none when it does not begin so.
std::optional<std::string_view> value_behind(std::string_view text, std::string_view name) {
  if (name.empty() || !text.starts_with(name) || text.substr(name.size(), 1) != "=")
    return std::nullopt;
  return text.substr(name.size() + 1);
}

}  // namespace

std::vector<Question> read_questions(std::string_view input_json) {
  std::vector<Question> questions;
  const auto input = parse_json(input_json);
  if (!input || !input->is_object()) return questions;
  for (const Json& asked : children(*input, "questions")) {
    Question question;
    question.text = text_member(asked, "question");
    question.header = text_member(asked, "header");
    if (question.text.empty()) continue;
    question.several = flag_member(asked, "multiSelect");
    for (const Json& option : children(asked, "options"))
      if (std::string label = text_member(option, "label"); !label.empty())
        question.options.push_back(std::move(label));
    questions.push_back(std::move(question));
  }
  return questions;
}

std::string answer_questions(std::string_view input_json,
                             const std::vector<QuestionAnswer>& answers) {
  auto input = parse_json(input_json);
  if (!input || !input->is_object()) input = Json::object();
  Json& given = (*input)["answers"];
  if (!given.is_object()) given = Json::object();
  for (const QuestionAnswer& answer : answers)
    given[core::to_valid_utf8(answer.question)] = core::to_valid_utf8(answer.answer);
  return write_json(*input);
}

std::optional<QuestionAnswer> parse_choice(const std::vector<Question>& questions,
                                           std::string_view text) {
  // Any of them may contain the sign itself, so the whole question is looked for first.
  for (const auto name : {&Question::text, &Question::header})
    for (const Question& question : questions)
      if (const auto value = value_behind(text, question.*name))
        return QuestionAnswer{question.text, std::string(*value)};
  if (questions.size() != 1) return std::nullopt;
  return QuestionAnswer{questions.front().text, std::string(text)};
}

}  // namespace orchard::agents
