#include "core/base/time_text.h"
#include "metrics/pricing/cost_part.h"
#include "metrics/pricing/cost_terms.h"
#include "metrics/pricing/price_book.h"
#include "metrics/pricing/price_reading.h"
#include "tests/support/temp_dir.h"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

using testing::HasSubstr;

const core::Timestamp kNow = *core::parse_iso8601("2026-11-21T00:00:00Z");

PriceTable with(std::string_view json) {
  auto table = PriceTable::built_in().with_overrides(json);
  EXPECT_TRUE(table) << table.error().message;
  return std::move(*table);
}

TEST(PriceOverride, TakesThePlaceOfAModelsPrices) {
  const PriceTable table = with(R"({"models": [{"model": "claude-opus-4-8", "prices": [
    {"from": "2026-01-01", "standard": {"input": 1, "output": 2, "cache_write_5m": 3,
     "cache_write_1h": 4, "cache_read": 5}, "fast_multiplier": 3}]}]})");
  const Price price = table.price("claude-opus-4-8[1m]", kNow);
  EXPECT_EQ(price.standard, (TokenPrices{1000, 2000, 3000, 4000, 5000}));
  EXPECT_EQ(price.fast_multiplier, 3);
  EXPECT_EQ(price.kind, PriceKind::calculated);
  EXPECT_TRUE(price.by_user);
  EXPECT_EQ(price.web_search, 10'000'000);
  EXPECT_FALSE(table.price("claude-opus-4-7", kNow).by_user);
}

TEST(PriceOverride, GivesAPriceToAModelWithoutOne) {
  const PriceTable table = with(R"({"web_search_per_1000": 0, "models": [
    {"model": "acme/experimental-9", "prices": [{"standard": {"input": 4, "output": 8}}]}]})");
  const Price price = table.price("acme/experimental-9", kNow);
  EXPECT_EQ(price.kind, PriceKind::calculated);
  // What is cached costs what it usually costs beside such an input price.
  EXPECT_EQ(price.standard, (TokenPrices{4000, 8000, 5000, 8000, 400}));
  EXPECT_EQ(price.web_search, 0);
  // It is nobody's relative.
  EXPECT_EQ(table.price("acme-other", kNow).standard,
            PriceTable::built_in().price("acme-other", kNow).standard);
}

TEST(PriceOverride, IsRefusedWithThePlace) {
  const struct {
    const char* json;
    const char* place;
  } cases[] = {
      {"", "line 1, column 1: it is no JSON"},
      {"{\n  \"models\": [}\n", "line 2, column 14: it is no JSON"},
      {"[]", "the head of the file: it is no object"},
      {"{}", "the head of the file: something is missing"},
      {R"({"modells": []})", "it has no place for \"modells\""},
      {R"({"models": [{"prices": []}]})", "model number 1: something is missing"},
      {R"({"models": [{"model": "x", "prices": []}]})", "the model x: it has no prices"},
      {R"({"models": [{"model": "x", "prices": [{"standard": {"input": 1}}]}]})",
       "the model x: output is missing"},
      {R"({"models": [{"model": "x", "prices": [{"standard": {"input": -1, "output": 1}}]}]})",
       "the model x: input is not between 0 and 100,000"},
      {R"({"models": [{"model": "x", "prices": [{"standard": {"input": "1", "output": 1}}]}]})",
       "the model x: input is no number"},
      {R"({"models": [{"model": "x", "prices": [{"standard": {"input": 0.00001, "output": 1}}]}]})",
       "the model x: input is not a whole number of nano-dollars"},
      {R"({"models": [{"model": "x", "prices": [{"standard": {"input": 1, "output": 1},
        "fast_multiplier": 1.5}]}]})",
       "the model x: fast_multiplier is no whole number"},
      {R"({"models": [{"model": "x", "prices": [{"from": "soon",
        "standard": {"input": 1, "output": 1}}]}]})",
       "the model x: "},
      {R"({"models": [{"model": "x", "prices": [{"standard": {"input": 1, "outputt": 1}}]}]})",
       "the model x: it has no place for \"outputt\""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.json);
    const auto table = PriceTable::built_in().with_overrides(c.json);
    ASSERT_FALSE(table);
    EXPECT_THAT(table.error().message, HasSubstr(c.place));
  }
}

TEST(PriceBook, HoldsThePricesOfTheProgramWhenTheFileIsWrong) {
  const test::TempDir directory;
  const auto file = directory / "prices.json";
  PriceBook book = open_price_book(file);
  EXPECT_FALSE(book.has_file);
  EXPECT_EQ(book.problem, "");
  EXPECT_EQ(book.table->fingerprint(), PriceTable::built_in().fingerprint());

  std::ofstream(file) << R"({"models": [{"model": "x", "prices": [{"standard": {"input": 1}}]}]})";
  book = open_price_book(file);
  EXPECT_TRUE(book.has_file);
  EXPECT_THAT(book.problem, HasSubstr(file.string() + "' is wrong at the model x: output is "
                                                      "missing; correct it or remove it."));
  EXPECT_EQ(book.table->fingerprint(), PriceTable::built_in().fingerprint());

  std::ofstream(file, std::ios::trunc)
      << R"({"models": [{"model": "x", "prices": [{"standard": {"input": 1, "output": 2}}]}]})";
  book = open_price_book(file);
  EXPECT_EQ(book.problem, "");
  EXPECT_EQ(book.table->price("x", kNow).standard.output, 2000);
  EXPECT_NE(book.table->fingerprint(), PriceTable::built_in().fingerprint());
}

TEST(CostTerms, AddUpToTheCost) {
  const PriceTable& table = PriceTable::built_in();
  const core::TokenUsage usages[] = {{},
                                     {1, 2, 3, 4, 5},
                                     {100'000, 7, 50'000, 40'000, 10'000},
                                     {100'000, 7, 50'000, 40'000, 10'001},
                                     {0, 1, 0, 0, 0}};
  for (const char* model : {"claude-opus-4-8", "claude-opus-4-6", "claude-sonnet-4-5",
                            "claude-haiku-4-5", "acme-9", "<synthetic>"})
    for (const core::TokenUsage& usage : usages)
      for (const bool fast : {false, true})
        for (const std::int64_t searches : {0, 3}) {
          const Price price = table.price(model, kNow);
          const CostExplanation why = explain_cost(usage, price, fast, searches);
          core::Cost sum;
          for (const CostTerm& term : why.terms) {
            sum += term.cost;
            EXPECT_EQ(term.cost.nano_dollars, term.count * term.price * term.multiplier);
            EXPECT_GT(term.count, 0);
          }
          EXPECT_EQ(sum, why.total);
          EXPECT_EQ(why.total, cost_of(usage, price, fast, searches)) << model;
        }
}

TEST(CostTerms, StayFarFromOverflowWhateverIsSaid) {
  const PriceTable table = PriceTable::built_in()
                               .with_overrides(R"({"models": [{"model": "dear", "prices": [
      {"standard": {"input": 100000, "output": 100000}, "fast_multiplier": 1000}]}]})")
                               .value();
  constexpr std::int64_t kMost = 1'000'000'000'000;
  const core::TokenUsage most{kMost, kMost, kMost, kMost, kMost};
  const Price price = table.price("dear", kNow);
  EXPECT_EQ(cost_of(most, price, true, kMost), kDearestCall);
  EXPECT_EQ(explain_cost(most, price, true, kMost).total, kDearestCall);
  EXPECT_EQ(cost_of({.input = 1000}, price, true, 0).nano_dollars, 100'000'000'000'000);
}

TEST(CostTerms, SayWhichPricesHeld) {
  const PriceTable& table = PriceTable::built_in();
  const auto why = explain_cost({.input = 200'001, .output = 1},
                                table.price("claude-sonnet-4-5", kNow), false, 2);
  EXPECT_TRUE(why.long_context);
  EXPECT_FALSE(why.fast);
  ASSERT_EQ(why.terms.size(), 3U);
  EXPECT_EQ(why.terms[0].name, "input");
  EXPECT_EQ(why.terms[0].price, 6000);
  EXPECT_EQ(why.terms[2].name, "web_search");
  EXPECT_EQ(why.terms[2].cost.nano_dollars, 20'000'000);
  const auto fast = explain_cost({.output = 1}, table.price("claude-opus-4-8", kNow), true, 1);
  EXPECT_TRUE(fast.fast);
  EXPECT_EQ(fast.terms[0].multiplier, 2);
  EXPECT_EQ(fast.terms[1].multiplier, 1);
}

}  // namespace
}  // namespace orchard::metrics
