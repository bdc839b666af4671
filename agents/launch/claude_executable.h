#pragma once

#include "agents/launch/launch_plan.h"
#include "core/base/result.h"

#include <compare>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::agents {

struct ClaudeVersion {
  int major = 0;
  int minor = 0;
  int patch = 0;

  auto operator<=>(const ClaudeVersion&) const = default;
  [[nodiscard]] std::string text() const;
};

/// The oldest version whose protocol Orchard speaks.
inline constexpr ClaudeVersion kOldestClaude{2, 0, 0};

/// $ORCHARD_CLAUDE, else `setting` when not empty, else `claude` on PATH. Errors: unavailable, with
/// the remedy in the sentence.
[[nodiscard]] core::Result<AgentExecutable> resolve_claude(const std::filesystem::path& setting);

/// Reads "2.1.197 (Claude Code)".
[[nodiscard]] std::optional<ClaudeVersion> parse_claude_version(std::string_view text);

/// Runs `--version` (at most 20 s); the caller keeps the answer. Errors: unavailable (does not
/// start or says no version), unsupported (too old).
[[nodiscard]] core::Result<ClaudeVersion> check_claude(const AgentExecutable& executable);

}  // namespace orchard::agents
