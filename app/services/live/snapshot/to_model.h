#pragma once

#include "agents/session/live_state.h"
#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/services/session_now.h"
#include "core/settings/settings.h"
#include "git/diff/file_change.h"
#include "metrics/query/tiles.h"
#include "metrics/query/transcript.h"
#include "metrics/query/workspaces.h"

namespace orchard::app {

// From what the ledger and git say to what the window shows. Pure.

/// `live` adds what only the stream tells; null when nobody follows the session here.
[[nodiscard]] SessionSummary to_summary(const SessionNow& session, const agents::LiveState* live);
/// Without sessions, files and log.
[[nodiscard]] WorkspaceState to_workspace(const metrics::WorkspaceFigures& figures);
/// The numbers of sessions are the caller's.
[[nodiscard]] Tiles to_tiles(const metrics::Tiles& tiles);
[[nodiscard]] PlanLimit to_plan_limit(const core::RateLimitSample& sample);
[[nodiscard]] TranscriptItem to_item(metrics::TranscriptItem item);
[[nodiscard]] ChangedFile to_changed_file(const git::FileChange& change);

[[nodiscard]] SettingsView to_view(const core::Settings& settings);
void apply(const ChangeSettings& change, core::Settings& settings);

}  // namespace orchard::app
