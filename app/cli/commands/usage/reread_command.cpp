#include "app/cli/commands/usage/ledger_commands.h"
#include "app/cli/commands/usage/usage_show.h"
#include "app/cli/context.h"
#include "app/services/sweep/sweep_transcripts.h"
#include "app/view_model/text/format.h"
#include "metrics/schema/columns.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

constexpr const char* kFooter =
    R"(Orchard reads what was appended to a transcript since it read last, as Claude Code never changes
what it wrote. After somebody else did (a file restored from a backup, a line edited), this reads
all transcripts from their beginnings. Nothing is counted twice, and what was counted stays.)";

core::Result<std::int64_t> count_calls(Engine& engine) {
  ORCHARD_TRY(const auto calls,
              metrics::find_integer(engine.store().database(), "SELECT COUNT(*) FROM api_call"));
  return calls.value_or(0);
}

core::Result<ExitCode> reread(const CliContext& context, Engine& engine) {
  ORCHARD_CHECK(refresh_usage(engine));
  ORCHARD_TRY(const std::int64_t before, count_calls(engine));
  ORCHARD_TRY(const metrics::SweepReport found, reread_transcripts(engine));
  ORCHARD_TRY(const std::int64_t after, count_calls(engine));
  if (context.json)
    print(nlohmann::json{{"files", found.read},
                         {"bytes", found.bytes},
                         {"calls", after},
                         {"new_calls", after - before}}
              .dump(2) +
          "\n");
  else
    say(fmt::format("{} read again; {} more than before.",
                    counted(found.read, "transcript", "transcripts"),
                    counted(after - before, "call", "calls")));
  say_outside_is_left_alone(engine);
  for (const core::Error& problem : found.problems) static_cast<void>(report(problem));
  return found.problems.empty() ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

void add_reread_command(CLI::App& usage, CliContext& context) {
  CLI::App* command =
      usage.add_subcommand("reread", "Read all transcripts again from their beginnings");
  command->footer(kFooter);
  command->add_flag("-j,--json", context.json, "Print JSON");
  command->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return reread(c, engine); });
    };
  });
}

}  // namespace orchard::app
