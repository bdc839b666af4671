#include "agents/usage/usage_answer.h"

#include "agents/protocol/json_fields.h"
#include "agents/session/text_cut.h"
#include "core/base/time_text.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

using core::PlanProblem;
using core::PlanProblemKind;

/// More than the whole limit is possible, more than this is garbage.
constexpr double kMostPercent = 1000;
constexpr std::size_t kMostWindows = 32;
constexpr std::size_t kLongestName = 80;
constexpr std::size_t kLongestDetail = 300;
/// A number below is in seconds, above in milliseconds.
constexpr double kFirstMilliseconds = 1e12;
constexpr double kLatestMilliseconds = 4e15;

std::string short_text(const Json& value, const char* key, std::size_t limit = kLongestName) {
  return std::string(cut_text(text_member(value, key), limit));
}

std::optional<core::Timestamp> read_moment(const Json& value, const char* key) {
  if (const std::string text = text_member(value, key); !text.empty()) {
    const auto at = core::parse_iso8601(text);
    return at ? std::optional(*at) : std::nullopt;
  }
  const auto number = number_member(value, key);
  if (!number || *number <= 0) return std::nullopt;
  const double milliseconds = *number < kFirstMilliseconds ? *number * 1000 : *number;
  if (milliseconds > kLatestMilliseconds) return std::nullopt;
  return core::Timestamp(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

std::optional<double> read_fraction(const Json& value, const char* key) {
  const auto percent = number_member(value, key);
  if (!percent || *percent < 0 || *percent > kMostPercent) return std::nullopt;
  return *percent / 100;
}

void add_window(core::PlanUsage& usage, core::PlanWindow window) {
  const bool known =
      std::ranges::find(usage.windows, window.kind, &core::PlanWindow::kind) != usage.windows.end();
  const bool says_nothing = !window.used && !window.resets_at;
  if (!known && !says_nothing && usage.windows.size() < kMostWindows)
    usage.windows.push_back(std::move(window));
}

/// One model's window: {"percent"|"utilization": …, "scope": {"model": {"display_name": …}}}, or
/// with the name in the object itself.
void add_model_window(core::PlanUsage& usage, const Json& value) {
  std::string name = short_text(children(children(value, "scope"), "model"), "display_name");
  for (const char* key : {"display_name", "model", "name"})
    if (name.empty()) name = short_text(value, key);
  if (name.empty()) return;
  auto used = read_fraction(value, "percent");
  if (!used) used = read_fraction(value, "utilization");
  add_window(usage, {"model:" + name, used, read_moment(value, "resets_at")});
}

std::optional<core::ExtraUsage> read_extra(const Json& value) {
  if (!value.is_object()) return std::nullopt;
  core::ExtraUsage extra;
  extra.enabled = flag_member(value, "is_enabled");
  extra.limit = integer_member(value, "monthly_limit");
  extra.used = integer_member(value, "used_credits");
  extra.used_fraction = read_fraction(value, "utilization");
  extra.currency = short_text(value, "currency");
  for (auto* amount : {&extra.limit, &extra.used})
    if (*amount && **amount < 0) amount->reset();
  return extra;
}

core::PlanUsage read_limits(const Json& limits) {
  core::PlanUsage usage;
  for (const auto& [key, value] : limits.items()) {
    if (key == "extra_usage") {
      usage.extra = read_extra(value);
    } else if (key == "limits" || key == "model_scoped") {
      for (const Json& scoped : value.is_array() ? value : Json::array())
        add_model_window(usage, scoped);
    } else if (value.is_object() && value.contains("utilization")) {
      add_window(usage, {std::string(cut_text(key, kLongestName)),
                         read_fraction(value, "utilization"), read_moment(value, "resets_at")});
    }
  }
  return usage;
}

/// Who is signed in, as the answer to `initialize` says it.
struct Account {
  bool known = false;
  std::string plan;
  std::string token_source;
  std::string key_source;
  std::string provider;
};

Account read_account(const Json& value) {
  Account account;
  account.known = value.is_object();
  account.plan = short_text(value, "subscriptionType");
  account.token_source = short_text(value, "tokenSource");
  account.key_source = short_text(value, "apiKeySource");
  account.provider = short_text(value, "apiProvider");
  return account;
}

PlanOutcome problem(PlanProblemKind kind, std::string detail = {}) {
  return tl::unexpected(PlanProblem{kind, std::move(detail), std::nullopt});
}

PlanOutcome without_plan(const Account& account) {
  if (!account.provider.empty() && account.provider != "firstParty")
    return problem(PlanProblemKind::other_provider, account.provider);
  if (!account.key_source.empty() && account.key_source != "none")
    return problem(PlanProblemKind::api_key, account.key_source);
  if (account.token_source.find("OAUTH_TOKEN") != std::string::npos)
    return problem(PlanProblemKind::environment_token, account.token_source);
  if (!account.known) return problem(PlanProblemKind::api_key);
  return problem(PlanProblemKind::signed_out);
}

PlanOutcome read_answer(const Json& answer, const Account& account) {
  if (!answer.is_object()) return problem(PlanProblemKind::unreadable);
  std::string plan = short_text(answer, "subscription_type");
  if (plan.empty()) plan = account.plan;
  const Json* limits = find_member(answer, "rate_limits");
  core::PlanUsage usage;
  if (limits != nullptr && limits->is_object()) usage = read_limits(*limits);
  if (usage.windows.empty() && !usage.extra) {
    if (plan.empty() && !flag_member(answer, "rate_limits_available")) return without_plan(account);
    return problem(PlanProblemKind::empty);
  }
  usage.plan = plan;
  usage.tier = short_text(answer, "rate_limit_tier");
  return usage;
}

}  // namespace

std::optional<core::PlanUsage> decode_plan_limits(std::string_view json) {
  const auto value = parse_json(json);
  if (!value || !value->is_object()) return std::nullopt;
  return read_limits(*value);
}

UsageReply read_usage_reply(std::string_view output, std::string_view usage_id) {
  UsageReply reply;
  Account account;
  while (!output.empty() && !reply.answered) {
    const std::string_view line = output.substr(0, output.find('\n'));
    // The last line may not be whole yet.
    if (line.size() == output.size()) break;
    output.remove_prefix(line.size() + 1);
    if (line.find("control_response") == std::string_view::npos) continue;
    const auto record = parse_json(line);
    if (!record || text_member(*record, "type") != "control_response") continue;
    const Json& response = children(*record, "response");
    const Json* body = find_member(response, "response");
    if (text_member(response, "request_id") != usage_id) {
      if (body != nullptr && find_member(*body, "account") != nullptr)
        account = read_account(*find_member(*body, "account"));
      continue;
    }
    reply.answered = true;
    if (text_member(response, "subtype") == "success") {
      reply.outcome = read_answer(body != nullptr ? *body : Json(), account);
      continue;
    }
    const std::string error = short_text(response, "error", kLongestDetail);
    reply.unsupported = error.starts_with("Unsupported control request");
    reply.outcome = problem(
        reply.unsupported ? PlanProblemKind::old_claude : PlanProblemKind::claude_failed, error);
  }
  return reply;
}

}  // namespace orchard::agents
