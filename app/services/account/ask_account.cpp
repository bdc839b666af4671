#include "app/services/account/ask_account.h"

#include "agents/launch/claude_executable.h"
#include "agents/launch/launch_plan.h"
#include "agents/usage/ask_claude.h"
#include "agents/usage/direct_usage.h"
#include "core/http/http_get.h"
#include "metrics/plan/plan_ledger.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace orchard::app {
namespace {

using agents::PlanOutcome;
using core::PlanProblemKind;
using core::PlanSource;

constexpr const char* kPurpose = "plan usage";

core::Result<void> note_request(Engine& engine, metrics::NetworkRequest request,
                                const PlanSources& sources) {
  request.host = core::host_of(sources.direct_url);
  request.purpose = kPurpose;
  return metrics::record_network_request(engine.store(), request);
}

PlanOutcome ask_claude(Engine& engine, const agents::AgentExecutable& claude,
                       const PlanSources& sources, const std::atomic<bool>* cancel) {
  agents::UsageQuestion question;
  question.executable = claude;
  question.directory = engine.paths().state / "usage";
  question.environment = engine.machine().environment;
  question.time_limit = sources.time_limit;
  return agents::ask_claude_for_usage(question, cancel);
}

agents::DirectAnswer ask_directly(Engine& engine, const agents::AgentExecutable& claude,
                                  const PlanSources& sources, const std::atomic<bool>* cancel) {
  const auto version = agents::check_claude(claude);
  agents::DirectQuestion question;
  question.url = sources.direct_url;
  question.config_directory = agents::config_directory_of(engine.machine().environment);
  question.user_agent = "claude-code/" + (version ? version->text() : "0.0.0") + " orchard";
  question.time_limit = sources.time_limit;
  return agents::fetch_plan_usage(question, engine.now(), cancel);
}

core::Result<void> keep(Engine& engine, const PlanOutcome& outcome, PlanSource source) {
  if (outcome) return metrics::record_plan_answer(engine.store(), *outcome, source, engine.now());
  engine.log().write(
      core::LogLevel::info,
      "The plan's usage is not known: " + std::string(to_string(outcome.error().kind)) +
          (outcome.error().detail.empty() ? "" : ": " + outcome.error().detail));
  return metrics::record_plan_problem(engine.store(), outcome.error(), engine.now());
}

}  // namespace

bool has_environment_token(const std::vector<std::string>& environment) {
  constexpr std::string_view kToken = "CLAUDE_CODE_OAUTH_TOKEN=";
  return std::ranges::any_of(environment, [&](const std::string& entry) {
    return entry.starts_with(kToken) && entry.size() > kToken.size();
  });
}

core::Result<void> ask_account(Engine& engine, const core::Settings& settings,
                               const PlanSources& sources, const std::atomic<bool>* cancel) {
  const auto claude = agents::resolve_claude(settings.claude_path);
  if (!claude)
    return keep(engine,
                tl::unexpected(core::PlanProblem{PlanProblemKind::no_claude, claude.error().message,
                                                 std::nullopt}),
                PlanSource::claude);
  const PlanOutcome asked = ask_claude(engine, *claude, sources, cancel);
  const bool too_old = !asked && asked.error().kind == PlanProblemKind::old_claude;
  if (!too_old) {
    metrics::NetworkRequest request{engine.now(), "", "", "claude", "", {}, {}};
    request.outcome = asked ? "ok" : std::string(to_string(asked.error().kind));
    // A program that could not be started asked nobody.
    if (asked || asked.error().kind != PlanProblemKind::no_claude)
      ORCHARD_CHECK(note_request(engine, std::move(request), sources));
    return keep(engine, asked, PlanSource::claude);
  }
  const agents::DirectAnswer answer = ask_directly(engine, *claude, sources, cancel);
  if (answer.asked)
    ORCHARD_CHECK(note_request(
        engine, {engine.now(), "", "", "Orchard", answer.result, answer.sent, answer.received},
        sources));
  return keep(engine, answer.outcome, PlanSource::direct);
}

}  // namespace orchard::app
