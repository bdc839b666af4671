#include "app/cli/context.h"
#include "app/cli/json_text.h"
#include "app/cli/table.h"
#include "app/use_case/repositories.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

core::Result<ExitCode> add(const CliContext& context, Engine& engine, const std::string& path,
                           const std::string& base) {
  ORCHARD_TRY(const auto repository, add_repository(engine, path, base));
  if (context.json)
    print(repository_json(repository).dump(2) + "\n");
  else
    say("Added " + terminal_text(repository.name) + "; workspaces start from " +
        terminal_text(repository.base) + ".");
  return ExitCode::ok;
}

core::Result<ExitCode> list(const CliContext& context, Engine& engine) {
  ORCHARD_TRY(const auto repositories, engine.store().repositories());
  if (context.json) {
    nlohmann::json json = nlohmann::json::array();
    for (const metrics::Repository& repository : repositories)
      json.push_back(repository_json(repository));
    print(json.dump(2) + "\n");
    return ExitCode::ok;
  }
  if (repositories.empty()) {
    say("No repositories yet. `orchard repo add PATH` adds one.");
    return ExitCode::ok;
  }
  Table table({{"NAME"}, {"BASE"}, {"PATH"}, {"ID"}});
  for (const metrics::Repository& repository : repositories)
    table.add_row({repository.name, repository.base, repository.path, repository.id.value});
  print(table.to_text());
  return ExitCode::ok;
}

core::Result<ExitCode> move(const CliContext& context, Engine& engine, const std::string& text,
                            const std::string& path) {
  ORCHARD_TRY(const auto known, find_repository(engine, text));
  ORCHARD_TRY(const auto repository, move_repository(engine, known.id, path));
  if (context.json)
    print(repository_json(repository).dump(2) + "\n");
  else
    say(terminal_text(repository.name) + " lies in " + terminal_text(repository.path) +
        " now; its worktrees find it there.");
  return ExitCode::ok;
}

core::Result<ExitCode> remove(const CliContext& context, Engine& engine, const std::string& text) {
  ORCHARD_TRY(const auto repository, find_repository(engine, text));
  ORCHARD_CHECK(remove_repository(engine, repository.id));
  if (context.json)
    print(repository_json(repository).dump(2) + "\n");
  else
    say("Removed " + terminal_text(repository.name) +
        " from Orchard. Its files, branches and figures stay.");
  return ExitCode::ok;
}

void add_move(CLI::App& repo, CliContext& context) {
  auto name = std::make_shared<std::string>();
  auto path = std::make_shared<std::string>();
  CLI::App* command = repo.add_subcommand(
      "move", "Tell Orchard where a repository lies that you moved; repairs its worktrees");
  command->add_option("repository", *name, "Name, id or the path it had")->required();
  command->add_option("path", *path, "Where it lies now")->required();
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, name, path] {
    context.action = [name, path](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return move(c, engine, *name, *path); });
    };
  });
}

}  // namespace

void add_repository_commands(CLI::App& app, CliContext& context) {
  CLI::App* repo = app.add_subcommand("repo", "The repositories that workspaces are made from");
  repo->require_subcommand(1);

  auto path = std::make_shared<std::string>();
  auto base = std::make_shared<std::string>();
  CLI::App* add_command = repo->add_subcommand("add", "Add a git repository");
  add_command->add_option("path", *path, "A folder in the repository")->required();
  add_command->add_option("--base", *base, "Branch that workspaces start from (default: found)");
  add_command->add_flag("--json", context.json, "Print JSON");
  add_command->callback([&context, path, base] {
    context.action = [path, base](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return add(c, engine, *path, *base); });
    };
  });

  add_move(*repo, context);

  CLI::App* list_command = repo->add_subcommand("list", "List the repositories");
  list_command->add_flag("--json", context.json, "Print JSON");
  list_command->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine_to_show(c, [&](Engine& engine) { return list(c, engine); });
    };
  });

  auto name = std::make_shared<std::string>();
  CLI::App* remove_command =
      repo->add_subcommand("remove", "Take a repository out of Orchard; nothing is deleted");
  remove_command->add_option("repository", *name, "Name, id or path")->required();
  remove_command->add_flag("--json", context.json, "Print JSON");
  remove_command->callback([&context, name] {
    context.action = [name](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return remove(c, engine, *name); });
    };
  });
}

}  // namespace orchard::app
