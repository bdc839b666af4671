#include "app/use_case/question_choices.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using Answers = std::vector<agents::QuestionAnswer>;

core::Result<void> refuse(std::string message) {
  return core::fail(core::ErrorCode::invalid_argument, std::move(message));
}

core::Result<void> add_choice(const std::vector<agents::Question>& questions,
                              const std::string& choice, Answers& answers) {
  const auto answer = agents::parse_choice(questions, choice);
  if (!answer)
    return refuse(fmt::format(
        "'{}' names none of the agent's questions. Write --choose \"Question=Option\".", choice));
  if (answer->answer.empty())
    return refuse(fmt::format("'{}' holds no answer. Write --choose \"Question=Option\".", choice));
  const auto given =
      std::ranges::find(answers, answer->question, &agents::QuestionAnswer::question);
  if (given == answers.end()) {
    answers.push_back(*answer);
    return {};
  }
  const auto asked = std::ranges::find(questions, answer->question, &agents::Question::text);
  if (!asked->several)
    return refuse(
        fmt::format("The agent's question \"{}\" takes one answer and was given '{}' and '{}'. "
                    "Choose one of them.",
                    answer->question, given->answer, answer->answer));
  given->answer += ", " + answer->answer;
  return {};
}

}  // namespace

std::vector<agents::Question> questions_of(const metrics::OpenRequest& request) {
  if (request.tool != agents::kQuestionTool) return {};
  return agents::read_questions(request.input_json);
}

core::Result<std::vector<agents::QuestionAnswer>> answers_to(
    const metrics::OpenRequest& request, const std::vector<std::string>& choices) {
  Answers answers;
  const auto questions = questions_of(request);
  if (questions.empty() && !choices.empty())
    return core::fail(core::ErrorCode::invalid_argument,
                      fmt::format("The request '{}' asks for a permission to use {}, there is "
                                  "nothing to choose. Answer it without --choose.",
                                  request.request.value, request.tool));
  for (const std::string& choice : choices) ORCHARD_CHECK(add_choice(questions, choice, answers));
  return answers;
}

core::Result<std::vector<agents::QuestionAnswer>> read_choices(
    Engine& engine, const core::SessionId& session, const core::PermissionRequestId& request,
    const std::vector<std::string>& choices) {
  ORCHARD_TRY(const auto figures, metrics::query_session(engine.store(), session));
  const auto open = std::ranges::find(figures.requests, request, &metrics::OpenRequest::request);
  if (open == figures.requests.end()) return Answers();
  return answers_to(*open, choices);
}

}  // namespace orchard::app
