#pragma once

#include <string>
#include <string_view>

namespace orchard::metrics {

// Claude Code writes a file beside the transcript of a sub-agent that says what it is:
// "agent-1f0c.jsonl" and "agent-1f0c.meta.json". Of all that stands there only the type is taken,
// for the rest are words of the conversation.

/// The type of the sub-agent whose transcript lies there, such as "Explore": sound UTF-8 of one
/// line. Empty for other transcripts, and where no file says it. Never waits.
[[nodiscard]] std::string read_agent_type(std::string_view transcript_path);

/// The same from the text of the file. Empty for anything but an object with a name in
/// "agentType"; what is longer than a name is none. Pure.
[[nodiscard]] std::string agent_type_of(std::string_view json);

}  // namespace orchard::metrics
