#include "app/cli/context.h"
#include "app/cli/json_text.h"
#include "app/cli/metrics/metrics_output.h"
#include "app/services/metrics_report.h"
#include "app/use_case/run_demo.h"

#include <cstdlib>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

core::Result<ExitCode> demo(const CliContext& context, Engine& engine) {
  ORCHARD_TRY(const auto result, run_demo(engine, [](const std::string& line) { say(line); }));
  ORCHARD_TRY(const auto report, make_metrics_report(engine));
  if (context.json) {
    nlohmann::json json = metrics_json(report);
    json["repository"] = repository_json(result.repository);
    print(json.dump(2) + "\n");
  } else {
    print(metrics_text(report));
  }
  return ExitCode::ok;
}

/// The same machine with folders of its own, removed at the end.
ExitCode demo_in_passing(const CliContext& context) {
  std::string folder = (std::filesystem::temp_directory_path() / "orchard-demo-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr)
    return report({core::ErrorCode::io, "No temporary folder could be made for the demo.", {}});
  const std::filesystem::path root = folder;
  Machine machine = *context.machine;
  machine.paths = core::paths_below(root);
  CliContext passing = context;
  passing.machine = &machine;
  const ExitCode code = with_engine(passing, [&](Engine& engine) { return demo(passing, engine); });
  std::error_code ignored;
  std::filesystem::remove_all(root, ignored);
  return code;
}

}  // namespace

void add_demo_command(CLI::App& app, CliContext& context) {
  auto keep = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "demo", "Three small agents edit and commit in a throw-away repository; needs no account");
  command->add_flag("--keep", *keep,
                    "Keep repository, workspaces and figures in Orchard's folders");
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, keep] {
    context.action = [keep](CliContext& c) {
      if (!*keep) return demo_in_passing(c);
      return with_engine(c, [&](Engine& engine) { return demo(c, engine); });
    };
  });
}

}  // namespace orchard::app
