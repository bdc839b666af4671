#include "metrics/usage/usage_records.h"

#include "metrics/filter/model_label.h"
#include "metrics/ledger/read_view.h"
#include "metrics/schema/api_call_flags.h"
#include "metrics/schema/columns.h"
#include "metrics/usage/reading/failed_calls.h"
#include "metrics/usage/reading/record_order.h"
#include "metrics/usage/reading/usage_parts.h"
#include "metrics/usage/usage_sessions.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_set>
#include <utility>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

constexpr std::array<std::string_view, 3> kKindNames{"calculated", "estimated", "reported"};
constexpr std::array<std::string_view, 9> kColumnNames{
    "time", "source", "name", "model", "input", "cached", "output", "cost", "duration"};

constexpr std::string_view kRecord =
    "SELECT key, at, session, model, COALESCE(branch, 0), input, output, cache_write_5m, "
    "cache_write_1h, cache_read, web_searches, flags, cost, duration, COALESCE(agent, 0) "
    "FROM api_call WHERE key = ?1";

/// Lower case as far as ASCII goes; other letters have to be the same.
std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

Result<void> keep_named(Database& database, const UsagePlaces& places, const std::string& search,
                        UsageScope& scope) {
  if (search.empty()) return {};
  const std::string part = folded(search);
  const auto has_part = [&](const std::string& text) {
    return folded(text).find(part) != std::string::npos;
  };
  std::vector<bool> named(places.sessions.size(), false);
  for (std::size_t key = 0; key < places.sessions.size(); ++key) {
    const UsagePlaces::Session& session = places.sessions[key];
    named[key] = has_part(places.name(session)) || has_part(places.repository_name(session));
    if (named[key] || session.outside || !scope.has_session(static_cast<std::int64_t>(key)))
      continue;
    ORCHARD_TRY(const std::string title, session_title(database, static_cast<std::int64_t>(key)));
    named[key] = has_part(title);
  }
  std::unordered_set<std::int64_t> agents;
  for (const auto& [key, name] : places.agents)
    if (has_part(name)) agents.insert(key);
  scope.keep_calls_of(std::move(named), std::move(agents));
  return {};
}

CostKind kind_of(std::int64_t flags) {
  if ((flags & call_flag::kReported) != 0) return CostKind::reported;
  return (flags & call_flag::kEstimated) != 0 ? CostKind::estimated : CostKind::calculated;
}

std::int64_t origin_of(std::int64_t flags) {
  if ((flags & call_flag::kBackground) != 0) return 2;
  return (flags & call_flag::kSubAgent) != 0 ? 1 : 0;
}

/// Who called, and from where. `branch` 0: that of the workspace.
UsageRecord record_from(const UsagePlaces& places, const UsagePlaces::Session& session,
                        std::int64_t origin, std::int64_t branch) {
  UsageRecord record;
  record.source = source_of(session, origin);
  record.session = session.id;
  if (const auto own = places.workspaces.find(session.workspace); own != places.workspaces.end()) {
    record.workspace = own->second.name;
    record.workspace_id = own->second.id;
    record.status = own->second.status;
  }
  record.repository = places.repository_name(session);
  record.branch = places.branch(branch != 0 ? branch : session.branch);
  return record;
}

UsageRecord record_of(const UsagePlaces& places, const Statement& row) {
  const std::int64_t flags = row.integer(11);
  UsageRecord record =
      record_from(places, places.session(row.integer(2)), origin_of(flags), row.integer(4));
  record.key = row.integer(0);
  record.at = timestamp(row.integer(1));
  record.model = places.model(row.integer(3));
  record.tokens = {row.integer(5), row.integer(6), row.integer(7), row.integer(8), row.integer(9)};
  record.web_searches = row.integer(10);
  record.agent_type = places.agent(row.integer(14));
  record.cost = {row.integer(12)};
  record.kind = kind_of(flags);
  record.fast = (flags & call_flag::kFast) != 0;
  record.us_only = (flags & call_flag::kUsOnly) != 0;
  record.complete = (flags & call_flag::kComplete) != 0;
  if (const auto duration = row.optional_integer(13))
    record.duration = std::chrono::milliseconds(*duration);
  return record;
}

Result<std::optional<UsageRecord>> find_failure(Database& database, const UsagePlaces& places,
                                                std::int64_t key) {
  ORCHARD_TRY(const auto failure, find_failed_call(database, key));
  if (!failure) return std::optional<UsageRecord>();
  UsageRecord record =
      record_from(places, places.session(failure->session), failure->origin, failure->branch);
  record.at = failure->at;
  record.agent_type = places.agent(failure->agent);
  record.failed = true;
  record.http_status = failure->status;
  record.duration = failure->duration;
  ORCHARD_TRY(record.title, session_title(database, failure->session));
  return std::optional(std::move(record));
}

std::string failure_text(const UsageRecord& record) {
  return record.http_status ? std::to_string(*record.http_status) : "unknown";
}

}  // namespace

std::string_view to_string(CostKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

std::string_view to_string(RecordColumn column) {
  return kColumnNames.at(static_cast<std::size_t>(column));
}

Result<std::optional<UsageRecord>> find_usage_record(Database& database, const UsagePlaces& places,
                                                     std::int64_t key) {
  std::optional<UsageRecord> record;
  std::int64_t session = 0;
  {
    ORCHARD_TRY(Statement row, database.prepare(kRecord));
    row.bind(1, key);
    ORCHARD_TRY(const bool found, row.step());
    if (!found) return record;
    session = row.integer(2);
    record = record_of(places, row);
  }
  ORCHARD_TRY(record->title, session_title(database, session));
  return record;
}

Result<RecordPage> query_usage_records(Store& store, const RecordQuestion& question) {
  Database& database = store.database();
  ORCHARD_TRY(const ReadView view, ReadView::open(database));
  ORCHARD_TRY(const UsagePlaces places, UsagePlaces::read(database));
  ORCHARD_TRY(UsageScope scope, UsageScope::resolve(database, places, question.filter));
  ORCHARD_CHECK(keep_named(database, places, question.search, scope));
  RecordPage page;
  std::vector<QuarterCount> quarters;
  ORCHARD_CHECK(each_usage_part(database, scope, question.range, UsageGrain::quarters,
                                [&](const UsagePart& part) {
                                  page.count += part.sums.calls;
                                  page.cost += part.sums.cost;
                                  page.estimated += part.sums.estimated;
                                  quarters.push_back({part.at, part.sums.calls});
                                }));
  if (question.with_failures)
    ORCHARD_CHECK(each_failed_call(database, scope, question.range, [&](const StoredFailure& one) {
      ++page.count;
      ++page.failed;
      quarters.push_back({one.at, 1});
    }));
  ORCHARD_TRY(const std::vector<std::int64_t> keys,
              order_records(database, places, scope, question, quarters));
  for (const std::int64_t key : keys) {
    ORCHARD_TRY(const auto record, key > 0 ? find_usage_record(database, places, key)
                                           : find_failure(database, places, -key));
    if (record) page.rows.push_back(*record);
  }
  return page;
}

FigureTable record_table(const std::vector<UsageRecord>& records) {
  FigureTable table;
  table.columns = {{"time", Unit::time},
                   {"source"},
                   {"name"},
                   {"session"},
                   {"title"},
                   {"repository"},
                   {"branch"},
                   {"model"},
                   {"input_tokens", Unit::tokens},
                   {"output_tokens", Unit::tokens},
                   {"cache_write_5m_tokens", Unit::tokens},
                   {"cache_write_1h_tokens", Unit::tokens},
                   {"cache_read_tokens", Unit::tokens},
                   {"web_searches", Unit::count},
                   {"cost_usd", Unit::dollars},
                   {"cost_kind"},
                   {"fast"},
                   {"complete"},
                   {"duration_s", Unit::duration},
                   {"call", Unit::none},
                   {"failure"},
                   {"agent_type"}};
  for (const UsageRecord& record : records) {
    const core::TokenUsage& tokens = record.tokens;
    table.add_row(record.at, std::string(to_string(record.source)),
                  record.workspace.empty() ? record.repository : record.workspace, record.session,
                  record.title, record.repository, record.branch,
                  record.failed ? std::string() : model_label(record.model), tokens.input,
                  tokens.output, tokens.cache_write_5m, tokens.cache_write_1h, tokens.cache_read,
                  record.web_searches, record.cost, std::string(to_string(record.kind)),
                  record.fast, record.complete,
                  record.duration ? Cell(*record.duration) : Cell(std::monostate()),
                  record.failed ? Cell(std::monostate()) : Cell(record.key),
                  record.failed ? Cell(failure_text(record)) : Cell(std::monostate()),
                  record.agent_type.empty() ? Cell(std::monostate()) : Cell(record.agent_type));
  }
  return table;
}

}  // namespace orchard::metrics
