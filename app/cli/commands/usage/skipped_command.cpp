#include "app/cli/commands/usage/ledger_commands.h"
#include "app/cli/commands/usage/usage_show.h"
#include "app/cli/context.h"
#include "app/cli/table.h"
#include "metrics/sweep/sweep.h"

#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

core::Result<ExitCode> show(const CliContext& context, Engine& engine) {
  ORCHARD_CHECK(refresh_usage(engine));
  ORCHARD_TRY(const auto lines, metrics::list_skipped_lines(engine.store()));
  if (context.json) {
    nlohmann::json rows = nlohmann::json::array();
    for (const metrics::SkippedLine& line : lines)
      rows.push_back({{"file", line.path}, {"line", line.line}, {"offset", line.offset}});
    print(nlohmann::json{{"skipped", std::move(rows)}}.dump(2) + "\n");
    return ExitCode::ok;
  }
  for (const metrics::SkippedLine& line : lines)
    print(terminal_text(fmt::format("{}:{}", line.path, line.line)) + "\n");
  say(lines.empty() ? "Every line of the transcripts could be read."
                    : fmt::format("{} lines could not be read and are not counted: they are no "
                                  "JSON, or tell of a response without saying what it took.",
                                  lines.size()));
  return ExitCode::ok;
}

}  // namespace

void add_skipped_command(CLI::App& usage, CliContext& context) {
  CLI::App* command = usage.add_subcommand(
      "skipped", "List the lines of transcripts that could not be read, with file and line");
  command->add_flag("-j,--json", context.json, "Print JSON");
  command->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return show(c, engine); });
    };
  });
}

}  // namespace orchard::app
