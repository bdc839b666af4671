#include "app/cli/commands/session/answer_hint.h"
#include "app/cli/commands/session/request_text.h"
#include "app/cli/commands/session/session_parts.h"
#include "app/cli/commands/session/session_target.h"
#include "app/cli/json_text.h"
#include "app/cli/table.h"
#include "app/services/recording/refresh.h"
#include "app/services/session_now.h"
#include "app/use_case/session/follow_session.h"
#include "app/view_model/text/format.h"
#include "metrics/query/transcript.h"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

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

/// What waits for an answer now, whole.
std::string requests_text(const SessionNow& session) {
  std::string text;
  for (const metrics::OpenRequest& request : session.figures.requests)
    text += "\n? " + request_headline(request) + "\n" + request_detail(request, 0) +
            "  Answer with: " + terminal_text(answer_command(request)) + "\n";
  return text;
}

core::Result<ExitCode> show_session(const CliContext& context, Engine& engine,
                                    const std::string& text) {
  ORCHARD_CHECK(engine.catch_up(refresh_sessions));
  ORCHARD_TRY(const auto id, find_target_session(engine, text));
  ORCHARD_TRY(const auto items, metrics::query_transcript(engine.store(), id));
  ORCHARD_TRY(const auto session, query_session_now(engine, id));
  if (context.json) {
    print(nlohmann::json{{"session", id.value},
                         {"items", transcript_json(items)},
                         {"requests", requests_json(session.figures.requests)}}
              .dump(2) +
          "\n");
    return ExitCode::ok;
  }
  std::string out;
  for (const metrics::TranscriptItem& item : items) out += item_text(item);
  print(out + requests_text(session));
  return ExitCode::ok;
}

core::Result<ExitCode> follow(const CliContext& context, Engine& engine, const std::string& text) {
  ORCHARD_TRY(const auto id, find_target_session(engine, text));
  ORCHARD_CHECK(follow_session(engine, id, [&](const metrics::TranscriptItem& item) {
    // One object a line, so that a reader need not wait for the end.
    print(context.json ? transcript_json({item}).front().dump() + "\n" : item_text(item));
  }));
  return ExitCode::ok;
}

}  // namespace

void add_show_command(CLI::App& app, CliContext& context) {
  auto session = std::make_shared<std::string>();
  auto follows = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "show", "Print the conversation of a session, and in full what it asks for now");
  command->add_option("session", *session, kSessionHelp)->required();
  command->add_flag("-f,--follow", *follows,
                    "Go on printing while the agent's process lives; Ctrl+C ends that, not the "
                    "agent. With --json: one item a line, a tool call again with its result");
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context, session, follows] {
    context.action = [session, follows](CliContext& c) {
      if (*follows)
        return with_engine(c, [&](Engine& engine) { return follow(c, engine, *session); });
      return with_engine_to_show(c,
                                 [&](Engine& engine) { return show_session(c, engine, *session); });
    };
  });
}

}  // namespace orchard::app
