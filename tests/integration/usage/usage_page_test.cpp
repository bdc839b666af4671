#include "app/services/engine.h"
#include "app/services/figures/answer_figures.h"
#include "app/services/figures/answer_usage.h"
#include "core/base/time_text.h"
#include "metrics/usage/usage_filter.h"
#include "tests/integration/support/live_window.h"
#include "tests/integration/usage/usage_corpus.h"

#include <fstream>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using app::ExportOutcome;
using app::FigureWindow;
using app::UsageFigures;
using app::UsageQuestion;
using app::UsageSource;
using app::UsageSum;
using nlohmann::json;

/// What the page shows of a machine where agents work and Claude Code runs in a terminal.
class UsagePageNumbers : public testing::Test {
 protected:
  UsagePageNumbers() : corpus_(machine_.scratch.path("claude")) {
    (void)machine_.scratch.add_repository("fruit");
    for (const char* workspace : {"apple", "pear"}) {
      (void)machine_.scratch.create_workspace(workspace);
      for (const char* prompt : {"[[say One]]", "[[write a.txt one]] [[commit Add one]]"}) {
        const auto sent = machine_.scratch.orchard({"send", workspace, prompt, "--wait"});
        EXPECT_TRUE(sent.ok()) << sent.err;
      }
    }
    const std::string notes = machine_.scratch.path("notes").string();
    std::filesystem::create_directories(notes);
    const core::Timestamp now = core::SystemClock().now();
    for (int i = 0; i < 25; ++i)
      corpus_.add({std::to_string(i),
                   "s-notes",
                   notes,
                   i % 2 == 0 ? "main" : "draft",
                   "claude-haiku-4-5",
                   now - std::chrono::hours(1 + 23 * i),
                   {100 + i, 20, 3, 4, 500},
                   i % 5 == 0});
    // Commands bring the ledger up to date first.
    (void)usage({"daily"});
  }

  static UsageQuestion of_month() {
    UsageQuestion question;
    question.filter.window = FigureWindow::month;
    return question;
  }

  /// As the window is answered.
  UsageFigures ask(const UsageQuestion& question) const {
    auto engine = app::Engine::open(machine_.machine());
    EXPECT_TRUE(engine);
    app::FigureQuestion asked;
    asked.usage = question;
    const auto answer = app::answer_figures(*engine, asked);
    EXPECT_EQ(answer->problem, "");
    EXPECT_TRUE(answer->usage);
    return answer->usage.value_or(UsageFigures{});
  }

  json usage(Arguments arguments) const {
    arguments.insert(arguments.begin(), "usage");
    return machine_.scratch.json(arguments);
  }

  static void expect_sum(const UsageSum& sum, const json& row) {
    EXPECT_EQ(sum.calls, row["calls"]);
    EXPECT_EQ(sum.tokens.input, row["inputTokens"]);
    EXPECT_EQ(sum.tokens.output, row["outputTokens"]);
    EXPECT_EQ(sum.tokens.cache_write(), row["cacheCreationTokens"]);
    EXPECT_EQ(sum.tokens.cache_read, row["cacheReadTokens"]);
    EXPECT_NEAR(static_cast<double>(sum.cost.nano_dollars) / 1e9, row["totalCost"].get<double>(),
                1e-9);
  }

  static UsageSum sum_of(const app::SumsBySource& sums) {
    UsageSum sum;
    for (const UsageSum& one : sums) sum += one;
    return sum;
  }

  LiveMachine machine_;
  UsageCorpus corpus_;
};

TEST_F(UsagePageNumbers, EqualThoseOfTheCommandLine) {
  const json daily = usage({"daily", "--last", "30"});
  const UsageFigures month = ask(of_month());
  ASSERT_GT(month.total.calls, 25);
  EXPECT_EQ(month.by_source.at(static_cast<std::size_t>(UsageSource::outside)).calls, 25);
  EXPECT_GT(month.total.cost.nano_dollars, 0);
  EXPECT_TRUE(month.ever);
  expect_sum(month.total, daily["totals"]);

  ASSERT_EQ(month.periods.size(), 30U) << "days without a call too";
  std::map<std::string, UsageSum> by_day;
  const metrics::SystemLocalTime local;
  for (const app::UsagePeriod& period : month.periods)
    if (const UsageSum sum = sum_of(period.sums); sum.calls > 0)
      by_day[metrics::to_iso8601(local.day_of(period.span.from))] = sum;
  ASSERT_EQ(by_day.size(), daily["daily"].size());
  for (const json& row : daily["daily"]) expect_sum(by_day[row["date"]], row);

  for (const char* source : {"interactive", "sub-agent", "background", "outside"}) {
    SCOPED_TRACE(source);
    const auto index = static_cast<std::size_t>(*metrics::parse_usage_source(source));
    expect_sum(month.by_source.at(index),
               usage({"daily", "--last", "30", "--source", source})["totals"]);
  }
}

TEST_F(UsagePageNumbers, EqualThemWhenNarrowed) {
  const UsageFigures month = ask(of_month());
  auto engine = app::Engine::open(machine_.machine());
  ASSERT_TRUE(engine);
  const auto workspaces = engine->store().workspaces().value();
  ASSERT_EQ(workspaces.size(), 2U);
  for (const metrics::Workspace& workspace : workspaces) {
    UsageQuestion question = of_month();
    question.filter.workspace = workspace.id;
    const json totals = usage({"daily", "--last", "30", "--workspace", workspace.name})["totals"];
    expect_sum(ask(question).total, totals);
    EXPECT_LT(ask(question).total.calls, month.total.calls);
  }
  EXPECT_THAT(month.branches, testing::IsSupersetOf({"main", "draft"}));
  for (const std::string& branch : month.branches) {
    UsageQuestion question = of_month();
    question.branch = branch;
    expect_sum(ask(question).total, usage({"daily", "--last", "30", "--branch", branch})["totals"]);
  }
}

TEST_F(UsagePageNumbers, EqualThemInAFolderThatIsNoRepository) {
  const std::string notes = machine_.scratch.path("notes").string();
  const UsageFigures month = ask(of_month());
  EXPECT_EQ(month.folders, (std::vector{app::UsageFolder{notes, "notes"}}));
  UsageQuestion question = of_month();
  question.folder = notes;
  const UsageFigures there = ask(question);
  expect_sum(there.total, usage({"daily", "--last", "30", "--project", notes})["totals"]);
  EXPECT_GT(there.total.calls, 0);
  EXPECT_LT(there.total.calls, month.total.calls);
  EXPECT_EQ(there.folders, month.folders) << "another one can still be chosen";
  EXPECT_EQ(there.record_count, there.total.calls);
}

TEST_F(UsagePageNumbers, AgreeWithEachOther) {
  for (const FigureWindow window : {FigureWindow::day, FigureWindow::week, FigureWindow::month})
    for (const app::UsageStep step : {app::UsageStep::day, app::UsageStep::hour}) {
      UsageQuestion question = of_month();
      question.filter.window = window;
      question.step = step;
      const UsageFigures figures = ask(question);
      UsageSum of_periods;
      for (const app::UsagePeriod& period : figures.periods) of_periods += sum_of(period.sums);
      UsageSum of_consumers;
      for (const app::UsageConsumer& consumer : figures.consumers)
        of_consumers += sum_of(consumer.sums);
      EXPECT_EQ(of_periods, figures.total);
      EXPECT_EQ(of_consumers, figures.total);
      EXPECT_EQ(sum_of(figures.by_source), figures.total);
      EXPECT_EQ(figures.record_count, figures.total.calls);
      EXPECT_EQ(figures.record_cost, figures.total.cost);
      EXPECT_EQ(figures.record_estimated, figures.total.estimated);
    }
}

TEST_F(UsagePageNumbers, ListFailuresThatCountNowhere) {
  const UsageFigures before = ask(of_month());
  EXPECT_FALSE(machine_.scratch.orchard({"send", "apple", "[[fail 529]]", "--wait"}).ok());
  (void)usage({"daily"});
  const UsageFigures after = ask(of_month());
  EXPECT_EQ(after.total, before.total);
  EXPECT_EQ(after.by_source, before.by_source);
  EXPECT_EQ(after.consumers, before.consumers);
  EXPECT_EQ(after.record_cost, before.record_cost);
  EXPECT_EQ(after.record_count, before.record_count + 1);
  EXPECT_EQ(after.failed_count, before.failed_count + 1);
  const json listed = machine_.scratch.json({"metrics", "usage_records"});
  EXPECT_EQ(static_cast<std::int64_t>(listed.size()), after.record_count);
  EXPECT_EQ(listed[0]["failure"], "529");
  const app::UsageRecord& newest = after.records.front();
  EXPECT_TRUE(newest.failed);
  EXPECT_EQ(newest.http_status, 529);
  EXPECT_EQ(newest.name, "apple");
  EXPECT_EQ(newest.source, UsageSource::interactive);
}

TEST_F(UsagePageNumbers, ABarASliceAndAConsumerLeadToTheirCalls) {
  const UsageFigures month = ask(of_month());
  for (const app::UsageConsumer& consumer : month.consumers) {
    UsageQuestion question = of_month();
    question.records.consumer = consumer.id;
    const UsageFigures narrowed = ask(question);
    EXPECT_EQ(narrowed.record_count, sum_of(consumer.sums).calls);
    EXPECT_EQ(narrowed.record_cost, sum_of(consumer.sums).cost);
    EXPECT_EQ(narrowed.total, month.total) << "only the records are narrowed";
    for (const app::UsageRecord& record : narrowed.records) EXPECT_EQ(record.name, consumer.name);
  }
  for (const app::UsagePeriod& period : month.periods) {
    UsageQuestion question = of_month();
    question.records.span = period.span;
    EXPECT_EQ(ask(question).record_count, sum_of(period.sums).calls);
  }
  for (const UsageSource source : {UsageSource::interactive, UsageSource::outside}) {
    UsageQuestion question = of_month();
    question.records.source = source;
    EXPECT_EQ(ask(question).record_count,
              month.by_source.at(static_cast<std::size_t>(source)).calls);
  }
  UsageQuestion question = of_month();
  question.records.search = "APPL";
  const UsageFigures found = ask(question);
  EXPECT_GT(found.record_count, 0);
  for (const app::UsageRecord& record : found.records) EXPECT_EQ(record.name, "apple");
}

TEST_F(UsagePageNumbers, AreExportedWholeAndNeverOverAFile) {
  LiveWindow window(machine_.machine());
  auto write = [&, number = std::uint64_t{0}](const std::string& part,
                                              const std::filesystem::path& path,
                                              app::ExportFormat format) mutable {
    app::FigureExport wish;
    wish.number = ++number;
    wish.figure = part;
    wish.usage = of_month();
    wish.format = format;
    wish.path = path.string();
    window.want(app::ExportFigure{wish});
    const auto told = window.await([number](const app::AppSnapshot& snapshot) {
      return snapshot.export_outcome.number == number;
    });
    return told ? told->export_outcome : ExportOutcome{};
  };
  const TempDir folder;
  const UsageFigures month = ask(of_month());
  for (const char* part :
       {"usage_records", "usage_over_time", "usage_by_source", "usage_consumers"}) {
    SCOPED_TRACE(part);
    const auto path = folder / (std::string(part) + ".json");
    ASSERT_EQ(write(part, path, app::ExportFormat::json).kind, ExportOutcome::Kind::written);
    std::ifstream file(path);
    const json rows = json::parse(file);
    double cost = 0;
    for (const json& row : rows) cost += row["cost_usd"].get<double>();
    EXPECT_NEAR(cost, static_cast<double>(month.total.cost.nano_dollars) / 1e9, 1e-9);
  }
  const auto path = folder / "records.csv";
  ASSERT_EQ(write("usage_records", path, app::ExportFormat::csv).kind,
            ExportOutcome::Kind::written);
  EXPECT_EQ(write("usage_records", path, app::ExportFormat::csv).kind, ExportOutcome::Kind::exists);
  EXPECT_EQ(write("usage_tables", folder / "x.csv", app::ExportFormat::csv).kind,
            ExportOutcome::Kind::failed);
}

TEST(UsagePageOfNothing, SaysThatThereIsNothing) {
  const LiveMachine machine;
  auto engine = app::Engine::open(machine.machine());
  ASSERT_TRUE(engine);
  const auto figures = app::read_usage(*engine, {}, engine->now());
  ASSERT_TRUE(figures) << figures.error().describe();
  EXPECT_FALSE(figures->ever);
  EXPECT_EQ(figures->total, UsageSum{});
  EXPECT_TRUE(figures->records.empty());
}

}  // namespace
}  // namespace orchard::test
