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

/// "Question=Option" each, as answers to what `request` asks; several for a question that takes
/// several are joined with ", ". Errors: invalid_argument for one that names no question or holds
/// no answer, for a second one where only one may be chosen, and for any when the request asks for
/// a permission. Pure.
[[nodiscard]] core::Result<std::vector<agents::QuestionAnswer>> answers_to(
    const metrics::OpenRequest& request, const std::vector<std::string>& choices);

/// The same for an open request; nothing when it is not open any more. Errors: also the store's.
[[nodiscard]] core::Result<std::vector<agents::QuestionAnswer>> read_choices(
    Engine& engine, const core::SessionId& session, const core::PermissionRequestId& request,
    const std::vector<std::string>& choices);

}  // namespace orchard::app
