#include "app/cli/commands/session/answer_hint.h"
#include "app/cli/commands/session/request_text.h"
#include "app/cli/commands/session/session_parts.h"
#include "app/cli/context.h"
#include "app/cli/json_text.h"
#include "app/cli/table.h"
#include "app/cli/terminal_width.h"
#include "app/services/recording/refresh.h"
#include "app/services/session_now.h"
#include "app/view_model/text/format.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

/// Of what a request would write; all of it stands in `orchard show`.
constexpr std::size_t kLinesOfRequest = 4;

std::string workspace_name_of(Engine& engine, const metrics::Session& session) {
  if (!session.workspace) return "";
  const auto workspace = engine.store().find_workspace(*session.workspace);
  return workspace && *workspace ? (*workspace)->name : "";
}

/// How the newest turn that ended came out; empty before one did.
std::string last_turn_text(const SessionNow& session) {
  const auto outcome = session.figures.last_outcome;
  return outcome ? std::string(core::to_string(*outcome)) : std::string();
}

void tell(const metrics::OpenRequest& request) {
  const std::string id = request.session.value.substr(0, 8);
  std::string text = fmt::format("{} asks: {}  ({})", id, request_headline(request),
                                 terminal_text(answer_command(request)));
  const std::string detail =
      request_detail(request, kLinesOfRequest, ": `orchard show " + id + "`");
  if (!detail.empty()) text += "\n" + detail.substr(0, detail.size() - 1);
  say(text);
}

core::Result<ExitCode> list_sessions(const CliContext& context, Engine& engine) {
  ORCHARD_CHECK(engine.catch_up(refresh_sessions));
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine));
  if (context.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const SessionNow& session : sessions)
      list.push_back(session_json(session, workspace_name_of(engine, session.figures.session)));
    print(list.dump(2) + "\n");
    return ExitCode::ok;
  }
  if (sessions.empty()) {
    say("No sessions yet. `orchard send WORKSPACE PROMPT` begins one.");
    return ExitCode::ok;
  }
  Table table({{"SESSION"},
               {"WORKSPACE"},
               {"STATE"},
               {"LAST TURN"},
               {"TURNS", Align::right},
               {"TOKENS", Align::right},
               {"COST", Align::right},
               {"TITLE"}});
  for (const SessionNow& session : sessions)
    table.add_row({session.figures.session.id.value.substr(0, 8),
                   workspace_name_of(engine, session.figures.session),
                   std::string(core::to_string(session.state)), last_turn_text(session),
                   std::to_string(session.figures.turns),
                   compact_number(session.figures.usage.total()),
                   money_about(session.figures.cost, session.figures.cost_is_estimated),
                   session.figures.title});
  print(table.to_text(terminal_width().value_or(0)));
  for (const SessionNow& session : sessions)
    for (const metrics::OpenRequest& request : session.figures.requests) tell(request);
  return ExitCode::ok;
}

}  // namespace

void add_session_commands(CLI::App& app, CliContext& context) {
  CLI::App* list = app.add_subcommand(
      "sessions",
      "List all sessions and what their agents do now: running (a turn runs), waiting (the turn "
      "waits for your answer), idle (between turns), stopped (no process); LAST TURN is how the "
      "newest turn that ended came out");
  list->add_flag("--json", context.json, "Print JSON");
  list->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine_to_show(c, [&](Engine& engine) { return list_sessions(c, engine); });
    };
  });
  add_show_command(app, context);
  add_wait_command(app, context);
  add_steer_commands(app, context);
  add_answer_command(app, context);
}

}  // namespace orchard::app
