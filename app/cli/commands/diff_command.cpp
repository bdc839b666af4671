#include "app/cli/context.h"
#include "app/cli/table.h"
#include "app/use_case/workspace/diff/workspace_diff.h"

#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

struct DiffArguments {
  std::string workspace;
  bool stat = false;
};

/// File names and contents are any bytes; what is no text stands as a replacement character.
std::string dumped(const nlohmann::json& json) {
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

nlohmann::json to_json(const WorkspaceDiff& diff, bool stat) {
  nlohmann::json files = nlohmann::json::array();
  std::int64_t additions = 0;
  std::int64_t deletions = 0;
  for (const DiffedFile& file : diff.files) {
    files.push_back({{"path", file.path},
                     {"old_path", file.old_path.empty() ? nlohmann::json(nullptr)
                                                        : nlohmann::json(file.old_path)},
                     {"change", std::string(1, file.letter)},
                     {"additions", file.additions},
                     {"deletions", file.deletions}});
    additions += file.additions;
    deletions += file.deletions;
  }
  nlohmann::json json = {
      {"workspace", diff.workspace.name}, {"workspace_id", diff.workspace.id.value},
      {"base", diff.workspace.base},      {"merge_base", diff.merge_base.value},
      {"head", diff.head.value},          {"additions", additions},
      {"deletions", deletions},           {"files", std::move(files)}};
  if (!stat) json["patch"] = diff.text;
  return json;
}

core::Result<ExitCode> diff(const CliContext& context, Engine& engine,
                            const DiffArguments& arguments) {
  ORCHARD_TRY(const auto id, find_workspace(engine, arguments.workspace));
  ORCHARD_TRY(const auto found, diff_workspace(engine, id, arguments.stat));
  for (const std::string& note : found.notes) say("orchard: " + terminal_text(note));
  print(context.json ? dumped(to_json(found, arguments.stat)) : found.text);
  return ExitCode::ok;
}

}  // namespace

void add_diff_command(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<DiffArguments>();
  CLI::App* command = app.add_subcommand(
      "diff", "Show what a workspace changed since its base, committed or not, as git diff does");
  command->add_option("workspace", arguments->workspace, "Name, repository/name, id or path")
      ->required();
  command->add_flag("--stat", arguments->stat, "Only the files and how many lines changed in them");
  command->add_flag("--json", context.json, "Print JSON; the patch is one text in it");
  command->callback([&context, arguments] {
    context.action = [arguments](CliContext& c) {
      return with_engine_to_show(c, [&](Engine& engine) { return diff(c, engine, *arguments); });
    };
  });
}

}  // namespace orchard::app
