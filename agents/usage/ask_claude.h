#pragma once

#include "agents/launch/launch_plan.h"
#include "agents/usage/usage_answer.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace orchard::agents {

/// Whom to ask and where.
struct UsageQuestion {
  AgentExecutable executable;
  std::filesystem::path directory;       ///< made when missing; must be empty: no project's files
  std::vector<std::string> environment;  ///< what agents start from, "NAME=value" each
  std::chrono::milliseconds time_limit{10'000};
};

/// Starts a `claude` that runs no turn, no hook and no server of the user's and leaves no
/// transcript, asks it for the plan's usage and ends it with its process group. No credential
/// passes through here. `old_claude`: this version cannot be asked. Blocks; any thread but the
/// UI's.
[[nodiscard]] PlanOutcome ask_claude_for_usage(const UsageQuestion& question,
                                               const std::atomic<bool>* cancel = nullptr);

/// The arguments behind the program's name, leading arguments first.
[[nodiscard]] std::vector<std::string> usage_arguments(const AgentExecutable& executable);

}  // namespace orchard::agents
