#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orchard::test {

/// One thing the scripted model does, written in a prompt as [[verb argument]].
///
///   say TEXT           answers with text
///   think TEXT         thinks
///   slow SECONDS       the next text takes that long
///   hold PATH          the next text pauses until the file PATH exists
///   bash COMMAND       calls Bash
///   write FILE TEXT    calls Write; read FILE, edit FILE|OLD|NEW likewise
///   subagent PROMPT    waits for a sub-agent; its own steps stand in {{…}}
///   background PROMPT  the same without waiting
///   tool NAME JSON     calls any tool
///   with               joins the next tool call to the same reply
///   error STATUS [N]   an HTTP error; with N only for the first N attempts
///   drop               the connection breaks after the first words
struct Step {
  std::string verb;
  std::string argument;

  [[nodiscard]] bool is_tool_call() const;
  bool operator==(const Step&) const = default;
};

/// Every [[…]] of `text`, in order; text around them is ignored.
[[nodiscard]] std::vector<Step> parse_script(std::string_view text);

}  // namespace orchard::test
