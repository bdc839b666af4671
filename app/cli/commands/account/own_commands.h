#pragma once

#include "app/cli/context.h"
#include "app/use_case/commands/own_command.h"
#include "core/base/result.h"

namespace orchard::app {

/// Does what `send` was given when that is a command of Orchard's own, and prints the answer.
[[nodiscard]] core::Result<ExitCode> run_own_command(const CliContext& context, Engine& engine,
                                                     const SendRequest& request,
                                                     const OwnCommand& command);

}  // namespace orchard::app
