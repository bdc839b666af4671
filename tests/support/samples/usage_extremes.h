#pragma once

#include "tests/support/sample_usage.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace orchard::test {

// Answers to the usage page that are hard to draw.

/// A window without a call, in a ledger that has some.
inline std::shared_ptr<app::FigureAnswer> make_no_usage() {
  auto answer = make_usage_answer();
  const auto periods = answer->usage->periods;
  answer->usage = app::UsageFigures{};
  answer->usage->ever = true;
  answer->usage->periods = periods;
  for (app::UsagePeriod& period : answer->usage->periods) period.sums = {};
  return answer;
}

inline std::shared_ptr<app::FigureAnswer> make_one_call() {
  auto answer = make_no_usage();
  const app::UsageSum sum = make_sum(1, 100, 10, {1});
  answer->usage->total = answer->usage->by_source[2] = sum;
  answer->usage->periods = {make_sample_usage().periods[0]};
  answer->usage->periods[0].sums = {};
  answer->usage->periods[0].sums[2] = sum;
  answer->usage->consumers = {make_sample_usage().consumers[0]};
  answer->usage->records = {make_sample_usage().records[3]};
  answer->usage->record_count = answer->usage->consumer_count = 1;
  return answer;
}

/// A month by the hour, with the largest amounts and names there are.
inline std::shared_ptr<app::FigureAnswer> make_huge_usage() {
  auto answer = make_usage_answer();
  app::UsageFigures& figures = *answer->usage;
  answer->question.usage->step = app::UsageStep::hour;
  const core::Timestamp first = figures.periods[0].span.from;
  figures.periods.clear();
  for (int hour = 0; hour < 30 * 24; ++hour) {
    app::UsagePeriod period;
    period.span = {first + std::chrono::hours(hour), first + std::chrono::hours(hour + 1)};
    for (app::UsageSum& sum : period.sums)
      sum = make_sum(9'999'999, std::int64_t{1} << 50, std::int64_t{1} << 50,
                     {hour % 7 == 0 ? 0 : (std::int64_t{1} << 60)});
    figures.periods.push_back(period);
  }
  for (app::UsageSum& sum : figures.by_source)
    sum = make_sum(std::int64_t{1} << 40, std::int64_t{1} << 50, 1, {std::int64_t{1} << 60});
  figures.total = figures.by_source[0];
  const std::string long_name = "a name that is far too long to fit into any column at all ";
  for (app::UsageConsumer& consumer : figures.consumers) {
    consumer.name = long_name + consumer.name;
    consumer.sums = figures.by_source;
  }
  for (app::UsageRecord& record : figures.records) {
    record.name = long_name;
    record.title = long_name + long_name;
    record.tokens.input = std::int64_t{1} << 60;
    record.cost = {std::int64_t{1} << 60};
    record.duration = std::chrono::hours(1000);
    record.complete = false;
  }
  figures.record_count = std::int64_t{1} << 50;
  return answer;
}

}  // namespace orchard::test
