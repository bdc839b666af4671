#include "app/cli/usage/blocks_output.h"
#include "core/base/time_text.h"
#include "metrics/export/figure_table.h"
#include "metrics/usage/blocks/block_pace.h"

#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using metrics::Block;
using nlohmann::json;

constexpr const char* kEstimate = "local_estimate";

json time_json(const std::optional<core::Timestamp>& at) {
  return at ? json(core::to_iso8601(*at)) : json(nullptr);
}

json models_json(const BlocksView& view, const Block& block) {
  json names = json::array();
  for (const std::int64_t model : block.models) names.push_back(view.report.models.at(model));
  return names;
}

void add_pace(const BlocksView& view, const Block& block, json& row) {
  row["burnRate"] = nullptr;
  row["projection"] = nullptr;
  if (!block.is_active) return;
  if (const auto rate = metrics::burn_rate(block))
    row["burnRate"] = {{"tokensPerMinute", rate->tokens_per_minute},
                       {"tokensPerMinuteForIndicator", rate->fresh_tokens_per_minute},
                       {"costPerHour", rate->dollars_per_hour}};
  const auto projection = metrics::project(block, view.now);
  if (!projection) return;
  row["projection"] = {{"totalTokens", projection->total_tokens},
                       {"totalCost", projection->dollars},
                       {"remainingMinutes", projection->remaining_minutes},
                       {"source", kEstimate}};
  if (!view.token_limit) return;
  const double used =
      static_cast<double>(projection->total_tokens) / static_cast<double>(*view.token_limit) * 100;
  const char* status = projection->total_tokens > *view.token_limit ? "exceeds"
                       : used > 80                                  ? "warning"
                                                                    : "ok";
  row["tokenLimitStatus"] = {{"limit", *view.token_limit},
                             {"projectedUsage", projection->total_tokens},
                             {"percentUsed", used},
                             {"status", status}};
}

json block_json(const BlocksView& view, const Block& block) {
  const std::string start = core::to_iso8601(block.start);
  const core::TokenUsage& tokens = block.tokens;
  json row{
      {"id", block.is_gap ? "gap-" + start : start},
      {"startTime", start},
      {"endTime", core::to_iso8601(block.end)},
      {"actualEndTime", block.is_gap ? json(nullptr) : json(core::to_iso8601(block.last_call))},
      {"isActive", block.is_active},
      {"isGap", block.is_gap},
      {"entries", block.calls},
      {"tokenCounts",
       {{"inputTokens", tokens.input},
        {"outputTokens", tokens.output},
        {"cacheCreationInputTokens", tokens.cache_write()},
        {"cacheReadInputTokens", tokens.cache_read}}},
      {"totalTokens", tokens.total()},
      {"costUSD", block.cost.dollars()},
      {"estimatedCost", block.estimated.dollars()},
      {"models", models_json(view, block)},
      {"source", std::string(to_string(block.bounds))}};
  add_pace(view, block, row);
  return row;
}

json official_json(const BlocksView& view) {
  json limits = json::array();
  for (const metrics::OfficialLimit& limit : view.official) {
    json one{{"kind", limit.kind},
             {"used", limit.said.used},
             {"resetsAt", time_json(limit.said.resets_at)},
             {"seenAt", core::to_iso8601(limit.said.at)},
             {"source", "official"},
             {"witness", limit.source ? core::to_string(*limit.source) : "account"},
             {"forecast", nullptr}};
    if (limit.forecast) {
      // What is used up runs out no more.
      const bool is_used_up = limit.forecast->used_now >= 1;
      one["forecast"] = {
          {"usedNow", limit.forecast->used_now},
          {"usedAtReset", limit.forecast->used_at_reset},
          {"runsOutAt", is_used_up ? json(nullptr) : time_json(limit.forecast->exhausted_at)},
          {"pace", std::string(to_string(limit.forecast->pace))},
          {"source", kEstimate}};
    }
    limits.push_back(std::move(one));
  }
  return limits;
}

json plan_json(const BlocksView& view) {
  json plan{{"name", std::string(to_string(view.plan))},
            {"tokens", nullptr},
            {"costUSD", nullptr},
            {"messages", nullptr},
            {"source", kEstimate}};
  const auto& limit = view.limit;
  if (limit) {
    plan["tokens"] = limit->tokens;
    plan["costUSD"] = limit->dollars;
    plan["messages"] = limit->messages;
  }
  for (const Block& block : view.report.blocks) {
    if (!block.is_active) continue;
    for (const char* name : {"tokensUsed", "costUsed", "messagesUsed", "tokensRunOutAt",
                             "costRunsOutAt", "messagesRunOutAt"})
      plan[name] = nullptr;
    plan["tokensPerMinuteOfLastHour"] = view.fresh_tokens_per_minute;
    if (!limit) continue;
    const auto outlook = metrics::look_ahead(block, *limit, view.now);
    plan["tokensUsed"] = outlook.tokens_used;
    plan["costUsed"] = outlook.dollars_used;
    plan["messagesUsed"] = outlook.messages_used;
    plan["pace"] = "burn_rate";
    plan["tokensRunOutAt"] = time_json(outlook.tokens_run_out);
    plan["costRunsOutAt"] = time_json(outlook.dollars_run_out);
    plan["messagesRunOutAt"] = time_json(outlook.messages_run_out);
  }
  return plan;
}

}  // namespace

std::string_view to_string(metrics::Confidence confidence) {
  return confidence == metrics::Confidence::official ? "official" : kEstimate;
}

json blocks_json(const BlocksView& view) {
  json rows = json::array();
  for (const Block& block : view.report.blocks) rows.push_back(block_json(view, block));
  return {{"blocks", std::move(rows)}, {"limits", official_json(view)}, {"plan", plan_json(view)}};
}

std::string blocks_csv(const BlocksView& view) {
  metrics::FigureTable rows;
  using metrics::Unit;
  rows.columns = {{"start", Unit::time},
                  {"end", Unit::time},
                  {"kind"},
                  {"source"},
                  {"calls", Unit::count},
                  {"input_tokens", Unit::tokens},
                  {"output_tokens", Unit::tokens},
                  {"cache_write_tokens", Unit::tokens},
                  {"cache_read_tokens", Unit::tokens},
                  {"total_tokens", Unit::tokens},
                  {"cost_usd", Unit::dollars},
                  {"estimated_cost_usd", Unit::dollars}};
  for (const Block& block : view.report.blocks) {
    const core::TokenUsage& tokens = block.tokens;
    rows.add_row(block.start, block.end,
                 std::string(block.is_gap      ? "gap"
                             : block.is_active ? "active"
                                               : "block"),
                 std::string(to_string(block.bounds)), block.calls, tokens.input, tokens.output,
                 tokens.cache_write(), tokens.cache_read, tokens.total(), block.cost,
                 block.estimated);
  }
  return metrics::to_csv(rows);
}

}  // namespace orchard::app
