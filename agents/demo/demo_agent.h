#pragma once

#include <string>
#include <vector>

namespace orchard::agents {

/// A stand-in for Claude Code that speaks the same protocol on standard input and output, needs no
/// model and no network, and really edits and commits in its working directory. `arguments` are
/// those behind the program's name (and behind "demo-agent"). Blocks until the session ends and
/// gives the exit code. What it does is written in the prompt, one directive each:
///
///   [[say TEXT]] [[think TEXT]] [[write PATH TEXT]] [[edit PATH OLD => NEW]] [[commit MESSAGE]]
///   [[bash COMMAND]] [[ask COMMAND]] [[slow N]] [[subagent DIRECTIVES]] [[fail STATUS]] [[retry
///   N]]
///   [[limit]] [[garbage]] [[invalid-utf8]] [[bigline BYTES]] [[exit CODE]] [[hang]]
///   [[ignore-term]]
///   [[fork]]
///
/// A directive may also stand alone on a line of a file given by `--script FILE`, used for prompts
/// without directives. `--pace-ms N` waits between events so that people can watch. Tokens follow
/// from the lengths of the texts and cost from the list price, so every figure can be checked.
[[nodiscard]] int run_demo_agent(const std::vector<std::string>& arguments);

}  // namespace orchard::agents
