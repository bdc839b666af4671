#include "app/view_model/usage_page/cost_chart.h"
#include "app/view_model/usage_page/records_view.h"
#include "app/view_model/usage_page/source_words.h"
#include "app/view_model/usage_page/usage_cards.h"
#include "app/view_model/usage_page/usage_shares.h"
#include "tests/support/sample_usage.h"
#include "tests/view_model/time_zone.h"

#include <gmock/gmock.h>

namespace orchard::app {
namespace {

using test::cents;
using test::make_sum;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> values_of(const std::array<UsageCard, 5>& cards) {
  std::vector<std::string> values;
  values.reserve(cards.size());
  for (const UsageCard& card : cards) values.push_back(card.value + " | " + card.context);
  return values;
}

TEST(UsageCards, SayTheFiveFigures) {
  const UsageFigures figures = test::make_sample_usage();
  EXPECT_THAT(
      values_of(make_usage_cards(figures.total, FigureWindow::month)),
      ElementsAre("$214.90 | at API list prices", "177.4M | 89% read from cache",
                  "3.4M | 1.9% of all tokens", "3,204 | 107 a day", "$0.0671 | 56.4K tokens"));
  const auto cards = make_usage_cards(figures.total, FigureWindow::month);
  EXPECT_EQ(cards[0].caption, "TOTAL COST");
  EXPECT_EQ(cards[4].caption, "AVG / CALL");
  EXPECT_EQ(cards[3].exact, "3,204 calls");
  EXPECT_THAT(cards[1].exact, HasSubstr("177,400,000 tokens\n19,514,000 new"));
}

TEST(UsageCards, WriteTokensAsTheGuideSays) {
  UsageSum sum = make_sum(1, 0, 45'000, cents(1));
  sum.tokens.input = 1'500'000;
  const auto cards = make_usage_cards(sum, FigureWindow::week);
  EXPECT_EQ(cards[1].value, "1.5M");
  EXPECT_EQ(cards[2].value, "45.0K");
}

TEST(UsageCards, OfNothingDivideNothing) {
  EXPECT_THAT(values_of(make_usage_cards({}, FigureWindow::day)),
              ElementsAre("$0.00 | at API list prices", "0 | none", "0 | none", "0 | none",
                          "\u2013 | none"));
}

TEST(UsageCards, SayWhatIsEstimated) {
  UsageSum sum = make_sum(48, 1'000, 10, cents(300));
  sum.estimated = cents(120);
  const auto cards = make_usage_cards(sum, FigureWindow::day);
  EXPECT_EQ(cards[0].context, "$1.20 of it estimated");
  EXPECT_EQ(cards[3].context, "2 an hour");
  EXPECT_EQ(make_usage_cards(make_sum(14, 1, 1, {}), FigureWindow::month)[3].context,
            "under 1 a day");
}

TEST(UsagePage, MarksEstimatesWhereverACostStands) {
  UsageFigures figures = test::make_sample_usage();
  constexpr auto kOutside = static_cast<std::size_t>(UsageSource::outside);
  const core::Cost estimate = cents(1);
  figures.total.estimated = figures.by_source.at(kOutside).estimated = estimate;
  figures.periods.back().sums.at(kOutside).estimated = estimate;
  figures.consumers.front().sums.at(kOutside).estimated = estimate;
  const SourceRingView ring = make_source_ring(figures, FigureWindow::month);
  EXPECT_THAT(ring.total, StartsWith("≈$"));
  EXPECT_THAT(ring.shares.at(kOutside).cost, StartsWith("≈$"));
  EXPECT_THAT(ring.shares.at(0).cost, StartsWith("$"));
  const CostChartView chart = make_cost_chart(figures, UsageStep::day);
  EXPECT_THAT(chart.columns.back().sum, StartsWith("≈$"));
  EXPECT_THAT(chart.columns.back().values.at(kOutside), StartsWith("≈$"));
  EXPECT_THAT(chart.columns.front().sum, StartsWith("$"));
  EXPECT_THAT(chart.sums.at(kOutside), StartsWith("≈$"));
  EXPECT_THAT(make_consumers(figures, ConsumerOrder::cost).lines.front().value, StartsWith("≈$"));
  const auto cards = make_usage_cards(figures.total, FigureWindow::month);
  EXPECT_THAT(cards[0].value, StartsWith("≈$"));
  EXPECT_THAT(cards[4].value, StartsWith("≈$"));
  figures.record_estimated = estimate;
  figures.records[1].estimated = true;
  const RecordsView records = make_records(figures, UsageQuestion{}, test::sample_now());
  EXPECT_THAT(records.lines[0].figures[4].text, StartsWith("$"));
  EXPECT_THAT(records.lines[1].figures[4].text, StartsWith("≈$"));
  EXPECT_THAT(records.range, HasSubstr(", ≈$214.90 together"));
}

TEST(SourceRing, SharesAreThoseOfTheCost) {
  const SourceRingView ring = make_source_ring(test::make_sample_usage(), FigureWindow::month);
  EXPECT_EQ(ring.total, "$214.90");
  EXPECT_EQ(ring.window, "30 days");
  EXPECT_EQ(ring.shares[0].share, "62%");
  EXPECT_EQ(ring.shares[3].share, "11%");
  EXPECT_EQ(ring.shares[3].cost, "$23.18");
  double sum = 0;
  for (const SourceShare& share : ring.shares) sum += share.fraction;
  EXPECT_NEAR(sum, 1, 1e-9);
  for (const UsageSource source : kAllSources)
    EXPECT_THAT(ring.shares.at(static_cast<std::size_t>(source)).hover,
                HasSubstr(std::string(source_sentence(source))));
  for (const SourceShare& share : make_source_ring({}, FigureWindow::day).shares) {
    EXPECT_EQ(share.fraction, 0);
    EXPECT_EQ(share.share, "\u2013");
  }
}

TEST(Consumers, NameTheSubAgentsThatWorkedForThem) {
  UsageFigures figures = test::make_sample_usage();
  figures.consumers[0].agents = {{"Explore", cents(310)}, {"Plan", cents(20)}};
  const ConsumersView view = make_consumers(figures, ConsumerOrder::cost);
  EXPECT_THAT(view.lines[0].hover, EndsWith("\nSub-agent Explore $3.10\nSub-agent Plan $0.20"));
  EXPECT_THAT(view.lines[1].hover, testing::Not(HasSubstr("Sub-agent ")));
  figures.consumers[0].agents.assign(9, {"Explore", cents(1)});
  EXPECT_THAT(make_consumers(figures, ConsumerOrder::cost).lines[0].hover,
              EndsWith("\nand 3 more types"));
}

TEST(Consumers, AlwaysHaveAName) {
  UsageFigures figures = test::make_sample_usage();
  figures.consumers[0].name.clear();
  EXPECT_EQ(make_consumers(figures, ConsumerOrder::cost).lines[0].name, "Unknown");
}

TEST(Consumers, AreRankedByTheirOrder) {
  UsageFigures figures = test::make_sample_usage();
  const ConsumersView by_cost = make_consumers(figures, ConsumerOrder::cost);
  ASSERT_EQ(by_cost.lines.size(), 6U);
  EXPECT_EQ(by_cost.lines[0].name, "image-pipeline");
  EXPECT_EQ(by_cost.lines[0].value, "$24.16");
  EXPECT_EQ(by_cost.lines[0].other, "19.8M");
  EXPECT_DOUBLE_EQ(by_cost.lines[0].fraction, 1);
  EXPECT_EQ(by_cost.lines[1].role, Role::series4) << "what came from outside looks it";
  EXPECT_EQ(by_cost.lines[5].rank, "6");
  EXPECT_EQ(by_cost.more, "8 more");
  const ConsumersView by_tokens = make_consumers(figures, ConsumerOrder::tokens);
  EXPECT_EQ(by_tokens.lines[0].value, "19.8M");
  EXPECT_LT(by_tokens.lines[0].fraction, 1) << "the greatest fills the bar, wherever it stands";
  figures.consumer_count = 6;
  EXPECT_EQ(make_consumers(figures, ConsumerOrder::cost).more, "");
  EXPECT_TRUE(make_consumers({}, ConsumerOrder::cost).lines.empty());
}

std::vector<std::string> texts_of(const RecordLine& line) {
  std::vector<std::string> texts;
  texts.reserve(line.figures.size());
  for (const Figure& figure : line.figures) texts.push_back(figure.text);
  return texts;
}

TEST(Records, ShowACallPerLine) {
  const test::TimeZone zone("UTC");
  const auto answer = test::make_usage_answer();
  const RecordsView view =
      make_records(*answer->usage, *answer->question.usage, test::sample_now());
  ASSERT_EQ(view.lines.size(), 20U);
  EXPECT_EQ(view.lines[0].name, "rate-limit-headers");
  EXPECT_EQ(view.lines[0].title, "Headers");
  EXPECT_THAT(texts_of(view.lines[0]),
              ElementsAre("Opus 4.5", "71.8K", "89%", "812", "$0.0768", "11.4 s", "2 m ago"));
  EXPECT_THAT(texts_of(view.lines[3]),
              ElementsAre("Haiku 4.5", "3,100", "0%", "24", "$0.0040", "11.4 s", "6 m ago"));
  EXPECT_EQ(view.lines[4].figures[5].text, "\u2013") << "nobody knows how long it took";
  EXPECT_EQ(view.lines[4].figures[5].role, Role::faint);
  EXPECT_THAT(view.lines[0].hover, HasSubstr("Took 11.4 s"));
  EXPECT_THAT(view.lines[0].hover, HasSubstr("Fri 20 Nov 2026, 16:40:00"));
  EXPECT_THAT(view.lines[0].hover, HasSubstr("Input 71,800: 7,898 new"));
  EXPECT_EQ(view.range, "1 to 20 of 3,204, $214.90 together");
  UsageFigures with_failures = *answer->usage;
  with_failures.failed_count = 4;
  EXPECT_EQ(make_records(with_failures, *answer->question.usage, test::sample_now()).range,
            "1 to 20 of 3,204, 4 of them failed, $214.90 together");
  EXPECT_EQ(view.page, "1 / 161");
  EXPECT_FALSE(view.has_before);
  EXPECT_TRUE(view.has_after);
}

TEST(Records, NameTheSubAgentBeforeItsConversation) {
  auto answer = test::make_usage_answer();
  answer->usage->records[4].agent_type = "a\x1b[31mb\n\xff";
  const RecordsView view =
      make_records(*answer->usage, *answer->question.usage, test::sample_now());
  EXPECT_EQ(view.lines[2].name, "arena-allocator");
  EXPECT_EQ(view.lines[2].title, "sanitizer-runner \u00B7 Arena blocks");
  EXPECT_THAT(view.lines[2].hover,
              StartsWith("arena-allocator / Arena blocks\nSub-agent sanitizer-runner\n"));
  EXPECT_THAT(view.lines[0].hover, testing::Not(HasSubstr("Sub-agent")));
  EXPECT_EQ(view.lines[4].title.find('\n'), std::string::npos);
  EXPECT_EQ(view.lines[4].title.find('\x1b'), std::string::npos);
  EXPECT_THAT(view.lines[4].title, testing::Not(HasSubstr("\u00B7"))) << "it has no title";
}

TEST(Records, SayThatACallFailed) {
  const test::TimeZone zone("UTC");
  auto answer = test::make_usage_answer();
  answer->usage->records[6] = answer->usage->records[5];
  answer->usage->records[6].http_status.reset();
  const RecordsView view =
      make_records(*answer->usage, *answer->question.usage, test::sample_now());
  const RecordLine& line = view.lines[5];
  EXPECT_EQ(line.note, "529, not billed");
  EXPECT_EQ(line.note_role, Role::danger);
  EXPECT_THAT(texts_of(line),
              ElementsAre("\u2013", "\u2013", "\u2013", "\u2013", "$0.0000", "30.0 s", "12 m ago"));
  EXPECT_THAT(line.hover, HasSubstr("The API answered 529: nothing is billed for it"));
  EXPECT_THAT(line.hover, testing::Not(HasSubstr("Input")));
  EXPECT_EQ(view.lines[6].note, "failed, not billed");
}

TEST(Records, TheLastPageEndsThem) {
  auto answer = test::make_usage_answer();
  answer->question.usage->records.page = 160;
  answer->usage->records.resize(4);
  const RecordsView view =
      make_records(*answer->usage, *answer->question.usage, test::sample_now());
  EXPECT_EQ(view.range, "3,201 to 3,204 of 3,204, $214.90 together");
  EXPECT_EQ(view.page, "161 / 161");
  EXPECT_TRUE(view.has_before);
  EXPECT_FALSE(view.has_after);
  EXPECT_EQ(last_page(0), 0);
  EXPECT_EQ(last_page(20), 0);
  EXPECT_EQ(last_page(21), 1);
}

TEST(Records, SayWhyThereAreNone) {
  auto answer = test::make_usage_answer();
  answer->usage->records.clear();
  answer->question.usage->records.search = "zebra";
  const auto text = [&] {
    return make_records(*answer->usage, *answer->question.usage, test::sample_now()).empty_text;
  };
  EXPECT_EQ(text(), "No call is like this.");
  answer->question.usage->records = {};
  answer->usage->total = {};
  EXPECT_EQ(text(), "No call was made in the last 30 days.");
}

TEST(Records, ForeignNamesAreMadeDrawable) {
  auto answer = test::make_usage_answer();
  answer->usage->records[0].name = "a\x1b[31mb\n\xff";
  answer->usage->records[0].complete = false;
  const RecordsView view =
      make_records(*answer->usage, *answer->question.usage, test::sample_now());
  EXPECT_EQ(view.lines[0].name.find('\n'), std::string::npos);
  EXPECT_EQ(view.lines[0].name.find('\x1b'), std::string::npos);
  EXPECT_EQ(view.lines[0].note, "not finished");
}

TEST(Records, AHeadSortsFiguresFromTheTop) {
  EXPECT_EQ(sort_after_press({}, RecordColumn::cost), (RecordSort{RecordColumn::cost, true}));
  EXPECT_EQ(sort_after_press({}, RecordColumn::name), (RecordSort{RecordColumn::name, false}));
  EXPECT_EQ(sort_after_press({}, RecordColumn::time), (RecordSort{RecordColumn::time, false}));
}

TEST(SourceWords, SharesKeepOneDecimal) {
  EXPECT_EQ(fine_percent(19, 1000), "1.9%");
  EXPECT_EQ(fine_percent(0, 10), "0.0%");
  EXPECT_EQ(fine_percent(1, 1'000'000), "under 0.1%");
  EXPECT_EQ(fine_percent(1, 0), "\u2013");
}

}  // namespace
}  // namespace orchard::app
