#pragma once

#include "core/base/result.h"
#include "core/domain/quantities.h"
#include "core/domain/states.h"
#include "metrics/ledger/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

/// One turn with its own sums (sub-agents included).
struct TurnFigures {
  core::TurnId id;
  std::int64_t number = 0;  ///< 1, 2, 3, …
  std::string prompt;
  bool from_background_task = false;
  core::Timestamp started_at;
  std::optional<core::Timestamp> finished_at;
  std::optional<core::TurnOutcome> outcome;
  std::string result;
  std::string error;
  std::optional<int> http_status;
  core::Duration duration{0};
  core::TokenUsage usage;
  core::Cost cost;
  std::string model;  ///< of its dearest calls
};
/// In the order they began. A session without any is an empty list.
[[nodiscard]] core::Result<std::vector<TurnFigures>> query_turns(Store& store,
                                                                 const core::SessionId& session);

/// One readable piece of a conversation.
struct TranscriptItem {
  enum class Kind { user, text, thinking, tool, notice, error, turn_footer };
  Kind kind = Kind::text;
  std::string id;    ///< the same in every query
  int depth = 0;     ///< 1 inside a sub-agent
  std::string text;  ///< Markdown for text; a sentence for notices and errors
  core::Timestamp at;
  // tool
  std::string tool;
  std::string summary;
  std::string input_json;
  std::string result;
  bool finished = true;
  bool failed = false;
  // turn_footer
  TurnFigures turn;
};
/// In the order things happened; results of tools stand with their call, what the user said behind.
[[nodiscard]] core::Result<std::vector<TranscriptItem>> query_transcript(
    Store& store, const core::SessionId& session);

/// Whether anything that was said in the workspace is still kept.
[[nodiscard]] core::Result<bool> remembers_words(Store& store, const core::WorkspaceId& workspace);

}  // namespace orchard::metrics
