#include "app/cli/commands/session/request_text.h"
#include "app/cli/commands/session/session_parts.h"
#include "app/cli/commands/session/session_target.h"
#include "app/cli/json_text.h"
#include "app/cli/table.h"
#include "app/services/recording/refresh.h"
#include "app/services/session_now.h"
#include "app/use_case/session/wait_for_rest.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

struct WaitArguments {
  std::vector<std::string> targets;
  double timeout = 0;
};

const core::SessionId& id_of(const SessionNow& session) {
  return session.figures.session.id;
}

core::Result<std::vector<core::SessionId>> find_targets(Engine& engine,
                                                        const std::vector<std::string>& targets) {
  std::vector<core::SessionId> all;
  for (const std::string& target : targets) {
    ORCHARD_TRY(const auto found, find_target_sessions(engine, target));
    for (const core::SessionId& id : found)
      if (std::ranges::find(all, id) == all.end()) all.push_back(id);
  }
  return all;
}

std::string short_id(const SessionNow& session) {
  return session.figures.session.id.value.substr(0, 8);
}

bool is_stranded(const SessionNow& session) {
  return session.state == core::SessionState::stopped && !session.figures.queued_prompts.empty();
}

/// Whether something is to be told of a session that was waited for unnamed: it works, needs the
/// user, or a turn of it ended since the wait began. What came out earlier was told then.
bool is_news(const std::vector<SessionNow>& before, const SessionNow& now) {
  using enum core::SessionState;
  const auto was = std::ranges::find(before, id_of(now), id_of);
  if (was == before.end() || now.state == running || now.state == waiting) return true;
  return was->state == running || was->state == waiting || now.figures.turns > was->figures.turns;
}

/// The worst of what became of them: a failed turn before an interrupted one.
ExitCode exit_code_of(const RestedSessions& rested) {
  if (rested.end == RestEnd::needs_user) return ExitCode::unanswered;
  if (rested.end == RestEnd::timed_out) return ExitCode::failed;
  bool interrupted = false;
  for (const SessionNow& session : rested.sessions) {
    const auto outcome = session.figures.last_outcome;
    if (outcome == core::TurnOutcome::error || is_stranded(session)) return ExitCode::failed;
    interrupted = interrupted || outcome == core::TurnOutcome::interrupted;
  }
  return interrupted ? ExitCode::interrupted : ExitCode::ok;
}

void tell(const SessionNow& session) {
  for (const metrics::OpenRequest& request : session.figures.requests)
    say(short_id(session) + ": " + request_notice(request));
  if (session.state == core::SessionState::running)
    say(fmt::format("{}: still at work.", short_id(session)));
  else if (is_stranded(session))
    say(
        fmt::format("{}: its agent ended before it read a prompt, which goes out with the next "
                    "one.",
                    short_id(session)));
  else if (!session.figures.last_error.empty())
    say(terminal_text(fmt::format("{}: {}", short_id(session), session.figures.last_error)));
}

core::Result<ExitCode> wait(const CliContext& context, Engine& engine,
                            const WaitArguments& arguments) {
  ORCHARD_CHECK(refresh_sessions(engine));
  const bool everybody = arguments.targets.empty();
  std::vector<SessionNow> before;
  std::vector<core::SessionId> ids;
  if (everybody) {
    ORCHARD_TRY(before, query_living_sessions(engine));
    std::ranges::transform(before, std::back_inserter(ids), id_of);
  } else {
    ORCHARD_TRY(ids, find_targets(engine, arguments.targets));
  }
  const auto patience =
      std::chrono::duration_cast<core::Duration>(std::chrono::duration<double>(arguments.timeout));
  ORCHARD_TRY(auto rested, wait_for_rest(engine, ids, patience));
  if (everybody)
    std::erase_if(rested.sessions,
                  [&](const SessionNow& session) { return !is_news(before, session); });
  for (const SessionNow& session : rested.sessions) tell(session);
  if (context.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const SessionNow& session : rested.sessions) {
      const auto& workspace = session.figures.session.workspace;
      std::string name;
      if (workspace) {
        ORCHARD_TRY(const auto found, engine.store().find_workspace(*workspace));
        if (found) name = found->name;
      }
      list.push_back(session_json(session, name));
    }
    print(list.dump(2) + "\n");
  }
  if (rested.end == RestEnd::timed_out)
    say(fmt::format("orchard: Not all of it was done within {} s.", arguments.timeout));
  else if (rested.sessions.empty())
    say("No agent is at work.");
  return exit_code_of(rested);
}

}  // namespace

void add_wait_command(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<WaitArguments>();
  CLI::App* command = app.add_subcommand(
      "wait", "Wait until agents are done, or one of them needs you (exit code 4)");
  command->add_option("target", arguments->targets,
                      "Sessions and workspaces; the outcome of their newest turns counts (default: "
                      "every agent that lives; what ended before the wait began does not count)");
  command
      ->add_option("--timeout", arguments->timeout,
                   "Seconds after which to give up, with exit code 1 (0: never)")
      ->check(CLI::Range(0.0, 1e8));
  command->add_flag("--json", context.json, "Print the sessions as `orchard sessions --json` does");
  command->callback([&context, arguments] {
    context.action = [arguments](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return wait(c, engine, *arguments); });
    };
  });
}

}  // namespace orchard::app
