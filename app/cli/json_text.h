#pragma once

#include "app/services/session_now.h"
#include "core/domain/ids.h"
#include "core/domain/quantities.h"
#include "metrics/ledger/records.h"
#include "metrics/query/sessions.h"
#include "metrics/query/tiles.h"
#include "metrics/query/transcript.h"
#include "metrics/query/workspaces.h"

#include <nlohmann/json_fwd.hpp>

namespace orchard::app {

// The shapes that `--json` prints: money in dollars, times in ISO 8601, names as in the store.

[[nodiscard]] nlohmann::json usage_json(const core::TokenUsage& usage);
[[nodiscard]] nlohmann::json repository_json(const metrics::Repository& repository);
[[nodiscard]] nlohmann::json workspace_json(const metrics::Workspace& workspace,
                                            std::string_view repository_name);
/// What `send --wait` prints.
[[nodiscard]] nlohmann::json turn_json(const core::SessionId& session,
                                       const metrics::TurnFigures& turn);
/// What waits for an answer; `changes` is null unless a file would be written.
[[nodiscard]] nlohmann::json requests_json(const std::vector<metrics::OpenRequest>& requests);
[[nodiscard]] nlohmann::json session_json(const SessionNow& session,
                                          std::string_view workspace_name);
[[nodiscard]] nlohmann::json transcript_json(const std::vector<metrics::TranscriptItem>& items);

}  // namespace orchard::app
