#include "agents/usage/direct_usage.h"

#include "agents/protocol/json_fields.h"
#include "agents/session/text_cut.h"
#include "agents/usage/stored_login.h"
#include "core/http/http_get.h"

#include <utility>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

using core::PlanProblem;
using core::PlanProblemKind;

constexpr std::size_t kLongestDetail = 300;

/// What the server said is wrong; never a text that holds the token.
std::string detail_of(const core::HttpResponse& response, const std::string& token) {
  const std::string status = "HTTP " + std::to_string(response.status);
  const auto body = parse_json(response.body);
  if (!body) return status;
  const std::string message = text_member(children(*body, "error"), "message");
  if (message.empty() || message.find(token) != std::string::npos) return status;
  return status + ": " + std::string(cut_text(message, kLongestDetail));
}

PlanProblemKind kind_of(int status) {
  if (status == 401) return PlanProblemKind::unauthorized;
  if (status == 403) return PlanProblemKind::forbidden;
  if (status == 429) return PlanProblemKind::rate_limited;
  return status >= 500 ? PlanProblemKind::server_error : PlanProblemKind::unreadable;
}

PlanOutcome read_response(const core::HttpResponse& response, const StoredLogin& login) {
  if (response.status != 200)
    return tl::unexpected(PlanProblem{kind_of(response.status), detail_of(response, login.token),
                                      response.retry_after});
  auto usage = decode_plan_limits(response.body);
  if (!usage)
    return tl::unexpected(PlanProblem{PlanProblemKind::unreadable, "The answer is no JSON.", {}});
  if (usage->windows.empty() && !usage->extra)
    return tl::unexpected(PlanProblem{PlanProblemKind::empty, {}, {}});
  usage->plan = login.plan;
  usage->tier = login.tier;
  return std::move(*usage);
}

PlanProblem of_failure(const core::Error& error) {
  switch (error.code) {
    case core::ErrorCode::timed_out:
      return {PlanProblemKind::timed_out, error.message, {}};
    case core::ErrorCode::corrupt:
    case core::ErrorCode::invalid_argument:
      return {PlanProblemKind::unreadable, error.message, {}};
    default:
      return {PlanProblemKind::offline, error.message, {}};
  }
}

}  // namespace

DirectAnswer fetch_plan_usage(const DirectQuestion& question, core::Timestamp now,
                              const std::atomic<bool>* cancel) {
  DirectAnswer answer;
  const auto login = read_stored_login(question.config_directory, now);
  if (!login) {
    answer.outcome = tl::unexpected(login.error());
    return answer;
  }
  core::HttpRequest request;
  request.url = question.url;
  request.headers = {{"Authorization", "Bearer " + login->token},
                     {"anthropic-beta", "oauth-2025-04-20"},
                     {"Content-Type", "application/json"}};
  request.user_agent = question.user_agent;
  request.time_limit = question.time_limit;
  const auto response = core::http_get(request, cancel);
  answer.asked = true;
  if (!response) {
    const PlanProblem problem = of_failure(response.error());
    answer.result = problem.kind == PlanProblemKind::timed_out ? "timed out" : "no answer";
    answer.outcome = tl::unexpected(problem);
    return answer;
  }
  answer.result = std::to_string(response->status);
  answer.sent = response->sent;
  answer.received = response->received;
  answer.outcome = read_response(*response, *login);
  return answer;
}

}  // namespace orchard::agents
