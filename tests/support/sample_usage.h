#pragma once

#include "app/model/figure_answer.h"
#include "tests/support/sample_figures.h"

#include <memory>
#include <string>
#include <utility>

namespace orchard::test {

inline core::Cost cents(std::int64_t amount) {
  return {amount * 10'000'000};
}

inline app::UsageSum make_sum(std::int64_t calls, std::int64_t input, std::int64_t output,
                              core::Cost cost) {
  app::UsageSum sum;
  sum.calls = calls;
  sum.tokens.cache_read = input * 89 / 100;
  sum.tokens.input = input - sum.tokens.cache_read;
  sum.tokens.output = output;
  sum.cost = cost;
  return sum;
}

inline app::UsageRecord make_record(app::UsageSource source, const char* name, const char* title,
                                    std::int64_t input, std::int64_t output, std::int64_t nanos,
                                    std::chrono::seconds age) {
  app::UsageRecord record;
  record.at = sample_now() - age;
  record.source = source;
  record.name = name;
  record.title = title;
  record.place = "tidewater";
  record.branch = std::string("mara/") + name;
  record.model = "claude-opus-4-5-20251101";
  record.tokens = make_sum(1, input, output, {}).tokens;
  record.cost = {nanos};
  record.duration = std::chrono::milliseconds(11'400);
  record.session = core::SessionId(std::string("s-") + name);
  return record;
}

inline app::UsageConsumer make_consumer(const char* name, const char* place,
                                        app::UsageSource source, std::int64_t tokens,
                                        std::int64_t amount) {
  app::UsageConsumer consumer;
  consumer.id = std::string("c-") + name;
  consumer.name = name;
  consumer.place = place;
  consumer.sums.at(static_cast<std::size_t>(source)) =
      make_sum(tokens / 56'400, tokens * 98 / 100, tokens - tokens * 98 / 100, cents(amount));
  return consumer;
}

/// The month of the sample, 30 days with today.
inline app::UsageFigures make_sample_usage() {
  using std::chrono::days;
  using enum app::UsageSource;
  app::UsageFigures figures;
  figures.ever = true;
  figures.by_source = {make_sum(1'902, 110'000'000, 2'100'000, cents(13355)),
                       make_sum(702, 37'000'000, 700'000, cents(4449)),
                       make_sum(310, 10'400'000, 200'000, cents(1368)),
                       make_sum(290, 20'000'000, 400'000, cents(2318))};
  for (const app::UsageSum& sum : figures.by_source) figures.total += sum;
  const auto today = std::chrono::floor<days>(sample_now());
  for (int day = 0; day < 30; ++day) {
    app::UsagePeriod period;
    period.span = {today - days(29 - day), today - days(28 - day)};
    const int weekday = (day + 3) % 7;  // the first is a Thursday
    for (std::size_t i = 0; i < app::kUsageSources; ++i) {
      const std::int64_t amount = weekday > 4 ? 20 + day : 300 + (day * 37 + weekday * 91) % 500;
      period.sums.at(i) =
          make_sum(40, 1'000'000, 20'000, cents(amount / (1 + 3 * (i > 0 ? 1 : 0))));
    }
    figures.periods.push_back(period);
  }
  figures.periods[27].sums = {
      make_sum(150, 7'000'000, 90'000, cents(1024)), make_sum(60, 2'000'000, 40'000, cents(282)),
      make_sum(20, 900'000, 9'000, cents(109)), make_sum(12, 500'000, 5'000, cents(83))};
  figures.consumers = {make_consumer("image-pipeline", "lumen-web", interactive, 19'800'000, 2416),
                       make_consumer("Terminal sessions", "~/notes", outside, 20'100'000, 2318),
                       make_consumer("theme-editor", "lumen-web", interactive, 19'000'000, 2291),
                       make_consumer("socket-pool", "tidewater", interactive, 17'200'000, 2045),
                       make_consumer("wal-checkpoint", "almanac", interactive, 15'900'000, 1863),
                       make_consumer("vk-memory", "ferrite", interactive, 10'600'000, 1288)};
  figures.consumer_count = 14;
  using std::chrono::minutes;
  figures.records = {
      make_record(interactive, "rate-limit-headers", "Headers", 71'800, 812, 76'800'000,
                  minutes(2)),
      make_record(interactive, "virtual-scroll", "Anchors", 88'400, 1'204, 89'500'000, minutes(2)),
      make_record(sub_agent, "arena-allocator", "Arena blocks", 24'100, 946, 31'400'000,
                  minutes(3)),
      make_record(background, "virtual-scroll", "session title", 3'100, 24, 4'000'000, minutes(6)),
      make_record(outside, "~/notes", "", 18'700, 530, 25'800'000, minutes(9))};
  figures.records[2].agent_type = "sanitizer-runner";
  figures.records[3].model = "claude-haiku-4-5-20251001";
  figures.records[3].tokens = {.input = 3'100, .output = 24};
  figures.records[4].model = "claude-sonnet-4-5-20250929";
  figures.records[4].duration.reset();
  figures.records.push_back(
      make_record(interactive, "flaky-ci-retry", "Retry policy", 0, 0, 0, minutes(12)));
  figures.records[5].failed = true;
  figures.records[5].http_status = 529;
  figures.records[5].model.clear();
  figures.records[5].duration = std::chrono::seconds(30);
  while (figures.records.size() < 20)
    figures.records.push_back(make_record(interactive, "dark-mode-tokens", "Tokens", 57'200, 902,
                                          67'600'000, minutes(39)));
  figures.record_count = 3'204;
  figures.record_cost = figures.total.cost;
  figures.folders = {{"/home/mara/mara-notes", "mara-notes"}};
  figures.branches = {"mara/429-headers", "mara/perf-virtual-scroll", "main"};
  return figures;
}

/// The sample's answer to the page's first question.
inline std::shared_ptr<app::FigureAnswer> make_usage_answer() {
  auto answer = std::make_shared<app::FigureAnswer>();
  answer->question.usage.emplace();
  answer->question.usage->filter.window = app::FigureWindow::month;
  answer->now = sample_now();
  answer->usage = make_sample_usage();
  answer->choices = make_sample_answer()->choices;
  return answer;
}

}  // namespace orchard::test
