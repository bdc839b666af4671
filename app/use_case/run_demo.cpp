#include "app/use_case/run_demo.h"

#include "app/services/recording/refresh.h"
#include "app/use_case/control_session.h"
#include "app/use_case/demo_script.h"
#include "app/use_case/repositories.h"
#include "app/use_case/send_message.h"
#include "app/use_case/wait_for_turn.h"
#include "app/use_case/workspace/archive_workspace.h"
#include "app/use_case/workspace/create_workspace.h"
#include "core/io/file.h"
#include "git/command/git_command.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using Say = std::function<void(const std::string&)>;

core::Result<void> git(const std::filesystem::path& folder, std::vector<std::string> arguments) {
  // Nobody's configuration is asked and nothing is written into it.
  std::vector<std::string> all = {"-c", "user.name=Orchard",   "-c", "user.email=orchard@localhost",
                                  "-c", "commit.gpgsign=false"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  git::GitCommand command;
  command.directory = folder;
  command.arguments = std::move(all);
  command.access = git::Access::write;
  ORCHARD_TRY(const auto output, git::git_output(command, "make the demo repository"));
  (void)output;
  return {};
}

/// A folder of its own for each demo, so that a second one finds the first untouched.
std::filesystem::path free_folder(const std::filesystem::path& parent) {
  std::filesystem::path folder = parent / "lantern";
  for (int number = 2; std::filesystem::exists(folder); ++number)
    folder = parent / fmt::format("lantern-{}", number);
  return folder;
}

core::Result<metrics::Repository> make_repository(Engine& engine) {
  const std::filesystem::path folder = free_folder(engine.paths().data / "demo");
  ORCHARD_CHECK(core::make_private_directory(folder));
  ORCHARD_CHECK(git(folder, {"init", "--quiet", "--initial-branch=main"}));
  for (const auto& [name, content] : demo_files())
    ORCHARD_CHECK(core::write_file_atomically(folder / name, content));
  ORCHARD_CHECK(git(folder, {"add", "--all"}));
  ORCHARD_CHECK(git(folder, {"commit", "--quiet", "-m", "Light the lantern"}));
  return add_repository(engine, folder);
}

/// The demo agent with its part to play, slow enough to be watched.
core::Result<agents::AgentExecutable> cast_agent(Engine& engine, const DemoTask& task) {
  const std::filesystem::path folder = engine.paths().state / "demo";
  ORCHARD_CHECK(core::make_private_directory(folder));
  const std::filesystem::path script = folder / fmt::format("{}.script", task.workspace);
  ORCHARD_CHECK(core::write_file_atomically(script, task.script));
  return agents::AgentExecutable{engine.machine().own_program,
                                 {"demo-agent", "--script", script.string(), "--pace-ms", "40"}};
}

core::Result<void> run_turn(Engine& engine, const SendRequest& request, const Say& say,
                            std::string_view name) {
  ORCHARD_TRY(const auto sent, send_message(engine, request));
  say(fmt::format("{}: the agent works (session {})", name, sent.session.value.substr(0, 8)));
  WaitOptions options;
  options.keep_process = true;
  std::optional<core::Error> unanswered;
  options.on_request = [&](const metrics::OpenRequest& open) {
    say(fmt::format("{}: asks to run `{}`; the demo says yes", name, open.summary));
    PermissionAnswer yes;
    yes.session = open.session;
    yes.request = open.request;
    yes.allow = true;
    const auto answered = answer_permission(engine, yes);
    // Who watches the demo may be quicker.
    if (!answered && answered.error().code != core::ErrorCode::already_exists)
      unanswered = answered.error();
  };
  ORCHARD_TRY(const auto waited, wait_for_turn(engine, sent, options));
  if (unanswered) return core::fail(*unanswered);
  if (waited.turn.outcome != core::TurnOutcome::ok)
    return core::fail(core::ErrorCode::external_failed,
                      fmt::format("The demo agent of {} failed: {}", name, waited.turn.error));
  say(fmt::format("{}: done", name));
  return {};
}

core::Result<void> play(const Machine& machine, const DemoTask& task,
                        const core::WorkspaceId& workspace, const Say& say) {
  ORCHARD_TRY(auto engine, Engine::open(machine));
  SendRequest request;
  request.workspace = workspace;
  request.text = task.prompt;
  request.permission_mode = "acceptEdits";
  ORCHARD_TRY(request.executable, cast_agent(engine, task));
  ORCHARD_CHECK(run_turn(engine, request, say, task.workspace));
  if (!task.second_prompt.empty()) {
    request.text = task.second_prompt;
    ORCHARD_CHECK(run_turn(engine, request, say, task.workspace));
  }
  ORCHARD_TRY(const auto session, engine.store().latest_session(workspace));
  if (!session) return {};
  ORCHARD_TRY(const auto stopped, stop_session(engine, session->id));
  (void)stopped;
  return refresh_sessions(engine);
}

}  // namespace

core::Result<DemoResult> run_demo(Engine& engine, const Say& say_anywhere) {
  std::mutex speaking;
  const Say say = [&](const std::string& line) {
    const std::lock_guard lock(speaking);
    say_anywhere(line);
  };
  DemoResult demo;
  ORCHARD_TRY(demo.repository, make_repository(engine));
  say(fmt::format("Made the repository {}", demo.repository.path));
  for (const DemoTask& task : demo_tasks()) {
    CreateWorkspaceRequest request;
    request.repository = demo.repository.id;
    request.name = task.workspace;
    ORCHARD_TRY(auto workspace, create_workspace(engine, request));
    say(fmt::format("Made the workspace {} on branch {}", workspace.name, workspace.branch));
    demo.workspaces.push_back(std::move(workspace));
  }
  std::vector<core::Result<void>> outcomes(demo.workspaces.size());
  {
    std::vector<std::jthread> players;
    for (std::size_t i = 0; i < demo.workspaces.size(); ++i)
      players.emplace_back([&, i] {
        outcomes[i] = play(engine.machine(), demo_tasks()[i], demo.workspaces[i].id, say);
      });
  }
  for (const auto& outcome : outcomes) ORCHARD_CHECK(outcome);
  demo.archived = demo.workspaces.back().id;
  ORCHARD_TRY(const auto archived,
              archive_workspace(engine, demo.archived, RunningTurns{.end = true}));
  say(fmt::format("Archived {}{}", archived.workspace.name,
                  archived.kept_work ? "; its uncommitted note is kept" : ""));
  ORCHARD_CHECK(refresh(engine));
  return demo;
}

}  // namespace orchard::app
