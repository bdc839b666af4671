#include "app/services/early_end.h"

#include "agents/launch/claude_executable.h"

#include <string>

#include <fmt/format.h>

namespace orchard::app {
namespace {

bool is_demo_agent(const agents::LaunchRecord& record) {
  return !record.arguments.empty() && record.arguments.front() == "demo-agent";
}

}  // namespace

core::Error explain_early_end(const agents::SessionDirectory& directory,
                              const agents::LaunchRecord& record) {
  if (!is_demo_agent(record)) {
    if (auto version = agents::check_claude({record.executable, {}}); !version)
      return version.error();
  }
  std::string said = directory.stderr_tail(record.process);
  said.erase(said.find_last_not_of(" \r\n") + 1);
  return {core::ErrorCode::unavailable,
          fmt::format("The agent of session {} ended before it read the prompt{}{}. `orchard "
                      "doctor` checks the agent program.",
                      record.launched_as.value, said.empty() ? "" : ": ", said),
          {}};
}

}  // namespace orchard::app
