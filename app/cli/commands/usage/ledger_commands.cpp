#include "app/cli/commands/usage/ledger_commands.h"

#include "app/cli/context.h"

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

namespace orchard::app {
namespace {

/// An empty value is a script's unset variable, no wish for everything.
void refuse_empty_values(CLI::App& command) {
  const auto check = [](const std::string& value) {
    return value.empty() ? std::string("an empty value says nothing; give one or leave it out")
                         : std::string();
  };
  for (CLI::Option* option : command.get_options())
    if (option->get_items_expected_max() > 0) option->check(check);
  for (CLI::App* below : command.get_subcommands({})) refuse_empty_values(*below);
}

}  // namespace

void add_ledger_commands(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<UsageArguments>();
  CLI::App* usage = app.add_subcommand(
      "usage", "All use of Claude Code on this machine: tokens and cost by day, session, …");
  add_usage_tables(*usage, context, arguments);
  add_skipped_command(*usage, context);
  add_reread_command(*usage, context);
  add_outside_command(*usage, context);
  add_statusline_command(*usage, context);
  refuse_empty_values(*usage);
  add_prices_command(app, context);
  refuse_empty_values(*app.get_subcommand("prices"));
}

}  // namespace orchard::app
