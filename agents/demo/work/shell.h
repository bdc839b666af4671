#pragma once

#include "agents/demo/wire/host_link.h"

#include <filesystem>
#include <string>

namespace orchard::agents::demo {

struct ShellOutcome {
  int status = -1;
  std::string out;
  std::string err;
  bool interrupted = false;
};

/// Runs `/bin/bash -c command` in `cwd` in a process session of its own and waits for it, hearing
/// the host meanwhile unless `link` is null. An interrupt kills it; SIGTERM to the agent leaves it
/// running, as Claude Code does.
[[nodiscard]] ShellOutcome run_shell(const std::string& command, const std::filesystem::path& cwd,
                                     HostLink* link);

}  // namespace orchard::agents::demo
