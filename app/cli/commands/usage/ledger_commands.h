#pragma once

#include "app/cli/usage/usage_request.h"

#include <memory>

namespace CLI {
class App;
}

namespace orchard::app {

struct CliContext;

// Parts of `orchard usage` and `orchard prices`; each adds its commands or options.

void add_usage_tables(CLI::App& usage, CliContext& context,
                      const std::shared_ptr<UsageArguments>& arguments);
void add_skipped_command(CLI::App& usage, CliContext& context);
void add_reread_command(CLI::App& usage, CliContext& context);
void add_outside_command(CLI::App& usage, CliContext& context);
void add_statusline_command(CLI::App& usage, CliContext& context);
void add_prices_command(CLI::App& app, CliContext& context);

}  // namespace orchard::app
