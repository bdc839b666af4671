#include "app/cli/commands/session/answer_hint.h"

#include "app/use_case/question_choices.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app {
namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_' || c == '.';
}

// One word for a POSIX shell, whatever the text holds: between single quotes nothing is expanded.
std::string shell_word(std::string_view text) {
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return std::string(text);
  std::string word = "'";
  for (const char c : text) {
    if (is_control(c)) continue;
    if (c == '\'')
      word += "'\\''";
    else
      word += c;
  }
  return word + "'";
}

}  // namespace

std::string answer_command(const metrics::OpenRequest& request) {
  const std::string command = fmt::format("orchard answer {} {}", shell_word(request.session.value),
                                          shell_word(request.request.value));
  const auto questions = questions_of(request);
  if (questions.empty()) return command + " allow|deny";
  std::string choices;
  for (const auto& question : questions)
    choices += " --choose " +
               shell_word(fmt::format(
                   "{}={}", question.header.empty() ? question.text : question.header,
                   question.options.empty() ? std::string("...")
                                            : fmt::to_string(fmt::join(question.options, "|"))));
  return command + " allow" + choices;
}

}  // namespace orchard::app
