#include "app/cli/context.h"
#include "app/cli/table.h"
#include "app/services/health.h"
#include "app/services/upkeep/tidy.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

std::string_view level_name(HealthCheck::Level level) {
  switch (level) {
    case HealthCheck::Level::ok:
      return "ok";
    case HealthCheck::Level::off:
      return "off";
    case HealthCheck::Level::warning:
      return "warning";
    case HealthCheck::Level::failed:
      return "failed";
  }
  return "failed";
}

core::Result<ExitCode> doctor(const CliContext& context, Engine& engine) {
  const auto checks = check_everything(engine);
  bool failed = false;
  nlohmann::json json = nlohmann::json::array();
  Table table({{"CHECK"}, {"STATE"}, {"FOUND"}});
  for (const HealthCheck& check : checks) {
    failed = failed || check.level == HealthCheck::Level::failed;
    json.push_back({{"name", check.name},
                    {"level", level_name(check.level)},
                    {"detail", check.detail},
                    {"remedy", check.remedy}});
    table.add_row({check.name, std::string(level_name(check.level)), check.detail});
  }
  print(context.json ? json.dump(2) + "\n" : table.to_text());
  if (!context.json)
    for (const HealthCheck& check : checks)
      if (!check.remedy.empty()) say(check.name + ": " + terminal_text(check.remedy));
  return failed ? ExitCode::failed : ExitCode::ok;
}

}  // namespace

void add_tidy_command(CLI::App& app, CliContext& context) {
  // Orchard starts it by itself; an empty group keeps it out of the help.
  CLI::App* command = app.add_subcommand("tidy", "Remove what may not come back any more");
  command->group("");
  command->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine(c, [](Engine& engine) -> core::Result<ExitCode> {
        ORCHARD_TRY(const CleanUpState done, tidy(engine));
        if (done.problem.empty()) return ExitCode::ok;
        return core::fail(core::ErrorCode::io, done.problem);
      });
    };
  });
}

void add_doctor_command(CLI::App& app, CliContext& context) {
  CLI::App* command =
      app.add_subcommand("doctor", "Check that everything Orchard needs is there, and what to do");
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine_to_show(c, [&](Engine& engine) { return doctor(c, engine); });
    };
  });
}

}  // namespace orchard::app
