#include "tests/fakes/script.h"

#include <algorithm>
#include <array>

namespace orchard::test {
namespace {

constexpr std::array<std::string_view, 7> kToolVerbs = {"bash",     "write",      "read", "edit",
                                                        "subagent", "background", "tool"};

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \n\t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \n\t") - first + 1);
}

}  // namespace

bool Step::is_tool_call() const {
  return std::ranges::find(kToolVerbs, verb) != kToolVerbs.end();
}

std::vector<Step> parse_script(std::string_view text) {
  std::vector<Step> steps;
  for (auto begin = text.find("[["); begin != std::string_view::npos; begin = text.find("[[")) {
    const auto end = text.find("]]", begin);
    if (end == std::string_view::npos) break;
    const std::string_view inside = trim(text.substr(begin + 2, end - begin - 2));
    const auto space = inside.find_first_of(" \n\t");
    const std::string_view argument =
        space == std::string_view::npos ? std::string_view() : trim(inside.substr(space));
    steps.push_back({std::string(inside.substr(0, space)), std::string(argument)});
    text.remove_prefix(end + 2);
  }
  return steps;
}

}  // namespace orchard::test
