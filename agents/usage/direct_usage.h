#pragma once

#include "agents/usage/usage_answer.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace orchard::agents {

/// For a `claude` too old to be asked: the request it would make itself.
struct DirectQuestion {
  std::string url = "https://api.anthropic.com/api/oauth/usage";
  std::filesystem::path config_directory;  ///< Claude Code's own, with its stored login
  std::string user_agent;
  std::chrono::milliseconds time_limit{10'000};
};

struct DirectAnswer {
  PlanOutcome outcome = tl::unexpected(core::PlanProblem{});
  bool asked = false;  ///< something went over the network
  std::string result;  ///< "200", "timed out", "no connection"
  std::optional<std::int64_t> sent;
  std::optional<std::int64_t> received;
};

/// One GET with the stored login as bearer token. Blocks; any thread but the UI's.
[[nodiscard]] DirectAnswer fetch_plan_usage(const DirectQuestion& question, core::Timestamp now,
                                            const std::atomic<bool>* cancel = nullptr);

}  // namespace orchard::agents
