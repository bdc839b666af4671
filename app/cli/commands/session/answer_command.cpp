#include "app/cli/commands/session/request_text.h"
#include "app/cli/commands/session/session_parts.h"
#include "app/cli/commands/session/session_target.h"
#include "app/services/recording/refresh.h"
#include "app/use_case/control_session.h"
#include "app/use_case/question_choices.h"
#include "metrics/query/sessions.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

struct AnswerArguments {
  std::string session;
  std::string request;
  std::string decision;
  std::string reason;
  std::vector<std::string> choices;
  bool always = false;
};

std::string headline_of(const metrics::SessionFigures& session,
                        const core::PermissionRequestId& id) {
  const auto open = std::ranges::find(session.requests, id, &metrics::OpenRequest::request);
  return open == session.requests.end() ? id.value : request_headline(*open);
}

core::Result<ExitCode> answer(const CliContext& context, Engine& engine,
                              const AnswerArguments& arguments) {
  ORCHARD_CHECK(refresh_sessions(engine));
  PermissionAnswer given;
  ORCHARD_TRY(given.session, find_target_session(engine, arguments.session));
  ORCHARD_TRY(given.request, find_request(engine, given.session, arguments.request));
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
  ORCHARD_TRY(const auto asked, metrics::query_session(engine.store(), given.session));
  ORCHARD_CHECK(answer_permission(engine, given));
  if (context.json)
    print(nlohmann::json{{"session", given.session.value},
                         {"request", given.request.value},
                         {"decision", given.allow ? "allow" : "deny"}}
              .dump(2) +
          "\n");
  else
    say((given.allow ? "Allowed: " : "Denied: ") + headline_of(asked, given.request));
  return ExitCode::ok;
}

}  // namespace

void add_answer_command(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<AnswerArguments>();
  CLI::App* command = app.add_subcommand("answer", "Answer what an agent asks");
  command->add_option("session", arguments->session, kSessionHelp)->required();
  command
      ->add_option("request", arguments->request,
                   "Request id from `orchard sessions`, or its beginning")
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

}  // namespace orchard::app
