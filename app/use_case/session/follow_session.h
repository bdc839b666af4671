#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"
#include "metrics/query/transcript.h"

#include <functional>

namespace orchard::app {

/// Hands on what was said in the session, then what is said while its process lives; what stands in
/// the ledger comes once, a tool call again when its result is there. Blocks until the process has
/// ended. Errors: not_found, io.
[[nodiscard]] core::Result<void> follow_session(
    Engine& engine, const core::SessionId& session,
    const std::function<void(const metrics::TranscriptItem&)>& on_item);

}  // namespace orchard::app
