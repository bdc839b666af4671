#include "metrics/definition/figure_queries.h"
#include "metrics/usage/usage_account.h"
#include "metrics/usage/usage_records.h"
#include "metrics/usage/usage_sessions.h"

#include <limits>
#include <string>

namespace orchard::metrics {

namespace {

UsageFilter everywhere(const Question& question) {
  UsageFilter filter;
  filter.place = question.filter;
  return filter;
}

core::Result<UsageAccount> account(Store& store, const Question& question, UsageStep step) {
  UsageQuestion asked;
  asked.filter = everywhere(question);
  asked.range = question.range();
  asked.step = step;
  asked.with_empty = step != UsageStep::whole;
  return query_usage(store, question.local, question.now, asked);
}

core::Result<UsageSums> sums(Store& store, const Question& question) {
  ORCHARD_TRY(const UsageAccount whole, account(store, question, UsageStep::whole));
  return whole.total.sums;
}

FigureTable value_of(Unit unit, Cell value) {
  FigureTable table{{{"value", unit}}, {}};
  table.add_row(std::move(value));
  return table;
}

}  // namespace

FigureResult usage_cost(Store& store, const Question& question) {
  ORCHARD_TRY(const UsageSums all, sums(store, question));
  FigureTable table{{{"value", Unit::dollars}, {"estimated_cost_usd", Unit::dollars}}, {}};
  table.add_row(all.cost, all.estimated);
  return table;
}

FigureResult usage_input_tokens(Store& store, const Question& question) {
  ORCHARD_TRY(const UsageSums all, sums(store, question));
  FigureTable table{{{"value", Unit::tokens},
                     {"input", Unit::tokens},
                     {"cache_write", Unit::tokens},
                     {"cache_read", Unit::tokens}},
                    {}};
  table.add_row(all.tokens.context(), all.tokens.input, all.tokens.cache_write(),
                all.tokens.cache_read);
  return table;
}

FigureResult usage_output_tokens(Store& store, const Question& question) {
  ORCHARD_TRY(const UsageSums all, sums(store, question));
  return value_of(Unit::tokens, all.tokens.output);
}

FigureResult usage_calls(Store& store, const Question& question) {
  ORCHARD_TRY(const UsageSums all, sums(store, question));
  return value_of(Unit::count, all.calls);
}

FigureResult usage_average(Store& store, const Question& question) {
  ORCHARD_TRY(const UsageSums all, sums(store, question));
  if (all.calls == 0) return value_of(Unit::dollars, std::monostate());
  return value_of(Unit::dollars, core::Cost{(all.cost.nano_dollars + all.calls / 2) / all.calls});
}

FigureResult usage_over_time(Store& store, const Question& question) {
  ORCHARD_TRY(const UsageAccount days, account(store, question, UsageStep::day));
  FigureTable table{{{"day", Unit::day},
                     {"source"},
                     {"cost_usd", Unit::dollars},
                     {"tokens", Unit::tokens},
                     {"api_calls", Unit::count}},
                    {}};
  for (const AccountLine& line : days.lines)
    for (const UsageSource source : kAllUsageSources) {
      const UsageSums& part = line.tally.by_source.at(static_cast<std::size_t>(source));
      table.add_row(line.day, std::string(to_string(source)), part.cost, part.tokens.total(),
                    part.calls);
    }
  return table;
}

FigureResult usage_by_source(Store& store, const Question& question) {
  ORCHARD_TRY(const UsageAccount whole, account(store, question, UsageStep::whole));
  FigureTable table{{{"source"},
                     {"cost_usd", Unit::dollars},
                     {"tokens", Unit::tokens},
                     {"api_calls", Unit::count}},
                    {}};
  for (const UsageSource source : kAllUsageSources) {
    const UsageSums& part = whole.total.by_source.at(static_cast<std::size_t>(source));
    table.add_row(std::string(to_string(source)), part.cost, part.tokens.total(), part.calls);
  }
  return table;
}

FigureResult usage_consumers(Store& store, const Question& question) {
  ORCHARD_TRY(const TopConsumers top,
              query_top_consumers(store, everywhere(question), question.range(),
                                  ConsumerOrder::cost, std::numeric_limits<std::int32_t>::max()));
  FigureTable table{{{"name"},
                     {"repository"},
                     {"cost_usd", Unit::dollars},
                     {"tokens", Unit::tokens},
                     {"api_calls", Unit::count}},
                    {}};
  for (const AccountLine& line : top.lines)
    table.add_row(line.group.name, line.group.repository, line.tally.sums.cost,
                  line.tally.sums.tokens.total(), line.tally.sums.calls);
  return table;
}

FigureResult usage_records(Store& store, const Question& question) {
  RecordQuestion records;
  records.filter = everywhere(question);
  records.range = question.range();
  records.with_failures = true;
  records.limit = std::numeric_limits<std::int32_t>::max();
  ORCHARD_TRY(const RecordPage page, query_usage_records(store, records));
  return record_table(page.rows);
}

}  // namespace orchard::metrics
