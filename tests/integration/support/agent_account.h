#pragma once

#include "core/domain/quantities.h"
#include "tests/integration/support/scratch_machine.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace orchard::test {

/// What the agent of one session wrote down itself, read by plain loops over its transcript files
/// and event logs: the reference that every figure of Orchard is compared with.
struct AgentAccount {
  core::TokenUsage usage;          ///< each API reply once, sub-agents' too
  std::int64_t calls = 0;          ///< API replies
  std::int64_t results = 0;        ///< turns that ended
  double reported_usd = 0;         ///< the last running total of each process, summed
  std::vector<std::string> items;  ///< ids of prompts, texts and tool calls, sorted

  /// At the list price of the demo agent's model.
  [[nodiscard]] core::Cost cost() const;
};

/// `config` is the CLAUDE_CONFIG_DIR the agent saw. Throws std::runtime_error for a broken line.
[[nodiscard]] AgentAccount read_agent_account(const ScratchMachine& machine,
                                              const std::filesystem::path& config,
                                              const std::string& session);

/// Compares everything Orchard shows of the session with what its agent wrote down.
void expect_exact(const ScratchMachine& machine, const std::filesystem::path& config,
                  const std::string& session);
/// The same for every session that has a process, and the sums of `orchard metrics`.
void expect_books_balance(const ScratchMachine& machine, const std::filesystem::path& config);

}  // namespace orchard::test
