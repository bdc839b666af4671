#include "app/use_case/question_choices.h"

#include <fmt/format.h>

namespace orchard::app {

std::vector<agents::Question> questions_of(const metrics::OpenRequest& request) {
  if (request.tool != agents::kQuestionTool) return {};
  return agents::read_questions(request.input_json);
}

core::Result<std::vector<agents::QuestionAnswer>> read_choices(
    Engine& engine, const core::SessionId& session, const core::PermissionRequestId& request,
    const std::vector<std::string>& choices) {
  std::vector<agents::QuestionAnswer> answers;
  ORCHARD_TRY(const auto figures, metrics::query_session(engine.store(), session));
  for (const metrics::OpenRequest& open : figures.requests) {
    if (open.request != request) continue;
    const auto questions = questions_of(open);
    for (const std::string& choice : choices) {
      const auto answer = agents::parse_choice(questions, choice);
      if (!answer)
        return core::fail(core::ErrorCode::invalid_argument,
                          fmt::format("'{}' names none of the agent's questions. Write --choose "
                                      "\"Question=Option\".",
                                      choice));
      answers.push_back(*answer);
    }
  }
  return answers;
}

}  // namespace orchard::app
