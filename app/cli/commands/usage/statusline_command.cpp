#include "app/cli/commands/usage/ledger_commands.h"
#include "app/cli/context.h"
#include "app/cli/statusline/run_statusline.h"

#include <CLI/CLI.hpp>

namespace orchard::app {
namespace {

constexpr const char* kStatuslineFooter =
    R"(Put this into ~/.claude/settings.json:
  {"statusLine": {"type": "command", "command": "orchard-statusline"}}
or, where only orchard itself is at hand and a few milliseconds more are fine, "orchard usage
statusline": the answer is the same.

The line:
  Opus 4.8 | $1.20 session / $14.02 today / $6.10 block (2h 15m left) | $3.10/h | context 45.0K (23%)
and the limits of the plan where Claude Code tells them; Orchard keeps them, so that blocks begin and
end where the account says. "≈" marks what holds an estimate. It answers in a few milliseconds and
never fails: what is not known is left out. Before any other command of Orchard ran it makes no store
and tells only what its own session wrote.)";

}  // namespace

void add_statusline_command(CLI::App& usage, CliContext& context) {
  CLI::App* command = usage.add_subcommand(
      "statusline", "One line for Claude Code's status line (reads its JSON on standard input)");
  command->footer(kStatuslineFooter);
  command->callback([&context] {
    context.action = [](CliContext&) {
      return run_statusline_command() == 0 ? ExitCode::ok : ExitCode::failed;
    };
  });
}

}  // namespace orchard::app
