#include "app/cli/commands/answer_hint.h"

#include "app/use_case/question_choices.h"

#include <fmt/format.h>

namespace orchard::app {

std::string answer_command(const metrics::OpenRequest& request) {
  const std::string command =
      fmt::format("orchard answer {} {}", request.session.value, request.request.value);
  const auto questions = questions_of(request);
  if (questions.empty()) return command + " allow|deny";
  std::string choices;
  for (const auto& question : questions)
    choices += fmt::format(
        " --choose \"{}={}\"", question.header.empty() ? question.text : question.header,
        question.options.empty() ? std::string("...")
                                 : fmt::to_string(fmt::join(question.options, "|")));
  return command + " allow" + choices;
}

}  // namespace orchard::app
