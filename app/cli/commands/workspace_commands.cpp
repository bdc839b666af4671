#include "app/cli/context.h"
#include "app/cli/json_text.h"
#include "app/cli/table.h"
#include "app/cli/terminal_width.h"
#include "app/services/recording/refresh.h"
#include "app/services/session_now.h"
#include "app/use_case/repositories.h"
#include "app/use_case/workspace/archive_workspace.h"
#include "app/use_case/workspace/create_workspace.h"
#include "app/view_model/text/format.h"
#include "metrics/query/workspaces.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

std::string repository_name(Engine& engine, const core::RepositoryId& id) {
  const auto repository = engine.store().find_repository(id);
  return repository && *repository ? (*repository)->name : "";
}

nlohmann::json to_json(Engine& engine, const metrics::Workspace& workspace) {
  return workspace_json(workspace, repository_name(engine, workspace.repository));
}

struct CreateArguments {
  std::string repository;
  std::string name;
  std::string base;
  bool no_fetch = false;
};

core::Result<ExitCode> create(const CliContext& context, Engine& engine,
                              const CreateArguments& arguments) {
  CreateWorkspaceRequest request;
  ORCHARD_TRY(const auto repository, find_repository(engine, arguments.repository));
  request.repository = repository.id;
  request.name = arguments.name;
  request.base = arguments.base;
  request.fetch = !arguments.no_fetch;
  request.on_note = [](const std::string& note) { say("orchard: " + terminal_text(note)); };
  ORCHARD_TRY(const auto workspace, create_workspace(engine, request));
  if (context.json)
    print(to_json(engine, workspace).dump(2) + "\n");
  else
    say(fmt::format("Made workspace {} on branch {} from {}, in {}", workspace.name,
                    workspace.branch, workspace.base, workspace.path));
  return ExitCode::ok;
}

nlohmann::json figures_json(const metrics::WorkspaceFigures& figures) {
  nlohmann::json json = workspace_json(figures.workspace, figures.repository_name);
  json["commits"] = figures.commits;
  json["additions"] = figures.net.additions;
  json["deletions"] = figures.net.deletions;
  json["uncommitted"] = {{"additions", figures.uncommitted.additions},
                         {"deletions", figures.uncommitted.deletions}};
  return json;
}

core::Result<ExitCode> list(const CliContext& context, Engine& engine, bool all) {
  ORCHARD_CHECK(engine.catch_up(refresh));
  ORCHARD_TRY(const auto workspaces, metrics::query_workspaces(engine.store()));
  nlohmann::json json = nlohmann::json::array();
  Table table({{"NAME"},
               {"REPOSITORY"},
               {"BRANCH"},
               {"STATUS"},
               {"COMMITS", Align::right},
               {"ADDED", Align::right},
               {"DELETED", Align::right}});
  for (const metrics::WorkspaceFigures& figures : workspaces) {
    json.push_back(figures_json(figures));
    const bool shown = all || figures.workspace.status != core::WorkspaceStatus::deleted;
    if (shown)
      table.add_row({figures.workspace.name, figures.repository_name, figures.workspace.branch,
                     std::string(core::to_string(figures.workspace.status)),
                     std::to_string(figures.commits), additions_text(figures.net.additions),
                     deletions_text(figures.net.deletions)});
  }
  if (context.json)
    print(json.dump(2) + "\n");
  else if (table.empty())
    say("No workspaces yet. `orchard workspace create REPOSITORY` makes one.");
  else
    print(table.to_text(terminal_width().value_or(0)));
  return ExitCode::ok;
}

core::Result<ExitCode> show(const CliContext& context, Engine& engine, const std::string& text) {
  ORCHARD_CHECK(engine.catch_up(refresh));
  ORCHARD_TRY(const auto id, find_workspace(engine, text));
  ORCHARD_TRY(const auto workspaces, metrics::query_workspaces(engine.store()));
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine));
  for (const metrics::WorkspaceFigures& figures : workspaces) {
    if (figures.workspace.id != id) continue;
    nlohmann::json json = figures_json(figures);
    json["sessions"] = nlohmann::json::array();
    std::string text_out = fmt::format(
        "{}/{}  {}\nbranch  {} from {}\nfolder  {}\n{}  {} {}  (uncommitted {} {})\n",
        figures.repository_name, figures.workspace.name, core::to_string(figures.workspace.status),
        figures.workspace.branch, figures.workspace.base, figures.workspace.path,
        counted(figures.commits, "commit", "commits"), additions_text(figures.net.additions),
        deletions_text(figures.net.deletions), additions_text(figures.uncommitted.additions),
        deletions_text(figures.uncommitted.deletions));
    for (const SessionNow& session : sessions) {
      if (session.figures.session.workspace != id) continue;
      json["sessions"].push_back(session_json(session, figures.workspace.name));
      text_out += fmt::format("session {}  {}  {}  {}\n", session.figures.session.id.value,
                              core::to_string(session.state),
                              counted(session.figures.turns, "turn", "turns"),
                              money_about(session.figures.cost, session.figures.cost_is_estimated));
    }
    print(context.json ? json.dump(2) + "\n" : text_out);
  }
  return ExitCode::ok;
}

void tell(const CliContext& context, Engine& engine, const ArchivedWorkspace& done,
          const std::string& sentence) {
  for (const std::string& note : done.notes) say("orchard: " + terminal_text(note));
  if (!context.json) return say(sentence);
  nlohmann::json json = to_json(engine, done.workspace);
  json["kept_uncommitted_work"] = done.kept_work;
  json["notes"] = done.notes;
  print(json.dump(2) + "\n");
}

core::Result<ExitCode> archive(const CliContext& context, Engine& engine, const std::string& text,
                               bool stop) {
  ORCHARD_TRY(const auto id, find_workspace(engine, text));
  ORCHARD_TRY(const auto done,
              archive_workspace(engine, id, {stop, "Add --stop to end and archive it."}));
  tell(context, engine, done,
       fmt::format("Archived {}.{}{}", done.workspace.name,
                   done.kept_work ? " Its uncommitted work is kept." : "",
                   done.comes_back ? fmt::format(" `orchard workspace restore {}` brings it back.",
                                                 done.workspace.name)
                                   : std::string()));
  return ExitCode::ok;
}

core::Result<ExitCode> restore(const CliContext& context, Engine& engine, const std::string& text) {
  ORCHARD_TRY(const auto id, find_workspace(engine, text));
  ORCHARD_TRY(const auto done, restore_workspace(engine, id));
  tell(context, engine, done,
       fmt::format("Restored {} in {}.", done.workspace.name, done.workspace.path));
  return ExitCode::ok;
}

/// What would be lost, one sentence each; empty when nothing would.
std::vector<std::string> losses(const DeletionPlan& plan) {
  std::vector<std::string> lines;
  if (plan.agent_runs) lines.emplace_back("what its running agent does");
  if (plan.proof.dirty && plan.proof.uncommitted.files == 0)
    lines.emplace_back("uncommitted work that git does not show");
  else if (plan.proof.dirty)
    lines.push_back(fmt::format("uncommitted work {} {}",
                                additions_text(plan.proof.uncommitted.additions),
                                deletions_text(plan.proof.uncommitted.deletions)));
  if (plan.loose_commits > 0)
    lines.push_back(counted(plan.loose_commits, "commit that is", "commits that are") +
                    " on no branch");
  if (plan.proof.branch_exists && !plan.proof.merged && !plan.proof.squash_merged)
    lines.push_back(counted(plan.proof.unmerged_commits, "commit that is", "commits that are") +
                    " not on its base");
  return lines;
}

core::Result<ExitCode> remove(const CliContext& context, Engine& engine, const std::string& text,
                              bool force) {
  ORCHARD_TRY(const auto id, find_workspace(engine, text));
  ORCHARD_TRY(const auto plan, plan_deletion(engine, id));
  const auto lost = losses(plan);
  if (!lost.empty() && !force)
    return core::fail(core::ErrorCode::busy,
                      fmt::format("Deleting '{}' would take away {}. Add --force to delete it; for "
                                  "30 days `orchard workspace restore` brings it back.",
                                  text, fmt::join(lost, ", ")));
  ORCHARD_TRY(const auto done, delete_workspace(engine, id));
  tell(context, engine, done,
       fmt::format("Deleted {}.{}", done.workspace.name,
                   done.comes_back
                       ? fmt::format(" For 30 days `orchard workspace restore {}` brings it back.",
                                     done.workspace.id.value)
                       : std::string()));
  return ExitCode::ok;
}

void add_create(CLI::App& workspace, CliContext& context) {
  auto arguments = std::make_shared<CreateArguments>();
  CLI::App* command = workspace.add_subcommand("create", "Make a branch and a worktree on it");
  command->add_option("repository", arguments->repository, "Name, id or path")->required();
  command->add_option("name,--name", arguments->name, "Default: a generated one")
      ->check([](const std::string& name) {
        return name.empty() ? std::string("Leave the name out to have one generated.") : "";
      });
  command->add_option("--base", arguments->base,
                      "Branch to start from (default: the repository's)");
  command->add_flag("--no-fetch", arguments->no_fetch, "Do not ask the remote for news first");
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, arguments] {
    context.action = [arguments](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return create(c, engine, *arguments); });
    };
  });
}

using OnWorkspace = core::Result<ExitCode> (*)(const CliContext&, Engine&, const std::string&);

void add_simple(CLI::App& workspace, CliContext& context, const std::string& name,
                const std::string& description, OnWorkspace work,
                decltype(&with_engine) open_engine = with_engine) {
  auto text = std::make_shared<std::string>();
  CLI::App* command = workspace.add_subcommand(name, description);
  command->add_option("workspace", *text, "Name, repository/name, id or path")->required();
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, text, work, open_engine] {
    context.action = [text, work, open_engine](CliContext& c) {
      return open_engine(c, [&](Engine& engine) { return work(c, engine, *text); });
    };
  });
}

void add_list(CLI::App& workspace, CliContext& context) {
  auto all = std::make_shared<bool>(false);
  CLI::App* command = workspace.add_subcommand("list", "List the workspaces");
  command->add_flag("--all", *all, "Deleted ones too (JSON always holds them)");
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, all] {
    context.action = [all](CliContext& c) {
      return with_engine_to_show(c, [&](Engine& engine) { return list(c, engine, *all); });
    };
  });
}

void add_archive(CLI::App& workspace, CliContext& context) {
  auto text = std::make_shared<std::string>();
  auto stop = std::make_shared<bool>(false);
  CLI::App* command = workspace.add_subcommand(
      "archive", "Put a workspace away: ends its idle agents, keeps branch and uncommitted work");
  command->add_option("workspace", *text, "Name, repository/name, id or path")->required();
  command->add_flag("--stop", *stop, "Also when a turn runs or waits for your answer: end it");
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, text, stop] {
    context.action = [text, stop](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return archive(c, engine, *text, *stop); });
    };
  });
}

void add_delete(CLI::App& workspace, CliContext& context) {
  auto text = std::make_shared<std::string>();
  auto force = std::make_shared<bool>(false);
  CLI::App* command =
      workspace.add_subcommand("delete", "Delete a workspace and the branch Orchard made for it");
  command->add_option("workspace", *text, "Name, repository/name, id or path")->required();
  command->add_flag("--force", *force, "Also when work is not merged or an agent runs");
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, text, force] {
    context.action = [text, force](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return remove(c, engine, *text, *force); });
    };
  });
}

}  // namespace

void add_workspace_commands(CLI::App& app, CliContext& context) {
  CLI::App* workspace =
      app.add_subcommand("workspace", "Worktrees with a branch and conversations of their own");
  workspace->require_subcommand(1);
  add_create(*workspace, context);
  add_list(*workspace, context);
  add_simple(*workspace, context, "show", "Show one workspace and its sessions", show,
             with_engine_to_show);
  add_archive(*workspace, context);
  add_simple(*workspace, context, "restore", "Bring an archived or deleted workspace back",
             restore);
  add_delete(*workspace, context);
}

}  // namespace orchard::app
