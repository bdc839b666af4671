#include "core/base/time_text.h"
#include "metrics/pricing/cost_part.h"
#include "metrics/pricing/cost_terms.h"
#include "metrics/pricing/price_book.h"
#include "metrics/pricing/price_reading.h"
#include "tests/support/temp_dir.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace orchard::metrics {
namespace {

using testing::HasSubstr;

const core::Timestamp kNow = *core::parse_iso8601("2026-11-21T00:00:00Z");

PriceTable with(std::string_view json) {
  auto own = PriceTable::built_in().with_overrides(json);
  EXPECT_TRUE(own) << own.error().message;
  EXPECT_THAT(own->problems, testing::IsEmpty());
  return std::move(own->table);
}

TEST(PriceOverride, TakesThePlaceOfAModelsPrices) {
  const PriceTable table = with(R"({"models": [{"model": "claude-opus-4-8", "prices": [
    {"from": "2026-01-01", "standard": {"input": 1, "output": 2, "cache_write_5m": 3,
     "cache_write_1h": 4, "cache_read": 5}, "fast_multiplier": 3}]}]})");
  const Price price = table.price("claude-opus-4-8[1m]", kNow);
  EXPECT_EQ(price.standard, (TokenPrices{1'000'000, 2'000'000, 3'000'000, 4'000'000, 5'000'000}));
  EXPECT_EQ(price.fast_multiplier, 3);
  EXPECT_EQ(price.kind, PriceKind::calculated);
  EXPECT_TRUE(price.by_user);
  EXPECT_EQ(price.web_search, 10'000'000'000);
  EXPECT_FALSE(table.price("claude-opus-4-7", kNow).by_user);
}

TEST(PriceOverride, GivesAPriceToAModelWithoutOne) {
  const PriceTable table = with(R"({"web_search_per_1000": 0, "models": [
    {"model": "acme/experimental-9", "prices": [{"standard": {"input": 4, "output": 8}}]}]})");
  const Price price = table.price("acme/experimental-9", kNow);
  EXPECT_EQ(price.kind, PriceKind::calculated);
  // What is cached costs what it usually costs beside such an input price.
  EXPECT_EQ(price.standard, (TokenPrices{4'000'000, 8'000'000, 5'000'000, 8'000'000, 400'000}));
  EXPECT_EQ(price.web_search, 0);
  // It is nobody's relative.
  EXPECT_EQ(table.price("acme-other", kNow).standard,
            PriceTable::built_in().price("acme-other", kNow).standard);
}

TEST(PriceOverride, CanBeOfNothingButWebSearches) {
  const PriceTable& program = PriceTable::built_in();
  for (const char* json :
       {R"({"web_search_per_1000": 8})", R"({"web_search_per_1000": 8, "models": []})",
        R"({"web_search_per_1000": 8, "models": [
                             {"model": "x", "prices": [{"standard": {"input": 1, "output": 1}}]}]})"}) {
    SCOPED_TRACE(json);
    const PriceTable table = with(json);
    const Price price = table.price("claude-opus-4-8", kNow);
    EXPECT_EQ(price.web_search, 8'000'000'000);
    EXPECT_EQ(price.standard, program.price("claude-opus-4-8", kNow).standard);
    EXPECT_EQ(table.price("acme-9", kNow).web_search, 8'000'000'000);
    EXPECT_EQ(table.price("x", kNow).web_search, 8'000'000'000);
    EXPECT_NE(table.fingerprint(), program.fingerprint());
  }
  const auto negative = program.with_overrides(R"({"web_search_per_1000": -8})");
  ASSERT_TRUE(negative) << negative.error().message;
  EXPECT_THAT(negative->problems,
              testing::ElementsAre("at the head of the file: web_search_per_1000 is not between 0 "
                                   "and 100,000"));
  EXPECT_EQ(negative->table.fingerprint(), program.fingerprint());
}

TEST(PriceOverride, LeavesAloneWhatItDoesNotMention) {
  const PriceTable& program = PriceTable::built_in();
  const PriceTable table = with(R"({"models": [
    {"model": "claude-opus-4-8", "prices": [{"standard": {"input": 4, "output": 20}}]},
    {"model": "acme/claude-opus-4-7", "prices": [{"standard": {"input": 4, "output": 20}}]},
    {"model": "eu.anthropic.claude-opus-4-6", "prices": [{"standard": {"input": 4, "output": 20}}]},
    {"model": "claude-sonnet-4-5", "prices": [
      {"standard": {"input": 2, "output": 10}},
      {"from": "2026-06-01", "standard": {"input": 1, "output": 5}, "long_context": null}]},
    {"model": "claude-opus-5", "prices": [{"standard": {"input": 5, "output": 25},
      "fast_multiplier": 1, "regional_percent": 100}]},
    {"model": "acme-9", "prices": [{"standard": {"input": 1, "output": 5}}]}]})");
  const Price opus = table.price("claude-opus-4-8", kNow);
  EXPECT_EQ(opus.standard.input, 4'000'000);
  EXPECT_EQ(opus.fast_multiplier, 2);
  EXPECT_EQ(opus.regional_percent, 110);
  EXPECT_EQ(table.price("acme/claude-opus-4-7", kNow).fast_multiplier, 6);
  // What is written for one region holds as it is written.
  EXPECT_EQ(table.price("eu.anthropic.claude-opus-4-6", kNow).standard.input, 4'000'000);
  EXPECT_EQ(table.price("eu.anthropic.claude-opus-4-6", kNow).regional_percent, 100);
  const core::Timestamp before = *core::parse_iso8601("2026-05-31T00:00:00Z");
  const Price sonnet = table.price("claude-sonnet-4-5", before);
  EXPECT_EQ(sonnet.standard.input, 2'000'000);
  EXPECT_EQ(sonnet.long_context_over, 200'000);
  EXPECT_EQ(sonnet.long_context, program.price("claude-sonnet-4-5", before).long_context);
  EXPECT_EQ(table.price("claude-sonnet-4-5", kNow).long_context_over, 0);
  EXPECT_EQ(table.price("claude-opus-5", kNow).fast_multiplier, 1);
  EXPECT_EQ(table.price("claude-opus-5", kNow).regional_percent, 100);
  EXPECT_EQ(table.price("acme-9", kNow).fast_multiplier, 1);
  EXPECT_EQ(table.price("acme-9", kNow).long_context_over, 0);
}

// As many relays bill: a tenth of three decimals is four.
TEST(PriceOverride, IsExactWhateverItsDecimals) {
  const PriceTable table = with(R"({"models": [
    {"model": "a", "prices": [{"standard": {"input": 0.075, "output": 0.3}}]},
    {"model": "b", "prices": [{"standard": {"input": 0.0375, "output": 0.0001}}]},
    {"model": "c", "prices": [{"standard": {"input": 0.07, "output": 0.3, "cache_read": 0.0028}}]},
    {"model": "d", "prices": [{"standard": {"input": 0.000001, "output": 99999.9}}]}]})");
  constexpr std::int64_t kMillion = 1'000'000;
  const auto nano = [&](const char* model, const core::TokenUsage& usage) {
    return cost_of(usage, table.price(model, kNow), false, 0).nano_dollars;
  };
  EXPECT_EQ(nano("a", {.cache_read = kMillion}), 7'500'000);
  EXPECT_EQ(nano("a", {.cache_write_5m = kMillion}), 93'750'000);
  EXPECT_EQ(nano("b", {.cache_write_5m = kMillion}), 46'875'000);
  EXPECT_EQ(nano("b", {.cache_read = kMillion}), 3'750'000);
  EXPECT_EQ(nano("b", {.output = kMillion}), 100'000);
  EXPECT_EQ(nano("c", {.cache_read = kMillion}), 2'800'000);
  EXPECT_EQ(nano("d", {.input = kMillion}), 1'000);
  EXPECT_EQ(nano("d", {.output = 1}), 99'999'900);
  EXPECT_EQ(nano("c", {.cache_read = 1}), 3) << "rounded to the nano-dollar";
}

TEST(PriceOverride, HoldsFromItsFirstDayOn) {
  const PriceTable table = with(R"({"models": [
    {"model": "claude-opus-4-8", "prices": [
      {"from": "2026-06-01", "standard": {"input": 1, "output": 2}}]},
    {"model": "acme-9", "prices": [
      {"from": "2026-06-01", "standard": {"input": 3, "output": 4}},
      {"from": "2026-07-01", "standard": {"input": 5, "output": 6}}]}]})");
  const auto at = [&](const char* model, const char* day) {
    return table.price(model, *core::parse_iso8601(std::string(day) + "T00:00:00Z"));
  };
  EXPECT_EQ(at("claude-opus-4-8", "2026-05-31").standard.input, 5'000'000);
  EXPECT_FALSE(at("claude-opus-4-8", "2026-05-31").by_user);
  EXPECT_EQ(at("claude-opus-4-8", "2026-05-31").kind, PriceKind::calculated);
  EXPECT_EQ(at("claude-opus-4-8", "2026-06-01").standard.input, 1'000'000);
  EXPECT_EQ(at("acme-9", "2026-05-31").standard.input, 3'000'000);
  EXPECT_EQ(at("acme-9", "2026-05-31").kind, PriceKind::estimated);
  EXPECT_EQ(at("acme-9", "2026-06-30").kind, PriceKind::calculated);
  EXPECT_EQ(at("acme-9", "2026-07-01").standard.input, 5'000'000);
}

TEST(PriceOverride, NamesWhatIsWrongAndKeepsTheRest) {
  const struct {
    const char* entry;
    const char* problem;
  } cases[] = {
      {R"({"prices": []})", "at model number 1: something is missing"},
      {R"({"model": "x", "prices": []})", "at the model x: it has no prices"},
      {R"({"model": "x", "prices": [{"standard": {"input": 1}}]})",
       "at the model x: output is missing"},
      {R"({"model": "x", "prices": [{"standard": {"input": -1, "output": 1}}]})",
       "at the model x: input is not between 0 and 100,000"},
      {R"({"model": "x", "prices": [{"standard": {"input": "1", "output": 1}}]})",
       "at the model x: input is no number"},
      {R"({"model": "x", "prices": [{"standard": {"input": 1e-9, "output": 1}}]})",
       "at the model x: input is smaller than any price"},
      {R"({"model": "x", "prices": [{"standard": {"input": 1, "output": 1},
        "fast_multiplier": 1.5}]})",
       "at the model x: fast_multiplier is no whole number"},
      {R"({"model": "x", "prices": [{"from": "soon", "standard": {"input": 1, "output": 1}}]})",
       "at the model x: "},
      {R"({"model": "x", "prices": [{"standard": {"input": 1, "outputt": 1}}]})",
       "at the model x: it has no place for \"outputt\""},
      {R"({"model": "x", "prices": [{"from": "2026-06-01", "standard": {"input": 1, "output": 1}},
        {"standard": {"input": 3, "output": 3}},
        {"from": "2026-06-01T00:00:00Z", "standard": {"input": 2, "output": 2}}]})",
       "at the model x: two of its prices begin at 2026-06-01T00:00:00"},
      {R"({"model": "x", "prices": [{"standard": {"input": 1, "output": 1}},
        {"standard": {"input": 2, "output": 2}}]})",
       "at the model x: two of its prices have no from"},
      {R"({"model": "claude-*", "prices": [{"standard": {"input": 1, "output": 1}}]})",
       "at the model claude-*: a pattern is no name of a model"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.entry);
    const auto own = PriceTable::built_in().with_overrides(
        R"({"models": [)" + std::string(c.entry) +
        R"(, {"model": "y", "prices": [{"standard": {"input": 7, "output": 8}}]}]})");
    ASSERT_TRUE(own) << own.error().message;
    EXPECT_THAT(own->problems, testing::ElementsAre(testing::StartsWith(c.problem)));
    EXPECT_EQ(own->table.price("y", kNow).standard.input, 7'000'000);
    EXPECT_EQ(own->table.price("x", kNow).kind, PriceKind::estimated);
  }
  const auto twice = PriceTable::built_in().with_overrides(R"({"modells": 1, "models": [
    {"model": "x", "prices": [{"standard": {"input": 1, "output": 1}}]},
    {"model": "X-latest", "prices": [{"standard": {"input": 2, "output": 2}}]}]})");
  ASSERT_TRUE(twice);
  EXPECT_THAT(twice->problems,
              testing::ElementsAre(HasSubstr("it has no place for \"modells\""),
                                   "at the model X-latest: it has a price above already"));
  EXPECT_EQ(twice->table.price("x", kNow).standard.input, 1'000'000);
}

TEST(PriceOverride, IsRefusedAsAWholeWhereNothingCanBeRead) {
  const struct {
    const char* json;
    const char* place;
  } cases[] = {
      {"", "line 1, column 1: it is no JSON"},
      {"{\n  \"models\": [}\n", "line 2, column 14: it is no JSON"},
      {"[]", "the head of the file: it has no list \"models\""},
      {"{}", "the head of the file: it has no list \"models\""},
      {R"({"models": {}})", "the head of the file: it has no list \"models\""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.json);
    const auto own = PriceTable::built_in().with_overrides(c.json);
    ASSERT_FALSE(own);
    EXPECT_THAT(own.error().message, HasSubstr(c.place));
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
      << R"({"models": [{"model": "x", "prices": [{"standard": {"input": 1}}]},
                        {"model": "y", "prices": [{"standard": {"input": 1, "output": 3}}]},
                        {"model": "z", "prices": []}]})";
  book = open_price_book(file);
  EXPECT_THAT(book.problem, HasSubstr("at the model x: output is missing; and at the model z: it "
                                      "has no prices; correct it"));
  EXPECT_EQ(book.table->price("y", kNow).standard.output, 3'000'000);

  std::ofstream(file, std::ios::trunc)
      << R"({"models": [{"model": "x", "prices": [{"standard": {"input": 1, "output": 2}}]}]})";
  book = open_price_book(file);
  EXPECT_EQ(book.problem, "");
  EXPECT_EQ(book.table->price("x", kNow).standard.output, 2'000'000);
  EXPECT_NE(book.table->fingerprint(), PriceTable::built_in().fingerprint());
}

TEST(PriceBook, WaitsForNoPipeAndNoDevice) {
  const test::TempDir directory;
  const auto file = directory / "prices.json";
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  EXPECT_THAT(open_price_book(file).problem, HasSubstr("is no regular file"));
  std::filesystem::remove(file);
  std::filesystem::create_symlink("/dev/zero", file);
  EXPECT_THAT(open_price_book(file).problem, HasSubstr("is no regular file"));
  std::filesystem::remove(file);
  std::filesystem::create_directory(file);
  EXPECT_THAT(open_price_book(file).problem, HasSubstr("is no regular file"));
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
            EXPECT_EQ(term.cost.nano_dollars * kPicoInNano,
                      term.count * term.price * term.multiplier);
            EXPECT_GT(term.count, 0);
          }
          EXPECT_EQ(sum, why.total);
          EXPECT_EQ(why.total, cost_of(usage, price, fast, searches)) << model;
        }
}

TEST(CostTerms, StayFarFromOverflowWhateverIsSaid) {
  const PriceTable table = with(R"({"models": [{"model": "dear", "prices": [
      {"standard": {"input": 100000, "output": 100000}, "fast_multiplier": 1000}]}]})");
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
  EXPECT_EQ(why.terms[0].price, 6'000'000);
  EXPECT_EQ(why.terms[2].name, "web_search");
  EXPECT_EQ(why.terms[2].cost.nano_dollars, 20'000'000);
  const auto fast = explain_cost({.output = 1}, table.price("claude-opus-4-8", kNow), true, 1);
  EXPECT_TRUE(fast.fast);
  EXPECT_EQ(fast.terms[0].multiplier, 2);
  EXPECT_EQ(fast.terms[1].multiplier, 1);
}

}  // namespace
}  // namespace orchard::metrics
