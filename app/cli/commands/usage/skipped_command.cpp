#include "app/cli/commands/usage/ledger_commands.h"
#include "app/cli/commands/usage/usage_show.h"
#include "app/cli/context.h"
#include "app/cli/table.h"
#include "app/services/sweep/sweep_transcripts.h"
#include "app/view_model/text/format.h"
#include "metrics/sweep/sweep.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

/// Each by its place in LineFault: what scripts read and what people do.
struct Reason {
  const char* name;
  const char* text;
};
constexpr std::array<Reason, 9> kReasons{{
    {"broken", "no whole JSON record"},
    {"no_counts", "a response without possible numbers of tokens"},
    {"no_id", "a response without an id"},
    {"no_time", "a response without a time"},
    {"too_early", "a response of before 2020"},
    {"too_late", "a response of a day that has not come"},
    {"too_long", "longer than 16 MiB"},
    {"several", "more than one record on one line"},
    {"bad_time", "a response of a time that cannot be read"},
}};

const Reason& reason_of(const metrics::SkippedLine& line) {
  return kReasons.at(static_cast<std::size_t>(line.fault));
}

void print_json(const metrics::SkippedLines& found) {
  using nlohmann::json;
  json rows = json::array();
  for (const metrics::SkippedLine& line : found.lines)
    rows.push_back({{"file", line.path},
                    {"line", line.line},
                    {"offset", line.offset},
                    {"reason", reason_of(line).name}});
  json problems = json::array();
  for (const core::Error& problem : found.problems) problems.push_back(problem.message);
  print(json{{"skipped", std::move(rows)}, {"problems", std::move(problems)}}.dump(2) + "\n");
}

void print_lines(const metrics::SkippedLines& found) {
  for (const metrics::SkippedLine& line : found.lines)
    print(terminal_text(fmt::format("{}:{}: {}", line.path, line.line, reason_of(line).text)) +
          "\n");
  if (!found.lines.empty())
    say(fmt::format("{} could not be read and {} not counted.",
                    counted(static_cast<std::int64_t>(found.lines.size()), "line", "lines"),
                    found.lines.size() == 1 ? "is" : "are"));
  else if (found.problems.empty())
    say("Every line of the transcripts could be read.");
}

core::Result<ExitCode> show(const CliContext& context, Engine& engine) {
  ORCHARD_TRY(auto swept, refresh_usage(engine));
  ORCHARD_TRY(auto found, list_skipped_lines(engine));
  std::ranges::move(swept.problems, std::back_inserter(found.problems));
  if (context.json)
    print_json(found);
  else
    print_lines(found);
  say_outside_is_left_alone(engine);
  for (const core::Error& problem : found.problems) static_cast<void>(report(problem));
  return found.problems.empty() ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

void add_skipped_command(CLI::App& usage, CliContext& context) {
  CLI::App* command = usage.add_subcommand(
      "skipped", "List the lines of transcripts that could not be read, with file and line");
  command->footer("");  // that of `usage` is about its tables
  command->add_flag("-j,--json", context.json, "Print JSON");
  command->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine_to_show(c, [&](Engine& engine) { return show(c, engine); });
    };
  });
}

}  // namespace orchard::app
