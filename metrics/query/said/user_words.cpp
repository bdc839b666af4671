#include "metrics/query/said/user_words.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::metrics {
namespace {

std::vector<std::string> questions_in(std::string_view input_json) {
  std::vector<std::string> questions;
  const auto input = nlohmann::json::parse(input_json, nullptr, false);
  const auto asked = input.is_object() ? input.find("questions") : input.end();
  if (asked == input.end() || !asked->is_array()) return questions;
  for (const nlohmann::json& one : *asked) {
    const auto text = one.is_object() ? one.find("question") : one.end();
    if (text != one.end() && text->is_string()) questions.push_back(text->get<std::string>());
  }
  return questions;
}

struct Found {
  std::size_t begin = 0;   ///< of the question's quotation mark
  std::size_t answer = 0;  ///< behind the quotation mark that opens the answer
  std::string question;
};

}  // namespace

std::vector<std::string> answer_words(std::string_view input_json, std::string_view result) {
  std::vector<Found> found;
  for (std::string& question : questions_in(input_json)) {
    const std::string mark = fmt::format("\"{}\"=\"", question);
    if (const std::size_t at = result.find(mark); at != std::string_view::npos)
      found.push_back({at, at + mark.size(), std::move(question)});
  }
  std::ranges::sort(found, {}, &Found::begin);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < found.size(); ++i) {
    // An answer may hold quotation marks itself: the last one before the next question closes it.
    const std::size_t next = i + 1 < found.size() ? found[i + 1].begin : result.size();
    const std::size_t close = result.substr(0, next).rfind('"');
    if (close == std::string_view::npos || close < found[i].answer) continue;
    const std::string_view answer = result.substr(found[i].answer, close - found[i].answer);
    words.push_back(found.size() == 1 ? fmt::format("You answered: {}", answer)
                                      : fmt::format("You answered \u201c{}\u201d: {}",
                                                    found[i].question, answer));
  }
  return words;
}

std::string denial_words(std::string_view reason) {
  return reason.empty() ? "You denied it." : fmt::format("You denied it: {}", reason);
}

}  // namespace orchard::metrics
