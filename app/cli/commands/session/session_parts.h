#pragma once

#include "app/cli/context.h"

namespace orchard::app {

// The commands about sessions; each adds itself to `app`.
void add_show_command(CLI::App& app, CliContext& context);
void add_answer_command(CLI::App& app, CliContext& context);
void add_steer_commands(CLI::App& app, CliContext& context);
void add_wait_command(CLI::App& app, CliContext& context);

}  // namespace orchard::app
