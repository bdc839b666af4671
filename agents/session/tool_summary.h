#pragma once

#include <string>
#include <string_view>

namespace orchard::agents {

/// What a tool call does, on one line of at most 200 bytes: the command, the file below `cwd`,
/// the pattern. For a tool that is not known: its first text argument. Pure; the input may be
/// anything.
[[nodiscard]] std::string summarize_tool(std::string_view tool, std::string_view input_json,
                                         std::string_view cwd);

}  // namespace orchard::agents
