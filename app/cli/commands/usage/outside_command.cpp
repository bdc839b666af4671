#include "app/cli/commands/usage/ledger_commands.h"
#include "app/cli/context.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

struct OutsideArguments {
  bool on = false;
  bool off = false;
};

core::Result<ExitCode> show(const CliContext& context, Engine& engine,
                            const OutsideArguments& arguments) {
  if (arguments.on || arguments.off)
    ORCHARD_CHECK(engine.change_settings(
        [&](core::Settings& settings) { settings.count_outside_use = arguments.on; }));
  const bool counts = engine.settings().count_outside_use;
  if (context.json) {
    print(nlohmann::json{{"count_outside_use", counts}}.dump(2) + "\n");
    return ExitCode::ok;
  }
  print(counts ? "on\n" : "off\n");
  say(counts
          ? "Transcripts of all sessions of Claude Code are read; only numbers are kept."
          : "Only Orchard's own sessions are counted; transcripts of others are left alone. What "
            "was counted before stays.");
  return ExitCode::ok;
}

}  // namespace

void add_outside_command(CLI::App& usage, CliContext& context) {
  auto arguments = std::make_shared<OutsideArguments>();
  CLI::App* command = usage.add_subcommand(
      "outside", "Whether use of Claude Code outside Orchard is counted (Settings > Privacy)");
  command->footer("");  // that of `usage` is about its tables
  CLI::Option* on = command->add_flag("--on", arguments->on, "Count it from now on");
  command->add_flag("--off", arguments->off, "Leave it alone from now on")->excludes(on);
  command->add_flag("-j,--json", context.json, "Print JSON");
  command->callback([&context, arguments] {
    context.action = [arguments](CliContext& c) {
      const bool changes = arguments->on || arguments->off;
      return (changes ? with_engine : with_engine_to_show)(
          c, [&](Engine& engine) { return show(c, engine, *arguments); });
    };
  });
}

}  // namespace orchard::app
