#include "app/cli/commands/answer_hint.h"
#include "app/cli/context.h"
#include "app/cli/json_text.h"
#include "app/cli/table.h"
#include "app/services/recording/refresh.h"
#include "app/services/session_now.h"
#include "app/use_case/control_session.h"
#include "app/use_case/question_choices.h"
#include "app/view_model/text/format.h"
#include "metrics/query/transcript.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

std::string workspace_name_of(Engine& engine, const metrics::Session& session) {
  if (!session.workspace) return "";
  const auto workspace = engine.store().find_workspace(*session.workspace);
  return workspace && *workspace ? (*workspace)->name : "";
}

core::Result<ExitCode> list_sessions(const CliContext& context, Engine& engine) {
  ORCHARD_CHECK(refresh_sessions(engine));
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
               {"TURNS", Align::right},
               {"TOKENS", Align::right},
               {"COST", Align::right},
               {"TITLE"}});
  for (const SessionNow& session : sessions)
    table.add_row({session.figures.session.id.value.substr(0, 8),
                   workspace_name_of(engine, session.figures.session),
                   std::string(core::to_string(session.state)),
                   std::to_string(session.figures.turns),
                   compact_number(session.figures.usage.total()), money(session.figures.cost),
                   session.figures.title});
  print(table.to_text());
  for (const SessionNow& session : sessions)
    for (const metrics::OpenRequest& request : session.figures.requests)
      say(terminal_text(fmt::format("{} asks: {} {}  ({})",
                                    session.figures.session.id.value.substr(0, 8), request.tool,
                                    request.summary, answer_command(request))));
  return ExitCode::ok;
}

/// Foreign text of several lines for a terminal: each line made safe and indented.
std::string block(std::string_view text, std::string_view indent) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += std::string(indent) + terminal_text(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string item_text(const metrics::TranscriptItem& item) {
  using Kind = metrics::TranscriptItem::Kind;
  const std::string indent(static_cast<std::size_t>(item.depth) * 2, ' ');
  switch (item.kind) {
    case Kind::user:
      return "\n" + indent + "You\n" + block(item.text, indent + "  ");
    case Kind::text:
      return block(item.text, indent);
    case Kind::thinking:
      return block("(thinking) " + item.text, indent);
    case Kind::tool:
      return block(fmt::format("> {} {}{}", item.tool, item.summary,
                               item.failed     ? "  [failed]"
                               : item.finished ? ""
                                               : "  [running]"),
                   indent);
    case Kind::notice:
      return block("* " + item.text, indent);
    case Kind::error:
      return block("! " + item.text, indent);
    case Kind::turn_footer:
      return fmt::format("{}-- turn {}  {}  {}  {} in  {} out  {}\n", indent, item.turn.number,
                         item.turn.outcome ? core::to_string(*item.turn.outcome) : "running",
                         elapsed(item.turn.duration), compact_number(item.turn.usage.context()),
                         compact_number(item.turn.usage.output), money(item.turn.cost));
  }
  return "";
}

core::Result<ExitCode> show_session(const CliContext& context, Engine& engine,
                                    const std::string& text) {
  ORCHARD_CHECK(refresh_sessions(engine));
  ORCHARD_TRY(const auto session, find_session(engine, text));
  ORCHARD_TRY(const auto items, metrics::query_transcript(engine.store(), session));
  if (context.json) {
    print(nlohmann::json{{"session", session.value}, {"items", transcript_json(items)}}.dump(2) +
          "\n");
    return ExitCode::ok;
  }
  std::string out;
  for (const metrics::TranscriptItem& item : items) out += item_text(item);
  print(out);
  return ExitCode::ok;
}

core::Result<ExitCode> stop(const CliContext& context, Engine& engine, const std::string& text) {
  ORCHARD_CHECK(refresh_sessions(engine));
  ORCHARD_TRY(const auto session, find_session(engine, text));
  ORCHARD_TRY(const auto stopped, stop_session(engine, session));
  ORCHARD_CHECK(refresh_sessions(engine));
  if (context.json)
    print(nlohmann::json{{"session", session.value},
                         {"was_running", stopped.was_running},
                         {"tools_ended", stopped.tools_ended}}
              .dump(2) +
          "\n");
  else if (stopped.was_running)
    say("Stopped. The next prompt resumes the session.");
  else if (stopped.tools_ended > 0)
    say(fmt::format("The agent was gone; {} of its tools still ran and {} ended.",
                    stopped.tools_ended, stopped.tools_ended == 1 ? "was" : "were"));
  else
    say("The session has no running agent.");
  return ExitCode::ok;
}

struct AnswerArguments {
  std::string session;
  std::string request;
  std::string decision;
  std::string reason;
  std::vector<std::string> choices;
  bool always = false;
};

core::Result<ExitCode> answer(const CliContext& context, Engine& engine,
                              const AnswerArguments& arguments) {
  ORCHARD_CHECK(refresh_sessions(engine));
  PermissionAnswer given;
  ORCHARD_TRY(given.session, find_session(engine, arguments.session));
  given.request = core::PermissionRequestId(arguments.request);
  given.allow = arguments.decision == "allow";
  given.always_in_session = arguments.always;
  given.reason = arguments.reason;
  if (!arguments.choices.empty() && !given.allow)
    return core::fail(core::ErrorCode::invalid_argument,
                      "--choose answers a question and goes with allow; tell the agent why not "
                      "with --reason.");
  if (!arguments.choices.empty()) {
    ORCHARD_TRY(given.answers,
                read_choices(engine, given.session, given.request, arguments.choices));
  }
  ORCHARD_CHECK(answer_permission(engine, given));
  if (context.json)
    print(nlohmann::json{{"session", given.session.value},
                         {"request", given.request.value},
                         {"decision", given.allow ? "allow" : "deny"}}
              .dump(2) +
          "\n");
  else
    say(given.allow ? "Allowed." : "Denied.");
  return ExitCode::ok;
}

void add_answer_command(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<AnswerArguments>();
  CLI::App* command = app.add_subcommand("answer", "Answer what an agent asks");
  command->add_option("session", arguments->session, "Session id, or its beginning")->required();
  command->add_option("request", arguments->request, "Request id, from `orchard sessions`")
      ->required();
  command->add_option("decision", arguments->decision, "allow or deny")
      ->required()
      ->check(CLI::IsMember({"allow", "deny"}));
  command->add_option("--reason", arguments->reason, "With deny: what the agent is told");
  CLI::Option* reason = command->get_option("--reason");
  command
      ->add_option("--choose", arguments->choices,
                   "With allow, when the agent asks something: \"Question=Option\", or words of "
                   "your own; once for each question, or once for each option where several may "
                   "be chosen. A single question may be left out")
      ->excludes(reason)
      ->allow_extra_args(false);
  command->add_flag("--always", arguments->always,
                    "With allow: also the same in the rest of this session");
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, arguments] {
    context.action = [arguments](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return answer(c, engine, *arguments); });
    };
  });
}

using OnSession = core::Result<ExitCode> (*)(const CliContext&, Engine&, const std::string&);

void add_session_command(CLI::App& app, CliContext& context, const std::string& name,
                         const std::string& description, OnSession work) {
  auto session = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(name, description);
  command->add_option("session", *session, "Session id, or its beginning")->required();
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, session, work] {
    context.action = [session, work](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return work(c, engine, *session); });
    };
  });
}

}  // namespace

void add_session_commands(CLI::App& app, CliContext& context) {
  CLI::App* list = app.add_subcommand("sessions", "List all sessions and what they do now");
  list->add_flag("--json", context.json, "Print JSON");
  list->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return list_sessions(c, engine); });
    };
  });
  add_session_command(app, context, "show", "Print the conversation of a session", show_session);
  add_session_command(app, context, "stop", "End a session's agent; it can be resumed", stop);
  add_answer_command(app, context);
}

}  // namespace orchard::app
