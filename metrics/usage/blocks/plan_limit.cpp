#include "metrics/usage/blocks/plan_limit.h"

#include "metrics/usage/blocks/block_pace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace orchard::metrics {

using core::Timestamp;

namespace {

struct KnownPlan {
  PlanName plan;
  std::string_view name;
  PlanLimit limit;
};

constexpr std::array kPlans{KnownPlan{PlanName::pro, "pro", {19'000, 18, 250}},
                            KnownPlan{PlanName::max5, "max5", {88'000, 35, 1'000}},
                            KnownPlan{PlanName::max20, "max20", {220'000, 140, 2'000}},
                            KnownPlan{PlanName::custom, "custom", {}}};
constexpr std::array<std::int64_t, 4> kCommonLimits{19'000, 88'000, 220'000, 880'000};
constexpr double kNear = 0.95;
constexpr std::int64_t kLeastTokens = 19'000;

std::int64_t fresh_tokens(const Block& block) {
  return block.tokens.input + block.tokens.output;
}

bool came_near_a_limit(const Block& block) {
  return std::ranges::any_of(kCommonLimits, [&](std::int64_t limit) {
    return static_cast<double>(fresh_tokens(block)) >= kNear * static_cast<double>(limit);
  });
}

/// The last of the nine cuts that make ten equal parts, beyond the largest value when there are few
/// of them. At least two values.
double last_decile(std::vector<std::int64_t> values) {
  std::ranges::sort(values);
  const auto count = static_cast<std::int64_t>(values.size());
  const std::int64_t scaled = 9 * (count + 1);
  const std::int64_t place = std::clamp<std::int64_t>(scaled / 10, 1, count - 1);
  const auto above = static_cast<double>(scaled - place * 10);
  const auto at = [&](std::int64_t index) {
    return static_cast<double>(values[static_cast<std::size_t>(index)]);
  };
  return (at(place - 1) * (10 - above) + at(place) * above) / 10;
}

/// The 90th percentile, between order statistics in proportion. At least one value.
double percentile_90(std::vector<double> values) {
  std::ranges::sort(values);
  const double rank = 0.9 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (values[above] - values[below]) * (rank - static_cast<double>(below));
}

std::optional<PlanLimit> learn(std::span<const Block> blocks) {
  std::vector<std::int64_t> tokens;
  std::vector<double> dollars;
  std::vector<double> messages;
  for (const Block& block : blocks) {
    if (block.is_gap || block.is_active || !came_near_a_limit(block)) continue;
    tokens.push_back(fresh_tokens(block));
    dollars.push_back(block.cost.dollars());
    messages.push_back(static_cast<double>(block.calls));
  }
  // One block is no statistics.
  if (tokens.size() < 2) return std::nullopt;
  return PlanLimit{std::max(kLeastTokens, static_cast<std::int64_t>(last_decile(tokens))),
                   percentile_90(dollars), static_cast<std::int64_t>(percentile_90(messages))};
}

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

/// None when it is not before the end of the block, or used up already.
std::optional<Timestamp> run_out(double used, double limit, double per_minute, const Block& block,
                                 Timestamp now) {
  if (limit <= 0 || used >= limit || per_minute <= 0) return std::nullopt;
  const double needed = (limit - used) / per_minute * 60e6;
  if (needed >= static_cast<double>((block.end - now).count())) return std::nullopt;
  return now + core::Duration(static_cast<std::int64_t>(needed));
}

}  // namespace

std::optional<PlanName> parse_plan_name(std::string_view text) {
  for (const KnownPlan& plan : kPlans)
    if (plan.name == text) return plan.plan;
  return std::nullopt;
}

std::string_view to_string(PlanName plan) {
  return kPlans.at(static_cast<std::size_t>(plan)).name;
}

std::optional<PlanLimit> limit_of(PlanName plan, std::span<const Block> blocks) {
  if (plan == PlanName::custom) return learn(blocks);
  return kPlans.at(static_cast<std::size_t>(plan)).limit;
}

LimitOutlook look_ahead(const Block& block, const PlanLimit& limit, Timestamp now) {
  const auto tokens = static_cast<double>(fresh_tokens(block));
  const auto token_limit = static_cast<double>(limit.tokens);
  LimitOutlook outlook;
  outlook.tokens_used = share(tokens, token_limit);
  outlook.dollars_used = share(block.cost.dollars(), limit.dollars);
  outlook.messages_used =
      share(static_cast<double>(block.calls), static_cast<double>(limit.messages));
  outlook.is_beyond_plan = tokens > token_limit;
  const auto rate = burn_rate(block);
  if (!block.is_active || !rate) return outlook;
  outlook.tokens_run_out = run_out(tokens, token_limit, rate->fresh_tokens_per_minute, block, now);
  outlook.dollars_run_out =
      run_out(block.cost.dollars(), limit.dollars, rate->dollars_per_hour / 60, block, now);
  outlook.messages_run_out =
      run_out(static_cast<double>(block.calls), static_cast<double>(limit.messages),
              rate->calls_per_minute, block, now);
  return outlook;
}

}  // namespace orchard::metrics
