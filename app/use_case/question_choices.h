#pragma once

#include "agents/protocol/questions.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "metrics/query/sessions.h"

#include <string>
#include <vector>

namespace orchard::app {

/// What the agent asks with the request; empty when it asks for a permission.
[[nodiscard]] std::vector<agents::Question> questions_of(const metrics::OpenRequest& request);

/// "Question=Option" each, as answers to what the open request asks; nothing when it is not open
/// any more. Errors: invalid_argument for one that names no question.
[[nodiscard]] core::Result<std::vector<agents::QuestionAnswer>> read_choices(
    Engine& engine, const core::SessionId& session, const core::PermissionRequestId& request,
    const std::vector<std::string>& choices);

}  // namespace orchard::app
