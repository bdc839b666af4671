#include "app/cli/commands/usage/ledger_commands.h"
#include "app/cli/commands/usage/usage_show.h"
#include "app/cli/commands/usage/watch_loop.h"
#include "app/cli/context.h"
#include "app/cli/terminal_width.h"
#include "app/cli/usage/time_zone.h"
#include "app/services/sweep/sweep_transcripts.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>

namespace orchard::app {
namespace {

using Arguments = std::shared_ptr<UsageArguments>;

constexpr const char* kUsageFooter =
    R"(Days, weeks and months are those of your time zone, or of --timezone. Every API response counts
once, whoever told of it; costs follow `orchard prices`. "≈" marks a cost that holds an estimate.
INPUT is all that a model was sent, what came from or went to its cache included. The first command
reads every transcript once, whatever --since says; later ones open only those that changed.

Examples:
  orchard usage                                  # every day
  orchard usage --last 7 --breakdown             # the last week, model by model
  orchard usage monthly --by workspace
  orchard usage weekly --start-of-week sunday --json
  orchard usage session --project shop --since 2026-11-01
  orchard usage blocks --active --plan max5
  orchard usage daily --csv > usage.csv
  orchard usage --watch                          # until Ctrl-C

--json has the field names of ccusage; --compat ccusage counts as it does, mistakes included.)";

constexpr const char* kBlocksFooter =
    R"(The burn rate is the average from the first to the last call of a block. What is projected, and
what runs out of a plan's limits, follows it from now on. Where the account told when a limit of five
hours resets, the block ends then: it tells agents and the status line, answers `orchard usage-limits`,
and in transcripts Claude Code writes it when a limit is reached. Limits that the account told of are
forecast at the pace of the last hour, those of a week at that of the last day; what was used on
other machines is not known here.)";

core::Result<ExitCode> show(CliContext& context, const UsageArguments& arguments) {
  ORCHARD_CHECK(check_arguments(arguments, context.json));
  if (!arguments.time_zone.empty()) ORCHARD_CHECK(use_time_zone(arguments.time_zone));
  const Machine& machine = *context.machine;
  const UsageForm form{context.json, arguments.watch, terminal_width().value_or(0)};
  if (!arguments.compat.empty()) {
    ORCHARD_TRY(const bool may_read, counts_outside_use(machine.paths));
    if (!may_read)
      return core::fail(core::ErrorCode::unavailable,
                        "ccusage counts the transcripts of every session, and those outside "
                        "Orchard are left alone; `orchard usage outside --on` changes that.");
    ORCHARD_TRY(const UsageOutput output,
                make_compatible_output(machine.local_time, machine.clock.now(), arguments, form));
    print(output.text);
    return ExitCode::ok;
  }
  std::optional<Engine> engine;
  std::string problem;
  const auto make = [&]() -> core::Result<UsageOutput> {
    if (!engine || engine->prices().is_outdated()) {
      ORCHARD_TRY(auto opened, Engine::open_to_show(machine));
      engine.emplace(std::move(opened));
      if (problem != engine->prices().problem) say_price_problem(*engine);
      problem = engine->prices().problem;
    }
    ORCHARD_TRY(const auto swept, refresh_usage(*engine));
    ORCHARD_TRY(UsageOutput output, make_usage_output(*engine, arguments, form));
    ORCHARD_TRY(const std::string unread,
                unread_note(*engine, swept, !form.json && !arguments.csv));
    if (!unread.empty()) output.note += (output.note.empty() ? "" : "\n") + unread;
    output.staleness = engine->staleness();
    // It would keep others out until the next look.
    if (arguments.watch && engine->is_frozen()) engine.reset();
    return output;
  };
  if (arguments.watch) return watch_usage(make, context.json);
  ORCHARD_TRY(const UsageOutput output, make());
  print(output.text);
  if (!output.note.empty()) say(output.note);
  say_outside_is_left_alone(*engine);
  say_staleness(output.staleness);
  return ExitCode::ok;
}

void add_time_options(CLI::App& command, UsageArguments& arguments) {
  command.add_option("-s,--since", arguments.since, "From this day on (2026-11-01)");
  command.add_option("-u,--until", arguments.until, "Up to this day, it too");
  command
      .add_option("--last", arguments.last,
                  "The last N periods, the running one among them (days of sessions and blocks)")
      ->check(CLI::Range(1, 100'000));
  command.add_option("-z,--timezone", arguments.time_zone,
                     "Days of this zone instead of your own (Europe/Berlin, UTC)");
  command.add_option("-o,--order", arguments.order,
                     "asc or desc; by time, of sessions by cost (asc; sessions: desc)");
}

void add_place_options(CLI::App& command, UsageArguments& arguments) {
  command.add_option("-p,--project", arguments.project,
                     "Only this project: its name, or a path to or into its repository or folder");
  command.add_option("--repo", arguments.repository,
                     "Only this repository of Orchard: name, path or id");
  command.add_option("--workspace", arguments.workspace, "Only this workspace");
  command.add_option("--branch", arguments.branch, "Only calls made on this branch");
  command.add_option("--model", arguments.model, "Only this model, or models named like it");
  command.add_option("--source", arguments.source,
                     "Only interactive, sub-agent, background or outside (of Orchard)");
}

void add_form_options(CLI::App& command, CliContext& context, UsageArguments& arguments) {
  command.add_flag("-j,--json", context.json, "Print JSON");
  command.add_flag("--csv", arguments.csv, "Print CSV");
  command.add_flag("--watch", arguments.watch,
                   "Print again whenever something changes; with --json one line each time");
  command.add_option("--compat", arguments.compat, "ccusage: count exactly as ccusage does");
  command.add_option("-m,--mode", arguments.mode,
                     "With --compat: auto, calculate or display, where costs come from (auto)");
}

void add_period_options(CLI::App& command, UsageArguments& arguments) {
  command.add_option("--by", arguments.by,
                     "Divide by workspace, branch, repository, model, agent, source or session");
  command.add_flag("-b,--breakdown", arguments.breakdown, "Show each model below its line");
  command.add_option("-w,--start-of-week", arguments.week_start,
                     "The day weeks begin with (monday; with --compat ccusage: sunday)");
}

void add_block_options(CLI::App& command, UsageArguments& arguments) {
  command.add_flag("-a,--active", arguments.active, "Only the active block, in detail");
  command.add_flag("-r,--recent", arguments.recent, "Only blocks of the last three days");
  command.add_option("-t,--token-limit", arguments.token_limit,
                     "Compare the projection with this many tokens, or with the max so far");
  command.add_option("-n,--session-length", arguments.length_hours,
                     "Hours of a block, at most 8760 (5)");
  command.add_option("--plan", arguments.plan,
                     "Limits to compare with: pro, max5, max20, or custom: learned from two or "
                     "more of your blocks that came near one (custom)");
}

void act(CLI::App& command, CliContext& context, const Arguments& arguments, UsageTable table) {
  command.callback([&context, arguments, table] {
    // The command itself runs after its subcommand: what that one chose stands.
    if (context.action) return;
    arguments->table = table;
    context.action = [arguments](CliContext& c) {
      const auto code = show(c, *arguments);
      return code ? *code : report(code.error());
    };
  });
}

CLI::App& add_table(CLI::App& usage, CliContext& context, const Arguments& arguments,
                    UsageTable table, const char* name, const char* description) {
  CLI::App* command = usage.add_subcommand(name, description);
  add_time_options(*command, *arguments);
  if (table != UsageTable::blocks) add_place_options(*command, *arguments);
  add_form_options(*command, context, *arguments);
  act(*command, context, arguments, table);
  return *command;
}

}  // namespace

void add_usage_tables(CLI::App& usage, CliContext& context, const Arguments& arguments) {
  usage.footer(kUsageFooter);
  add_time_options(usage, *arguments);
  add_place_options(usage, *arguments);
  add_period_options(usage, *arguments);
  add_form_options(usage, context, *arguments);
  add_period_options(add_table(usage, context, arguments, UsageTable::daily, "daily",
                               "Use by day (the same as no command)"),
                     *arguments);
  add_period_options(add_table(usage, context, arguments, UsageTable::weekly, "weekly",
                               "Use by week, named after its first day"),
                     *arguments);
  add_period_options(
      add_table(usage, context, arguments, UsageTable::monthly, "monthly", "Use by month"),
      *arguments);
  CLI::App& session = add_table(usage, context, arguments, UsageTable::session, "session",
                                "Use by session, dearest first");
  session.add_flag("-b,--breakdown", arguments->breakdown, "Show each model below its line");
  session.add_option("--id", arguments->session,
                     "The calls of one session, named by the beginning of its id");
  CLI::App& blocks =
      add_table(usage, context, arguments, UsageTable::blocks, "blocks",
                "The windows of five hours in which plans count, with pace and forecast");
  blocks.footer(kBlocksFooter);
  add_block_options(blocks, *arguments);
  act(usage, context, arguments, UsageTable::daily);
}

}  // namespace orchard::app
