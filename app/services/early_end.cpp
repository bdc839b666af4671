#include "app/services/early_end.h"

#include "agents/launch/claude_executable.h"
#include "core/io/line_framer.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app {
namespace {

bool is_demo_agent(const agents::LaunchRecord& record) {
  return !record.arguments.empty() && record.arguments.front() == "demo-agent";
}

constexpr std::size_t kLongestComplaint = 300;

/// The line that says what is wrong: a program that fails may print a whole trace around it.
std::string complaint_in(std::string_view said) {
  std::string_view best;
  while (!said.empty()) {
    const std::string_view line = said.substr(0, said.find_first_of("\r\n"));
    said.remove_prefix(std::min(line.size() + 1, said.size()));
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    best = line;
    if (line.find("rror") != std::string_view::npos) break;
  }
  best.remove_prefix(std::min(best.find_first_not_of(" \t"), best.size()));
  best = best.substr(0, best.find_last_not_of(" \t.") + 1);
  return core::to_valid_utf8(best.substr(0, kLongestComplaint));
}

}  // namespace

core::Error explain_early_end(const agents::SessionDirectory& directory,
                              const agents::LaunchRecord& record) {
  if (!is_demo_agent(record)) {
    if (auto version = agents::check_claude({record.executable, {}}); !version)
      return version.error();
  }
  const std::string said = complaint_in(directory.stderr_tail(record.process));
  return {core::ErrorCode::unavailable,
          fmt::format("The agent of session {} ended before it read the prompt{}{}. `orchard "
                      "doctor` checks the agent program.",
                      record.launched_as.value, said.empty() ? "" : ": ", said),
          {}};
}

}  // namespace orchard::app
