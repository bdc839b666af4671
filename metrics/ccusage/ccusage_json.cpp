#include "core/base/time_text.h"
#include "metrics/ccusage/ccusage_account.h"

#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace orchard::metrics {

namespace {

// Its members come in alphabetical order, as ccusage writes them.
using nlohmann::json;

json moment(const std::optional<core::Timestamp>& at) {
  return at ? json(core::to_iso8601(*at)) : json(nullptr);
}

void put_tokens(json& object, const CcusageTokens& tokens) {
  object["inputTokens"] = tokens.input;
  object["outputTokens"] = tokens.output;
  object["cacheCreationTokens"] = tokens.cache_write();
  object["cacheReadTokens"] = tokens.cache_read;
}

json sums(const CcusageRow& row) {
  json object;
  put_tokens(object, row.tokens);
  object["totalTokens"] = row.tokens.total();
  object["totalCost"] = row.dollars;
  return object;
}

json part(const CcusageModelPart& part) {
  json object;
  object["modelName"] = part.model;
  put_tokens(object, part.tokens);
  object["cost"] = part.dollars;
  if (part.unpriced) object["missingPricing"] = true;
  return object;
}

json line(const CcusageRow& row, CcusageReport report) {
  json object = sums(row);
  object["modelsUsed"] = row.models;
  object["modelBreakdowns"] = json::array();
  for (const CcusageModelPart& one : row.parts) object["modelBreakdowns"].push_back(part(one));
  switch (report) {
    case CcusageReport::daily:
      object["date"] = row.label;
      break;
    case CcusageReport::weekly:
      object["week"] = row.label;
      break;
    case CcusageReport::monthly:
      object["month"] = row.label;
      break;
    default:
      object["sessionId"] = row.label;
      object["projectPath"] = row.project_path;
      object["firstActivity"] = core::to_iso8601(row.first_at);
      object["lastActivity"] = core::to_iso8601(row.last_at);
  }
  return object;
}

json burn_rate(const CcusageBlock& block) {
  const auto rate = block.is_active ? burn_rate_of(block) : std::nullopt;
  if (!rate) return nullptr;
  return {{"tokensPerMinute", rate->tokens_per_minute},
          {"tokensPerMinuteForIndicator", rate->uncached_tokens_per_minute},
          {"costPerHour", rate->dollars_per_hour}};
}

json projection(const CcusageBlock& block, core::Timestamp now) {
  const auto projection = block.is_active ? projection_of(block, now) : std::nullopt;
  if (!projection) return nullptr;
  return {{"totalTokens", projection->tokens},
          {"totalCost", projection->dollars},
          {"remainingMinutes", projection->remaining_minutes}};
}

json window(const CcusageBlock& block, core::Timestamp now) {
  json object = {{"id", block.id},
                 {"startTime", core::to_iso8601(block.start)},
                 {"endTime", core::to_iso8601(block.end)},
                 {"actualEndTime", moment(block.last_at)},
                 {"isActive", block.is_active},
                 {"isGap", block.is_gap},
                 {"entries", block.entries},
                 {"totalTokens", block.tokens.total()},
                 {"costUSD", block.dollars},
                 {"models", block.models},
                 {"burnRate", burn_rate(block)},
                 {"projection", projection(block, now)}};
  object["tokenCounts"] = {{"inputTokens", block.tokens.input},
                           {"outputTokens", block.tokens.output},
                           {"cacheCreationInputTokens", block.tokens.cache_write()},
                           {"cacheReadInputTokens", block.tokens.cache_read}};
  if (block.limit_resets_at) object["usageLimitResetTime"] = moment(block.limit_resets_at);
  return object;
}

const char* name_of(CcusageReport report) {
  switch (report) {
    case CcusageReport::daily:
      return "daily";
    case CcusageReport::weekly:
      return "weekly";
    case CcusageReport::monthly:
      return "monthly";
    case CcusageReport::session:
      return "sessions";
    case CcusageReport::blocks:
      break;
  }
  return "blocks";
}

}  // namespace

std::string to_ccusage_json(const CcusageAccount& account, core::Timestamp now) {
  json lines = json::array();
  for (const CcusageRow& row : account.rows) lines.push_back(line(row, account.report));
  for (const CcusageBlock& block : account.blocks) lines.push_back(window(block, now));
  json object;
  object[name_of(account.report)] = std::move(lines);
  if (account.report != CcusageReport::blocks) {
    json totals = sums(account.total);
    if (const auto unpriced = unpriced_models(account.total); !unpriced.empty())
      totals["unpricedModels"] = unpriced;
    object["totals"] = std::move(totals);
  }
  return object.dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace orchard::metrics
