#include "app/cli/commands/usage/ledger_commands.h"

#include "app/cli/context.h"

#include <CLI/CLI.hpp>

namespace orchard::app {

void add_ledger_commands(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<UsageArguments>();
  CLI::App* usage = app.add_subcommand(
      "usage", "All use of Claude Code on this machine: tokens and cost by day, session, …");
  add_usage_tables(*usage, context, arguments);
  add_skipped_command(*usage, context);
  add_reread_command(*usage, context);
  add_outside_command(*usage, context);
  add_statusline_command(*usage, context);
  add_prices_command(app, context);
}

}  // namespace orchard::app
