#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::core {

// What an Anthropic account says of its plan, as plain values.

/// One window of the plan. A window this version does not know is kept like any other.
struct PlanWindow {
  std::string kind;            ///< "five_hour", "seven_day_opus", …; "model:NAME" for one model
  std::optional<double> used;  ///< fraction, 1 is the whole limit; may be more
  std::optional<Timestamp> resets_at;
  bool operator==(const PlanWindow&) const = default;
};

/// What is billed beyond the plan, in hundredths of the currency.
struct ExtraUsage {
  bool enabled = false;
  std::optional<std::int64_t> limit;  ///< none: no limit is set
  std::optional<std::int64_t> used;
  std::optional<double> used_fraction;
  std::string currency;  ///< "USD"
  bool operator==(const ExtraUsage&) const = default;
};

struct PlanUsage {
  std::string plan;  ///< "pro", "max", …; empty when unknown
  std::string tier;  ///< "default_claude_max_5x"; empty when unknown
  std::vector<PlanWindow> windows;
  std::optional<ExtraUsage> extra;
  bool operator==(const PlanUsage&) const = default;
};

/// Who told.
enum class PlanSource {
  claude,       ///< a short-lived `claude`, asked for it
  direct,       ///< the account's own address, for a `claude` too old to be asked
  stream,       ///< a working agent, without being asked
  status_line,  ///< Claude Code, to the program that draws its status line
  transcript,   ///< a record that Claude Code wrote when a limit was reached
};

/// Why there is no answer.
enum class PlanProblemKind {
  signed_out,
  api_key,            ///< billed by use: there is no plan
  environment_token,  ///< CLAUDE_CODE_OAUTH_TOKEN may not read usage
  other_provider,     ///< Bedrock, Vertex, a gateway
  no_claude,
  old_claude,  ///< it cannot be asked
  claude_failed,
  timed_out,
  empty,  ///< signed in, and yet no limits came
  unauthorized,
  forbidden,
  rate_limited,
  server_error,
  offline,
  unreadable,
};

struct PlanProblem {
  PlanProblemKind kind = PlanProblemKind::claude_failed;
  std::string detail;                   ///< what the other side said; holds no secret
  std::optional<Duration> retry_after;  ///< as the server asked
  bool operator==(const PlanProblem&) const = default;
};

/// Names as they stand in the store and in JSON.
[[nodiscard]] std::string_view to_string(PlanSource source);
[[nodiscard]] std::string_view to_string(PlanProblemKind kind);
[[nodiscard]] std::optional<PlanSource> parse_plan_source(std::string_view text);
[[nodiscard]] std::optional<PlanProblemKind> parse_plan_problem_kind(std::string_view text);

}  // namespace orchard::core
