#include "app/cli/commands/account/own_commands.h"
#include "app/cli/commands/session/request_text.h"
#include "app/cli/context.h"
#include "app/cli/json_text.h"
#include "app/cli/table.h"
#include "app/services/recording/refresh.h"
#include "app/use_case/send_message.h"
#include "app/use_case/wait_for_turn.h"

#include <atomic>
#include <csignal>
#include <iostream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

struct SendArguments {
  std::string workspace;
  std::string prompt;
  std::string session;
  std::string model;
  std::string permission_mode;
  bool new_session = false;
  bool wait = false;
  bool stay = false;
  double answer_timeout = 0;
};

/// Counts Ctrl+C; a signal handler can reach nothing else.
std::atomic<int> interrupts{0};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
void count_interrupt(int) {
  interrupts.fetch_add(1);
}

core::Result<SendRequest> make_request(Engine& engine, const SendArguments& arguments) {
  SendRequest request;
  ORCHARD_TRY(request.workspace, find_workspace(engine, arguments.workspace));
  if (!arguments.session.empty()) {
    ORCHARD_TRY(request.session, find_session(engine, arguments.session));
  }
  request.new_session = arguments.new_session;
  request.text = arguments.prompt;
  if (arguments.prompt == "-")
    request.text.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  request.model = arguments.model;
  request.permission_mode = arguments.permission_mode;
  return request;
}

ExitCode exit_code_of(const WaitedTurn& waited) {
  if (waited.end == WaitEnd::unanswered) return ExitCode::unanswered;
  if (waited.end == WaitEnd::left) return ExitCode::interrupted;
  switch (waited.turn.outcome.value_or(core::TurnOutcome::error)) {
    case core::TurnOutcome::ok:
      return ExitCode::ok;
    case core::TurnOutcome::interrupted:
      return ExitCode::interrupted;
    case core::TurnOutcome::error:
      return ExitCode::failed;
  }
  return ExitCode::failed;
}

/// The agent's own words, with the remedy where they name none that works here.
std::string sentence_of(const metrics::TurnFigures& turn) {
  const bool not_signed_in =
      turn.http_status == 401 || turn.error.find("Not logged in") != std::string::npos;
  if (!not_signed_in) return turn.error;
  return "Claude Code is not signed in (" + turn.error +
         "): run `claude auth login` or set ANTHROPIC_API_KEY, then send the prompt again.";
}

void print_turn(const CliContext& context, const SentMessage& sent, const WaitedTurn& waited) {
  if (context.json)
    print(turn_json(sent.session, waited.turn).dump(2) + "\n");
  else if (!waited.turn.result.empty())
    print(waited.turn.result + "\n");
  if (!waited.turn.error.empty()) say("orchard: " + terminal_text(sentence_of(waited.turn)));
  if (waited.end == WaitEnd::unanswered)
    say("orchard: Nobody answered a permission request in time, so the turn was interrupted.");
}

core::Result<ExitCode> send(const CliContext& context, Engine& engine,
                            const SendArguments& arguments) {
  ORCHARD_TRY(const auto request, make_request(engine, arguments));
  ORCHARD_TRY(const auto own, parse_own_command(request.text));
  if (own) return run_own_command(context, engine, request, *own);
  ORCHARD_TRY(const auto sent, send_message(engine, request));
  if (!arguments.wait) {
    if (context.json)
      print(
          nlohmann::json{{"session", sent.session.value}, {"message", sent.message.value}}.dump(2) +
          "\n");
    else
      say("Sent to session " + sent.session.value +
          ". `orchard show` reads along, `orchard sessions` tells when it needs you.");
    return ExitCode::ok;
  }
  std::signal(SIGINT, count_interrupt);
  WaitOptions options;
  options.keep_process = arguments.stay;
  options.answer_patience = std::chrono::duration_cast<core::Duration>(
      std::chrono::duration<double>(arguments.answer_timeout));
  options.wish_to_end = &interrupts;
  options.on_request = [&](const metrics::OpenRequest& open) { say(request_notice(open)); };
  ORCHARD_TRY(const auto waited, wait_for_turn(engine, sent, options));
  if (auto seen = refresh_branch(engine, request.workspace); !seen)
    engine.warn(seen.error(), "looking at the branch after the turn");
  print_turn(context, sent, waited);
  return exit_code_of(waited);
}

}  // namespace

void add_send_command(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SendArguments>();
  CLI::App* command = app.add_subcommand("send", "Give a workspace's agent something to do");
  command->add_option("workspace", arguments->workspace, "Name, repository/name, id or path")
      ->required();
  command->add_option("prompt", arguments->prompt, "What to do; - reads it from standard input")
      ->required();
  auto* const session =
      command->add_option("--session", arguments->session,
                          "Continue this session (default: the newest, else a new one)");
  command->add_flag("--new", arguments->new_session, "Begin a new session")->excludes(session);
  command->add_option("--model", arguments->model,
                      "Model or alias, for example opus; stays with the session");
  command->add_option(
      "--permission-mode", arguments->permission_mode,
      "default, acceptEdits, plan, auto, dontAsk or bypassPermissions; stays with the "
      "session");
  auto* const wait = command->add_flag(
      "--wait", arguments->wait, "Wait for the result and print it; Ctrl+C interrupts the turn");
  command->add_flag("--stay", arguments->stay, "With --wait: leave the agent's process alive")
      ->needs(wait);
  command
      ->add_option("--answer-timeout", arguments->answer_timeout,
                   "With --wait: seconds a permission request may stay open (0: for ever)")
      ->check(CLI::Range(0.0, 1e8))
      ->needs(wait);
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, arguments] {
    context.action = [arguments](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return send(c, engine, *arguments); });
    };
  });
}

}  // namespace orchard::app
