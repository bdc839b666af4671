#pragma once

#include "app/services/engine.h"
#include "core/base/error.h"
#include "core/domain/ids.h"

#include <string_view>

namespace orchard::app {

/// `error` with the words of the prompt that was not sent, so that they can be copied; without them
/// when the prompt is queued, for then it must not be sent again. `engine` may be null.
[[nodiscard]] core::Error with_unsent_prompt(Engine* engine, const core::WorkspaceId& workspace,
                                             std::string_view prompt, core::Error error);

}  // namespace orchard::app
