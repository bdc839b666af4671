#include "app/cli/commands/session/session_parts.h"
#include "app/cli/commands/session/session_target.h"
#include "app/services/recording/refresh.h"
#include "app/services/session_now.h"
#include "app/use_case/control_session.h"
#include "app/use_case/session/wait_for_rest.h"

#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

std::string stopped_text(std::size_t queued) {
  std::string text = "Stopped. The next prompt resumes the session.";
  if (queued > 0) text += " " + unread_prompts_text(queued);
  return text;
}

core::Result<ExitCode> stop(const CliContext& context, Engine& engine, const std::string& text) {
  ORCHARD_CHECK(refresh_sessions(engine));
  ORCHARD_TRY(const auto session, find_target_session(engine, text));
  ORCHARD_TRY(const auto stopped, stop_session(engine, session));
  ORCHARD_CHECK(refresh_sessions(engine));
  ORCHARD_TRY(const auto now, query_session_now(engine, session));
  const auto& queued = now.figures.queued_prompts;
  if (context.json)
    print(nlohmann::json{{"session", session.value},
                         {"was_running", stopped.was_running},
                         {"tools_ended", stopped.tools_ended},
                         {"queued", queued}}
              .dump(2) +
          "\n");
  else if (stopped.was_running)
    say(stopped_text(queued.size()));
  else if (stopped.tools_ended > 0)
    say(fmt::format("The agent was gone; {} of its tools still ran and {} ended.",
                    stopped.tools_ended, stopped.tools_ended == 1 ? "was" : "were"));
  else
    say("The session has no running agent.");
  return ExitCode::ok;
}

core::Result<ExitCode> interrupt(const CliContext& context, Engine& engine,
                                 const std::string& text) {
  ORCHARD_TRY(const auto session, find_target_session(engine, text));
  ORCHARD_TRY(const bool interrupted, interrupt_and_wait(engine, session));
  if (context.json)
    print(nlohmann::json{{"session", session.value}, {"interrupted", interrupted}}.dump(2) + "\n");
  else
    say(interrupted ? "Interrupted. The agent stays and waits for the next prompt."
                    : "The session works on no turn; there is nothing to interrupt.");
  return ExitCode::ok;
}

using OnSession = core::Result<ExitCode> (*)(const CliContext&, Engine&, const std::string&);

void add_steer_command(CLI::App& app, CliContext& context, const std::string& name,
                       const std::string& description, OnSession work) {
  auto session = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(name, description);
  command->add_option("session", *session, kSessionHelp)->required();
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, session, work] {
    context.action = [session, work](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return work(c, engine, *session); });
    };
  });
}

}  // namespace

void add_steer_commands(CLI::App& app, CliContext& context) {
  add_steer_command(app, context, "interrupt",
                    "Interrupt a session's turn; its agent stays for the next prompt", interrupt);
  add_steer_command(app, context, "stop", "End a session's agent; it can be resumed", stop);
}

}  // namespace orchard::app
