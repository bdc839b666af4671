#include "app/services/health.h"

#include "agents/launch/claude_executable.h"
#include "app/services/recording/skipped_lines.h"
#include "app/use_case/repositories.h"
#include "core/io/disk.h"
#include "core/process/run.h"
#include "git/command/git_command.h"
#include "git/repository/repository_info.h"

#include <chrono>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace orchard::app {
namespace {

using Level = HealthCheck::Level;

constexpr std::uintmax_t kLittleSpace = std::uintmax_t{1} << 30U;

/// Claude Code's answer to "who is signed in", in its own words.
HealthCheck check_sign_in(const agents::AgentExecutable& claude) {
  HealthCheck check{"Claude Code is signed in", Level::ok, "", ""};
  core::Command command;
  command.program = claude.program.string();
  command.arguments = claude.leading_arguments;
  command.arguments.insert(command.arguments.end(), {"auth", "status"});
  command.time_limit = std::chrono::seconds(20);
  const auto output = core::run_command(command);
  const auto answer = output ? nlohmann::json::parse(output->out, nullptr, false)
                             : nlohmann::json(nlohmann::json::value_t::discarded);
  if (!answer.is_object() || !answer.contains("loggedIn")) {
    check.level = Level::warning;
    check.detail = "this version does not say";
    check.remedy = "If an agent reports that it is not logged in, run `claude` and type /login.";
    return check;
  }
  if (answer["loggedIn"] != true) {
    check.level = Level::failed;
    check.detail = "not signed in";
    check.remedy = "Run `claude auth login`, or set ANTHROPIC_API_KEY.";
    return check;
  }
  const auto method = answer.find("authMethod");
  check.detail = method != answer.end() && method->is_string() ? method->get<std::string>()
                                                               : "the CLI says so";
  return check;
}

void check_claude_code(const Engine& engine, std::vector<HealthCheck>& checks) {
  HealthCheck installed{"Claude Code is installed", Level::ok, "", ""};
  const auto claude = agents::resolve_claude(engine.settings().claude_path);
  if (!claude) {
    installed.level = Level::failed;
    installed.detail = "not found";
    installed.remedy = claude.error().message;
    checks.push_back(installed);
    return;
  }
  const auto version = agents::check_claude(*claude);
  if (!version) {
    installed.level = Level::failed;
    installed.detail = claude->program.string();
    installed.remedy = version.error().message;
    checks.push_back(installed);
    return;
  }
  installed.detail = "claude " + version->text();
  checks.push_back(installed);
  checks.push_back(check_sign_in(*claude));
}

HealthCheck check_git() {
  HealthCheck check{"Git can make worktrees", Level::ok, "", ""};
  git::GitCommand command;
  command.directory = "/";
  command.arguments = {"--version"};
  const auto text = git::git_output(command, "tell its version");
  if (!text) {
    check.level = Level::failed;
    check.detail = "not found";
    check.remedy = "Install git 2.39 or newer.";
    return check;
  }
  check.detail = text->substr(0, text->find('\n'));
  if (check.detail.starts_with("git version ")) check.detail = "git " + check.detail.substr(12);
  return check;
}

HealthCheck check_folders(const core::Paths& paths) {
  HealthCheck check{"Orchard can keep its files", Level::ok, paths.data.string(), ""};
  for (const std::filesystem::path& folder :
       {paths.data, paths.state, paths.sessions, paths.worktrees, paths.trash}) {
    if (access(folder.c_str(), R_OK | W_OK | X_OK) == 0) continue;
    check.level = Level::failed;
    check.detail = folder.string();
    check.remedy = core::disk_state(folder) == core::DiskState::read_only
                       ? "Its disk is read-only; mount it so that it can be written."
                       : "Make this folder readable and writable for your user.";
    return check;
  }
  std::error_code unknown;
  const auto space = std::filesystem::space(paths.worktrees, unknown);
  if (!unknown && space.available < kLittleSpace) {
    check.level = Level::warning;
    check.detail = fmt::format("{} MiB free", space.available >> 20U);
    check.remedy = "Free some disk space: every workspace is a full checkout.";
  }
  return check;
}

void check_repositories(Engine& engine, std::vector<HealthCheck>& checks) {
  const auto repositories = engine.store().repositories();
  if (!repositories) return;
  for (const metrics::Repository& repository : *repositories) {
    HealthCheck check{"Repository " + repository.name, Level::ok, repository.path, ""};
    if (const auto info = git::inspect_repository(repository.path); !info) {
      check.level = Level::failed;
      check.remedy = info.error().message;
      std::error_code unknown;
      if (!std::filesystem::exists(repository.path, unknown))
        check.remedy += " " + moved_hint(repository);
    }
    checks.push_back(check);
  }
}

/// A worktree that somebody deleted or moved by hand.
void check_workspaces(Engine& engine, std::vector<HealthCheck>& checks) {
  const auto workspaces = engine.store().workspaces();
  if (!workspaces) return;
  for (const metrics::Workspace& workspace : *workspaces) {
    std::error_code unknown;
    if (workspace.status != core::WorkspaceStatus::active ||
        std::filesystem::exists(workspace.path, unknown) || unknown)
      continue;
    checks.push_back({"Workspace " + workspace.name, Level::failed, workspace.path + " is gone",
                      fmt::format("`orchard workspace restore {}` makes it anew from its branch.",
                                  workspace.id.value)});
  }
}

HealthCheck check_prices(const Engine& engine) {
  const metrics::PriceBook& prices = engine.prices();
  HealthCheck check{"Prices can be read", Level::ok, "those of Orchard", ""};
  if (prices.has_file) check.detail = prices.file.string();
  if (prices.problem.empty()) return check;
  check.level = Level::warning;
  check.detail = prices.problem;
  check.remedy = "Mend the file or remove it.";
  return check;
}

void check_lines(Engine& engine, std::vector<HealthCheck>& checks) {
  HealthCheck check{"What the agents wrote can be read", Level::ok, "every line", ""};
  const auto skipped = count_skipped_lines(engine);
  if (!skipped) {
    check.level = Level::failed;
    check.detail = "unknown";
    check.remedy = skipped.error().message;
  } else if (!skipped->empty()) {
    check.level = Level::warning;
    check.detail = "skipped lines";
    for (const auto& [kind, count] : *skipped)
      check.detail +=
          fmt::format("{} {}: {}", check.detail.ends_with("lines") ? ":" : ",", kind, count);
    check.remedy =
        "Figures of these lines may be missing; orchard.log tells of which session, `orchard usage "
        "skipped` of which line of a transcript. Update Claude Code and Orchard.";
  }
  checks.push_back(check);
}

}  // namespace

std::vector<HealthCheck> check_health(Engine& engine) {
  std::vector<HealthCheck> checks;
  check_claude_code(engine, checks);
  checks.push_back(check_git());
  checks.push_back(check_folders(engine.paths()));
  check_repositories(engine, checks);
  check_workspaces(engine, checks);
  return checks;
}

std::vector<HealthCheck> check_everything(Engine& engine) {
  std::vector<HealthCheck> checks = check_health(engine);
  checks.push_back(check_prices(engine));
  check_lines(engine, checks);
  return checks;
}

}  // namespace orchard::app
