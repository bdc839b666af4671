#pragma once

#include "core/domain/quantities.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace orchard::agents::demo {

/// About four bytes to a token; never 0.
[[nodiscard]] std::int64_t count_tokens(std::string_view text);

/// "opus", "sonnet", "haiku" and "" become full names as Claude Code shows them.
[[nodiscard]] std::string resolve_model(const std::string& asked_for);
/// The name as the API gives it: without the context-window suffix "[1m]".
[[nodiscard]] std::string api_model(const std::string& model);

/// Exact list price of `usage` (platform pricing page; unknown models cost what Opus 4.8 costs).
[[nodiscard]] core::Cost price_of(const std::string& model, const core::TokenUsage& usage);

/// What the model has read of one conversation so far; decides what is cached.
struct ContextWindow {
  std::int64_t cached = 0;
  std::int64_t unread = 0;  ///< tokens that the next call reads for the first time

  /// The usage with which the next call starts; its output is 1 as in `message_start`.
  [[nodiscard]] core::TokenUsage start_call();
};

/// Everything one agent process was charged. Plain value.
struct ProcessAccount {
  struct ModelTotal {
    core::TokenUsage usage;
    core::Cost cost;
  };
  std::map<std::string, ModelTotal> models;  ///< by the name with its suffix
  core::TokenUsage turn;                     ///< the running turn, main thread only

  void charge(const std::string& model, const core::TokenUsage& usage, bool main_thread);
  [[nodiscard]] core::Cost total() const;
};

}  // namespace orchard::agents::demo
