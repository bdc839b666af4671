#include "app/cli/command_line.h"

#include "app/cli/context.h"
#include "app/cli/table.h"

#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <poll.h>
#include <unistd.h>

namespace orchard::app {
namespace {

constexpr const char* kFooter =
    R"(Without a command the window opens. One screen of it can be drawn without a window:
  orchard --screenshot FILE.png --screen NAME [--theme dark|light|high-contrast]
          [--size WIDTHxHEIGHT] [--scale FACTOR] [--workspace WORKSPACE]
  A NAME that does not exist is answered with those that do.

Examples:
  orchard repo add ~/src/shop
  orchard workspace create shop --name login-form
  orchard send login-form "Add a login form with tests"
  orchard wait login-form && orchard diff login-form
  orchard metrics --json
  orchard usage --last 7 --breakdown

Exit codes:
  0  ok
  1  it could not be done, or the agent's turn failed
  2  the command line makes no sense
  3  the turn was interrupted
  4  an agent needs you: nobody answered its request in time, or `wait` met one

Environment:
  ORCHARD_HOME    keep everything under this folder instead of the XDG directories
  ORCHARD_CLAUDE  the Claude Code program to run instead of `claude` on PATH)";

/// What a command that ends with `code` tells its caller: the same, but `failed` instead of `ok`,
/// and a sentence on standard error, when something of its output was lost. A reader that went away
/// wanted no more.
int end_output(int code) {
  const bool lost = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  if (!lost) return code;
  pollfd reader{STDOUT_FILENO, POLLOUT, 0};
  if (::poll(&reader, 1, 0) == 1 && (reader.revents & POLLERR) != 0) return code;
  say("orchard: Not everything could be written to standard output; is the disk it goes to full?");
  return code == 0 ? static_cast<int>(ExitCode::failed) : code;
}

/// A word that stands where a command should and is none.
struct UnknownCommand {
  std::string words;  ///< "usage foo"; empty: there is no such word
  std::string above;  ///< the last command that is known: "orchard usage "
};

UnknownCommand find_unknown_command(CLI::App& app, int argc, char** argv) {
  CLI::App* at = &app;
  std::string known;
  for (int i = 1; i < argc && argv[i][0] != '-'; ++i) {
    const auto named =
        at->get_subcommands([&](const CLI::App* command) { return command->check_name(argv[i]); });
    if (named.empty()) return {known + argv[i], "orchard " + known};
    known += std::string(argv[i]) + " ";
    at = named.front();
    if (at->get_subcommands([](const CLI::App*) { return true; }).empty()) return {};
  }
  return {};
}

/// What the parser says, but of arguments it has no place for in the order they were written.
std::string complaint_of(const CLI::App& app, const CLI::Error& error) {
  if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::ExtrasError)) return error.what();
  const std::vector<std::string> extras = app.remaining(true);
  std::string text = extras.size() == 1 ? "The following argument was not expected:"
                                        : "The following arguments were not expected:";
  for (const std::string& extra : extras) text += " " + extra;
  return text;
}

/// One sentence, and where help is.
std::string misuse_text(const CLI::App* app, const CLI::Error& error) {
  const std::string complaint = complaint_of(*app, error);
  std::string command = app->get_name();
  while (!app->get_subcommands().empty()) {
    app = app->get_subcommands().front();
    command += " " + app->get_name();
  }
  return terminal_text("orchard: " + complaint + ". `" + command + " --help` tells more.") + "\n";
}

}  // namespace

int run_command_line(const Machine& machine, int argc, char** argv) {
  CLI::App app(
      "Runs Claude Code agents side by side, each in a git worktree of its own, and keeps "
      "account of what they do.",
      "orchard");
  app.failure_message(misuse_text);
  app.set_version_flag("--version", std::string("orchard ") + ORCHARD_VERSION);
  app.require_subcommand(1);
  CliContext context;
  context.machine = &machine;
  add_repository_commands(app, context);
  add_workspace_commands(app, context);
  add_diff_command(app, context);
  add_send_command(app, context);
  add_session_commands(app, context);
  add_metrics_command(app, context);
  add_ledger_commands(app, context);
  add_usage_commands(app, context);
  add_demo_command(app, context);
  add_doctor_command(app, context);
  add_tidy_command(app, context);
  app.footer(kFooter);  // now, or every command would take it over
  if (const auto unknown = find_unknown_command(app, argc, argv); !unknown.words.empty()) {
    say(terminal_text("orchard: There is no command '" + unknown.words + "'. `" + unknown.above +
                      "--help` lists all."));
    return static_cast<int>(ExitCode::usage);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked_for_help = app.exit(error) == 0;
    std::cout.flush();
    return end_output(static_cast<int>(asked_for_help ? ExitCode::ok : ExitCode::usage));
  }
  return end_output(static_cast<int>(context.action(context)));
}

}  // namespace orchard::app
