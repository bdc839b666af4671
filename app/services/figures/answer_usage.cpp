#include "app/services/figures/answer_usage.h"

#include "app/services/figures/to_figures.h"
#include "metrics/filter/model_label.h"
#include "metrics/usage/usage_account.h"
#include "metrics/usage/usage_records.h"
#include "metrics/usage/usage_sessions.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using core::Result;

/// As many as a person looks through; an export holds all.
constexpr std::size_t kConsumersShown = 30;
constexpr std::size_t kAll = std::numeric_limits<std::int64_t>::max();

static_assert(kUsageSources == metrics::kUsageSources);
static_assert(static_cast<int>(UsageSource::outside) ==
              static_cast<int>(metrics::UsageSource::outside));

UsageSum to_sum(const metrics::UsageSums& sums) {
  return {sums.calls, sums.tokens, sums.cost, sums.estimated};
}

SumsBySource to_sums(const metrics::UsageTally& tally) {
  SumsBySource sums;
  for (std::size_t i = 0; i < kUsageSources; ++i) sums.at(i) = to_sum(tally.by_source.at(i));
  return sums;
}

metrics::UsageFilter to_usage_filter(const UsageQuestion& question) {
  metrics::UsageFilter filter;
  filter.place = to_filter(question.filter);
  filter.branch = question.branch;
  filter.project = question.folder;
  return filter;
}

metrics::TimeRange range_of(Engine& engine, const UsageQuestion& question, core::Timestamp now) {
  return metrics::range_of(to_window(question.filter.window), engine.local_time(), now);
}

metrics::RecordColumn to_column(RecordColumn column) {
  switch (column) {
    case RecordColumn::source:
      return metrics::RecordColumn::source;
    case RecordColumn::name:
      return metrics::RecordColumn::name;
    case RecordColumn::model:
      return metrics::RecordColumn::model;
    case RecordColumn::input:
      return metrics::RecordColumn::input;
    case RecordColumn::cached:
      return metrics::RecordColumn::cached;
    case RecordColumn::output:
      return metrics::RecordColumn::output;
    case RecordColumn::cost:
      return metrics::RecordColumn::cost;
    case RecordColumn::duration:
      return metrics::RecordColumn::duration;
    case RecordColumn::time:
      break;
  }
  return metrics::RecordColumn::time;
}

metrics::RecordQuestion to_records(const UsageQuestion& question, metrics::TimeRange range) {
  const RecordsWanted& wanted = question.records;
  metrics::RecordQuestion records;
  records.filter = to_usage_filter(question);
  records.filter.consumer = wanted.consumer;
  if (wanted.source) records.filter.source = static_cast<metrics::UsageSource>(*wanted.source);
  if (wanted.span) {
    range.from = std::max(range.from.value_or(wanted.span->from), wanted.span->from);
    range.to = std::min(range.to.value_or(wanted.span->to), wanted.span->to);
  }
  records.range = range;
  records.search = wanted.search;
  records.with_failures = true;
  records.order = to_column(wanted.sort.column);
  records.ascending = !wanted.sort.descending;
  records.offset =
      static_cast<std::size_t>(std::max<std::int64_t>(0, wanted.page) * kRecordsOnPage);
  records.limit = static_cast<std::size_t>(kRecordsOnPage);
  return records;
}

metrics::ConsumerOrder to_order(ConsumerOrder order) {
  return order == ConsumerOrder::tokens ? metrics::ConsumerOrder::tokens
                                        : metrics::ConsumerOrder::cost;
}

std::string marked(std::string name, const std::optional<core::WorkspaceStatus>& status) {
  if (status == core::WorkspaceStatus::archived) return name + " (archived)";
  if (status == core::WorkspaceStatus::deleted) return name + " (deleted)";
  return name;
}

UsageConsumer to_consumer(const metrics::AccountLine& line) {
  UsageConsumer consumer;
  consumer.id = line.group.key;
  consumer.name = marked(line.group.name, line.group.status);
  consumer.place = line.group.repository == line.group.name ? "" : line.group.repository;
  consumer.sums = to_sums(line.tally);
  for (const metrics::AgentUsage& agent : line.tally.agents)
    consumer.agents.push_back({agent.type, agent.sums.cost});
  return consumer;
}

UsageRecord to_record(const metrics::UsageRecord& from) {
  UsageRecord record;
  record.at = from.at;
  record.source = static_cast<UsageSource>(from.source);
  const bool in_workspace = !from.workspace.empty();
  record.name = in_workspace ? marked(from.workspace, from.status) : from.repository;
  record.place = in_workspace ? from.repository : "";
  record.title = from.title;
  record.agent_type = from.agent_type;
  record.branch = from.branch;
  record.model = metrics::model_label(from.model);
  record.tokens = from.tokens;
  record.cost = from.cost;
  record.estimated = from.kind == metrics::CostKind::estimated;
  record.complete = from.complete;
  record.failed = from.failed;
  record.http_status = from.http_status;
  record.duration = from.duration;
  record.session = core::SessionId(from.session);
  return record;
}

Result<metrics::UsageAccount> read_account(Engine& engine, const UsageQuestion& question,
                                           core::Timestamp now) {
  metrics::UsageQuestion asked;
  asked.filter = to_usage_filter(question);
  asked.range = range_of(engine, question, now);
  asked.step =
      question.step == UsageStep::hour ? metrics::UsageStep::hour : metrics::UsageStep::day;
  asked.with_empty = true;
  ORCHARD_TRY(auto account, metrics::query_usage(engine.store(), engine.local_time(), now, asked));
  // Hours of today that are still to come.
  while (!account.lines.empty() && account.lines.back().span.from > now &&
         account.lines.back().tally.sums.calls == 0)
    account.lines.pop_back();
  return account;
}

Result<bool> has_any_call(Engine& engine) {
  ORCHARD_TRY(auto any, engine.store().database().prepare("SELECT EXISTS(SELECT 1 FROM api_call)"));
  ORCHARD_CHECK(any.step());
  return any.integer(0) != 0;
}

metrics::FigureTable sums_table(std::vector<metrics::FigureTable::Column> first) {
  metrics::FigureTable table;
  table.columns = std::move(first);
  for (const auto& column : std::initializer_list<metrics::FigureTable::Column>{
           {"api_calls", metrics::Unit::count},
           {"input", metrics::Unit::tokens},
           {"output", metrics::Unit::tokens},
           {"cache_write", metrics::Unit::tokens},
           {"cache_read", metrics::Unit::tokens},
           {"cost_usd", metrics::Unit::dollars},
           {"estimated_cost_usd", metrics::Unit::dollars}})
    table.columns.push_back(column);
  return table;
}

template <class... First>
void add_sums(metrics::FigureTable& table, const metrics::UsageSums& sums, First&&... first) {
  table.add_row(std::forward<First>(first)..., sums.calls, sums.tokens.input, sums.tokens.output,
                sums.tokens.cache_write(), sums.tokens.cache_read, sums.cost, sums.estimated);
}

Result<metrics::FigureTable> periods_table(Engine& engine, const UsageQuestion& question,
                                           core::Timestamp now) {
  ORCHARD_TRY(const auto account, read_account(engine, question, now));
  auto table = sums_table({{"from", metrics::Unit::time}, {"to", metrics::Unit::time}, {"source"}});
  for (const metrics::AccountLine& line : account.lines)
    for (const metrics::UsageSource source : metrics::kAllUsageSources)
      add_sums(table, line.tally.by_source.at(static_cast<std::size_t>(source)),
               line.span.from.value_or(now), line.span.to.value_or(now),
               std::string(metrics::to_string(source)));
  return table;
}

Result<metrics::FigureTable> sources_table(Engine& engine, const UsageQuestion& question,
                                           core::Timestamp now) {
  ORCHARD_TRY(const auto account, read_account(engine, question, now));
  auto table = sums_table({{"source"}});
  for (const metrics::UsageSource source : metrics::kAllUsageSources)
    add_sums(table, account.total.by_source.at(static_cast<std::size_t>(source)),
             std::string(metrics::to_string(source)));
  return table;
}

Result<metrics::FigureTable> consumers_table(Engine& engine, const UsageQuestion& question,
                                             core::Timestamp now) {
  ORCHARD_TRY(const auto top, metrics::query_top_consumers(
                                  engine.store(), to_usage_filter(question),
                                  range_of(engine, question, now), to_order(question.order), kAll));
  auto table = sums_table({{"name"}, {"repository"}, {"outside"}});
  for (const metrics::AccountLine& line : top.lines)
    add_sums(table, line.tally.sums, line.group.name, line.group.repository, line.group.outside);
  return table;
}

}  // namespace

Result<UsageFigures> read_usage(Engine& engine, const UsageQuestion& question,
                                core::Timestamp now) {
  metrics::Store& store = engine.store();
  const metrics::TimeRange range = range_of(engine, question, now);
  UsageFigures figures;
  ORCHARD_TRY(figures.ever, has_any_call(engine));
  ORCHARD_TRY(const auto account, read_account(engine, question, now));
  figures.total = to_sum(account.total.sums);
  figures.by_source = to_sums(account.total);
  for (const metrics::AccountLine& line : account.lines)
    figures.periods.push_back(
        {{line.span.from.value_or(now), line.span.to.value_or(now)}, to_sums(line.tally)});
  ORCHARD_TRY(const auto top,
              metrics::query_top_consumers(store, to_usage_filter(question), range,
                                           to_order(question.order), kConsumersShown));
  for (const metrics::AccountLine& line : top.lines) figures.consumers.push_back(to_consumer(line));
  figures.consumer_count = top.count;
  ORCHARD_TRY(const auto page, metrics::query_usage_records(store, to_records(question, range)));
  for (const metrics::UsageRecord& record : page.rows) figures.records.push_back(to_record(record));
  figures.record_count = page.count;
  figures.failed_count = page.failed;
  figures.record_cost = page.cost;
  figures.record_estimated = page.estimated;
  metrics::UsageFilter places = to_usage_filter(question);
  places.branch.clear();
  ORCHARD_TRY(auto choices, metrics::query_usage_choices(store, places));
  for (const metrics::UsageFolder& folder : choices.folders)
    figures.folders.push_back({folder.path, folder.name});
  figures.branches = std::move(choices.branches);
  return figures;
}

Result<metrics::FigureTable> read_usage_part(Engine& engine, const std::string& part,
                                             const UsageQuestion& question) {
  const core::Timestamp now = engine.now();
  if (part == "usage_over_time") return periods_table(engine, question, now);
  if (part == "usage_by_source") return sources_table(engine, question, now);
  if (part == "usage_consumers") return consumers_table(engine, question, now);
  if (part != "usage_records")
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("The usage page has no part '{}'.", part));
  metrics::RecordQuestion records = to_records(question, range_of(engine, question, now));
  records.offset = 0;
  records.limit = kAll;
  ORCHARD_TRY(const auto page, metrics::query_usage_records(engine.store(), records));
  return metrics::record_table(page.rows);
}

}  // namespace orchard::app
