#pragma once

#include "core/base/result.h"
#include "core/domain/fact.h"
#include "core/domain/quantities.h"
#include "core/domain/states.h"
#include "metrics/ledger/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

/// A question nobody answered, of a turn that still runs as far as the ledger knows.
struct OpenRequest {
  core::SessionId session;
  core::PermissionRequestId request;
  std::string tool;
  std::string summary;
  std::string input_json;
  std::string suggestions_json;
  core::Timestamp asked_at;
};

/// One conversation and its sums. Whether its process lives is not known here.
struct SessionFigures {
  Session session;
  std::string title;  ///< first line of its first prompt, at most 200 bytes
  std::int64_t turns = 0;
  core::TokenUsage usage;
  core::Cost cost;
  bool cost_is_estimated = false;  ///< a model without a price of its own took part
  /// What the processes of this conversation report beyond the sum of its calls; only on the first
  /// id of a chain, for `/clear` does not restart the process.
  core::Cost unexplained;
  std::int64_t context_tokens = 0;  ///< of the newest call of the main conversation
  std::optional<core::TurnOutcome> last_outcome;
  std::string last_error;  ///< set when the last outcome is error
  core::Timestamp last_active_at;
  std::optional<core::Timestamp> turn_started_at;  ///< while a turn runs
  std::string last_message;                        ///< last text of the agent, at most 400 bytes
  std::string current_tool;                        ///< "Bash make test" while one runs
  std::vector<OpenRequest> requests;
  std::vector<std::string> queued_prompts;  ///< stored and not yet read by the agent
};

/// Tells whether a session has to be read again: its figures are those of before while this is the
/// same, unless it has queued prompts. In the small integers of the store: there are thousands.
struct SessionRevision {
  std::int64_t session = 0;
  std::int64_t launched_as = 0;
  std::int64_t workspace = 0;
  std::int64_t revision = 0;
  std::int64_t place = 0;  ///< among the sessions of its workspace: the greater the newer

  bool operator==(const SessionRevision&) const = default;
};
/// Sessions of all workspaces but deleted ones, in any order.
[[nodiscard]] core::Result<std::vector<SessionRevision>> query_session_revisions(Store& store);
/// The one that `revision` speaks of. Errors: not_found.
[[nodiscard]] core::Result<SessionFigures> query_session(Store& store,
                                                         const SessionRevision& revision);

/// Newest first.
[[nodiscard]] core::Result<std::vector<SessionFigures>> query_sessions(Store& store);
[[nodiscard]] core::Result<std::vector<SessionFigures>> query_sessions_of(
    Store& store, const core::WorkspaceId& workspace);
/// Errors: not_found.
[[nodiscard]] core::Result<SessionFigures> query_session(Store& store,
                                                         const core::SessionId& session);

/// How a permission request was decided; none while it is open or when it was never asked.
[[nodiscard]] core::Result<std::optional<core::PermissionDecision>> query_decision(
    Store& store, const core::SessionId& session, const core::PermissionRequestId& request);

}  // namespace orchard::metrics
