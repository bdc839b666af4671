#include "app/cli/usage/usage_output.h"
#include "core/base/time_text.h"
#include "metrics/filter/model_label.h"

#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using metrics::AccountLine;
using metrics::ModelUsage;
using metrics::SessionUsage;
using metrics::UsageDimension;
using metrics::UsageSums;
using metrics::UsageTally;
using nlohmann::json;

json sums_json(const UsageSums& sums) {
  const core::TokenUsage& tokens = sums.tokens;
  return {{"inputTokens", tokens.input},
          {"outputTokens", tokens.output},
          {"cacheCreationTokens", tokens.cache_write()},
          {"cacheReadTokens", tokens.cache_read},
          {"totalTokens", tokens.total()},
          {"totalCost", sums.cost.dollars()},
          {"estimatedCost", sums.estimated.dollars()},
          {"calls", sums.calls}};
}

json tally_json(const UsageTally& tally) {
  json object = sums_json(tally.sums);
  json names = json::array();
  json breakdowns = json::array();
  for (const ModelUsage& model : tally.models) {
    names.push_back(metrics::model_label(model.model));
    const core::TokenUsage& tokens = model.sums.tokens;
    breakdowns.push_back({{"modelName", metrics::model_label(model.model)},
                          {"inputTokens", tokens.input},
                          {"outputTokens", tokens.output},
                          {"cacheCreationTokens", tokens.cache_write()},
                          {"cacheReadTokens", tokens.cache_read},
                          {"cost", model.sums.cost.dollars()}});
  }
  object["modelsUsed"] = std::move(names);
  object["modelBreakdowns"] = std::move(breakdowns);
  return object;
}

json totals_json(const UsageTally& total) {
  json object = sums_json(total.sums);
  json estimated = json::array();
  for (const ModelUsage& model : total.models)
    if (model.sums.estimated.nano_dollars != 0)
      estimated.push_back(metrics::model_label(model.model));
  if (!estimated.empty()) object["unpricedModels"] = std::move(estimated);
  return object;
}

json text_or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

/// The name of one row, and of the list of them.
struct Names {
  const char* row;
  const char* list;
};

Names names_of(UsageTable table) {
  switch (table) {
    case UsageTable::weekly:
      return {"week", "weekly"};
    case UsageTable::monthly:
      return {"month", "monthly"};
    default:
      return {"date", "daily"};
  }
}

}  // namespace

json account_json(UsageTable table, const metrics::UsageAccount& account, UsageDimension by) {
  const Names names = names_of(table);
  json rows = json::array();
  for (const AccountLine& line : account.lines) {
    json row = tally_json(line.tally);
    row[names.row] = period_name(table, line);
    if (by != UsageDimension::none) {
      row[std::string(to_string(by))] =
          by == UsageDimension::model ? metrics::model_label(line.group.name) : line.group.name;
      row["key"] = line.group.key;
      if (by == UsageDimension::workspace) row["repository"] = line.group.repository;
      if (by == UsageDimension::agent) row["agentType"] = text_or_null(line.group.agent_type);
    }
    rows.push_back(std::move(row));
  }
  return {{names.list, std::move(rows)}, {"totals", totals_json(account.total)}};
}

json sessions_json(const std::vector<SessionUsage>& sessions) {
  json rows = json::array();
  for (const SessionUsage& session : sessions) {
    json row = tally_json(session.tally);
    row["sessionId"] = session.id;
    row["projectPath"] = session.project_path;
    row["repository"] = session.repository;
    row["workspace"] = session.workspace;
    row["outside"] = session.outside;
    row["firstActivity"] = core::to_iso8601(session.first_activity);
    row["lastActivity"] = core::to_iso8601(session.last_activity);
    rows.push_back(std::move(row));
  }
  return {{"sessions", std::move(rows)}, {"totals", totals_json(sum_of(sessions))}};
}

json session_calls_json(const std::string& session, const metrics::RecordPage& page) {
  json entries = json::array();
  std::int64_t tokens = 0;
  for (const metrics::UsageRecord& record : page.rows) {
    tokens += record.tokens.total();
    entries.push_back({{"timestamp", core::to_iso8601(record.at)},
                       {"inputTokens", record.tokens.input},
                       {"outputTokens", record.tokens.output},
                       {"cacheCreationTokens", record.tokens.cache_write()},
                       {"cacheReadTokens", record.tokens.cache_read},
                       {"model", metrics::model_label(record.model)},
                       {"costUSD", record.cost.dollars()},
                       {"costKind", std::string(to_string(record.kind))},
                       {"source", std::string(to_string(record.source))},
                       {"agentType", text_or_null(record.agent_type)},
                       {"call", record.key}});
  }
  return {{"sessionId", session},
          {"totalCost", page.cost.dollars()},
          {"totalTokens", tokens},
          {"entries", std::move(entries)}};
}

}  // namespace orchard::app
