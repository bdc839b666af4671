#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// What the user answered to a call that asks questions (AskUserQuestion), one sentence each: "You
/// answered: Blue". `result` is what the agent was given, in which each answer stands as
/// "question"="answer". Empty for arguments without questions and without an answer. Pure.
[[nodiscard]] std::vector<std::string> answer_words(std::string_view input_json,
                                                    std::string_view result);

/// "You denied it: not today"; `reason` is what the agent was told, perhaps nothing. Pure.
[[nodiscard]] std::string denial_words(std::string_view reason);

}  // namespace orchard::metrics
