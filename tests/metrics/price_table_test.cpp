#include "metrics/pricing/price_table.h"

#include "core/base/time_text.h"
#include "metrics/pricing/model_name.h"

#include <cmath>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

const core::Timestamp kNow = *core::parse_iso8601("2026-11-21T00:00:00Z");

std::int64_t nano(std::string_view model, const core::TokenUsage& usage, bool fast = false,
                  std::int64_t searches = 0) {
  return cost_of(usage, PriceTable::built_in().price(model, kNow), fast, searches).nano_dollars;
}

TEST(PriceTable, PricesEveryModelToTheDigit) {
  // Dollars per million tokens.
  const struct {
    const char* model;
    double input, output, cache_write_5m, cache_write_1h, cache_read;
    std::int64_t fast;
  } cases[] = {
      {"claude-fable-5", 10, 50, 12.5, 20, 1, 1},
      {"claude-mythos-5", 10, 50, 12.5, 20, 1, 1},
      {"claude-opus-5", 5, 25, 6.25, 10, 0.5, 2},
      {"claude-opus-4-8", 5, 25, 6.25, 10, 0.5, 2},
      {"claude-opus-4-7", 5, 25, 6.25, 10, 0.5, 6},
      {"claude-opus-4-6", 5, 25, 6.25, 10, 0.5, 6},
      {"claude-opus-4-5-20251101", 5, 25, 6.25, 10, 0.5, 1},
      {"claude-opus-4-1-20250805", 15, 75, 18.75, 30, 1.5, 1},
      {"claude-opus-4-20250514", 15, 75, 18.75, 30, 1.5, 1},
      {"claude-sonnet-5", 2, 10, 2.5, 4, 0.2, 1},
      {"claude-sonnet-4-6", 3, 15, 3.75, 6, 0.3, 1},
      {"claude-sonnet-4-5-20250929", 3, 15, 3.75, 6, 0.3, 1},
      {"claude-sonnet-4-20250514", 3, 15, 3.75, 6, 0.3, 1},
      {"claude-haiku-4-5-20251001", 1, 5, 1.25, 2, 0.1, 1},
      {"claude-3-7-sonnet-20250219", 3, 15, 3.75, 6, 0.3, 1},
      {"claude-3-5-sonnet-20241022", 3, 15, 3.75, 6, 0.3, 1},
      {"claude-3-sonnet-20240229", 3, 15, 3.75, 6, 0.3, 1},
      {"claude-3-5-haiku-20241022", 0.8, 4, 1, 1.6, 0.08, 1},
      {"claude-3-opus-20240229", 15, 75, 18.75, 30, 1.5, 1},
      {"claude-3-haiku-20240307", 0.25, 1.25, 0.3, 0.5, 0.03, 1},
      {"us.anthropic.claude-sonnet-4-5-20250929-v1:0", 3.3, 16.5, 4.125, 6.6, 0.33, 1},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.model);
    const auto per_token = [](double dollars) { return std::llround(dollars * 1000); };
    EXPECT_EQ(nano(c.model, {.input = 1}), per_token(c.input));
    EXPECT_EQ(nano(c.model, {.output = 1}), per_token(c.output));
    EXPECT_EQ(nano(c.model, {.cache_write_5m = 1}), per_token(c.cache_write_5m));
    EXPECT_EQ(nano(c.model, {.cache_write_1h = 1}), per_token(c.cache_write_1h));
    EXPECT_EQ(nano(c.model, {.cache_read = 1}), per_token(c.cache_read));
    EXPECT_EQ(nano(c.model, {.output = 10}, true), 10 * c.fast * per_token(c.output));
    EXPECT_EQ(PriceTable::built_in().price(c.model, kNow).kind, PriceKind::calculated);
  }
}

TEST(PriceTable, AgreesWithWhatTheProgramReportedForOneReply) {
  EXPECT_EQ(nano("claude-opus-4-8",
                 {.input = 3, .output = 1, .cache_write_5m = 14638, .cache_write_1h = 4879}),
            140'317'500);
}

TEST(PriceTable, BillsTheWholeRequestHigherAboveTheLongContextLimit) {
  EXPECT_EQ(nano("claude-sonnet-4-5", {.input = 100'000, .output = 10, .cache_read = 100'000}),
            100'000 * 3'000 + 10 * 15'000 + 100'000 * 300);
  EXPECT_EQ(nano("claude-sonnet-4-5", {.input = 100'001, .output = 10, .cache_read = 100'000}),
            100'001 * 6'000 + 10 * 22'500 + 100'000 * 600);
  EXPECT_EQ(nano("claude-sonnet-4-5", {.cache_write_5m = 150'000, .cache_write_1h = 50'001}),
            150'000 * 7'500 + std::int64_t{50'001} * 12'000);
  EXPECT_EQ(nano("claude-opus-4-8", {.input = 300'000}), 300'000 * 5'000);
}

TEST(PriceTable, ChargesATenthMoreWhereOneRegionHandlesTokens) {
  const core::TokenUsage usage{7, 11, 13, 17, 19};
  const struct {
    const char* model;
    const char* like;
    int percent;
    PriceKind kind;
  } cases[] = {
      {"us.anthropic.claude-opus-4-8-v1:0", "claude-opus-4-8", 110, PriceKind::calculated},
      {"eu.anthropic.claude-opus-4-6-v1", "claude-opus-4-6", 110, PriceKind::calculated},
      {"jp.anthropic.claude-sonnet-4-6", "claude-sonnet-4-6", 110, PriceKind::calculated},
      {"au.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5", 110,
       PriceKind::calculated},
      {"bedrock/us.anthropic.claude-opus-4-8", "claude-opus-4-8", 110, PriceKind::calculated},
      {"arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-8-v1:0",
       "claude-opus-4-8", 110, PriceKind::calculated},
      {"us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5", 110,
       PriceKind::estimated},
      {"us.anthropic.claude-opus-9", "claude-opus-5", 110, PriceKind::estimated},
      {"us.anthropic.claude-sonnet-4-20250514-v1:0", "claude-sonnet-4", 100, PriceKind::calculated},
      {"apac.anthropic.claude-3-haiku-20240307-v1:0", "claude-3-haiku", 100, PriceKind::calculated},
      {"global.anthropic.claude-opus-4-8", "claude-opus-4-8", 100, PriceKind::calculated},
      {"anthropic.claude-opus-4-8", "claude-opus-4-8", 100, PriceKind::calculated},
      {"anthropic/claude-opus-4.8", "claude-opus-4-8", 100, PriceKind::calculated},
      {"claude-opus-4-6@default", "claude-opus-4-6", 100, PriceKind::calculated},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.model);
    EXPECT_EQ(nano(c.model, usage) * 100, nano(c.like, usage) * c.percent);
    EXPECT_EQ(PriceTable::built_in().price(c.model, kNow).kind, c.kind);
  }
  EXPECT_EQ(nano("us.anthropic.claude-sonnet-4-5", {.input = 200'001}), 200'001 * 6'600)
      << "long contexts too";
}

TEST(PriceTable, ChargesATenthMoreForRepliesOfTheUnitedStatesOnly) {
  const ModelPrices prices = PriceTable::built_in().prices_of("claude-opus-4-8");
  EXPECT_EQ(prices.at(kNow, true).standard.input, 5'500'000);
  EXPECT_EQ(cost_of({.output = 2}, prices.at(kNow, true), true, 1).nano_dollars,
            2 * 2 * 27'500 + 10'000'000)
      << "on top of the fast mode; a search costs what it costs";
}

TEST(PriceTable, ChargesWebSearches) {
  EXPECT_EQ(nano("claude-haiku-4-5", {.input = 1}, false, 3), 1'000 + 3 * 10'000'000);
}

TEST(PriceTable, EstimatesAnUnknownModelFromItsFamily) {
  const struct {
    const char* model;
    const char* like;
  } cases[] = {
      {"claude-opus-9", "claude-opus-5"},       {"claude-sonnet-7-1", "claude-sonnet-5"},
      {"claude-haiku-6", "claude-haiku-4-5"},   {"opus", "claude-opus-5"},
      {"acme-experimental", "claude-sonnet-5"}, {"", "claude-sonnet-5"},
      {"claude-fable-5-1", "claude-fable-5"},
  };
  const core::TokenUsage usage{1, 2, 3, 4, 5};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.model);
    EXPECT_EQ(PriceTable::built_in().price(c.model, kNow).kind, PriceKind::estimated);
    EXPECT_EQ(nano(c.model, usage), nano(c.like, usage));
    EXPECT_GT(nano(c.model, usage), 0);
  }
}

TEST(PriceTable, TakesNothingForSyntheticReplies) {
  EXPECT_EQ(PriceTable::built_in().price("<synthetic>", kNow).kind, PriceKind::free);
  EXPECT_EQ(nano("<synthetic>", {.input = 5, .output = 5}, false, 2), 0);
}

TEST(PriceTable, UsesThePriceThatHeldThen) {
  const auto table = PriceTable::parse(R"({"web_search_per_1000": 10, "models": [
    {"model": "claude-sonnet-1", "family": "sonnet", "prices": [
      {"from": "2026-01-01T00:00:00Z", "standard": {"input": 2, "output": 2, "cache_write_5m": 2,
       "cache_write_1h": 2, "cache_read": 2}},
      {"from": "2025-01-01T00:00:00Z", "standard": {"input": 1, "output": 1, "cache_write_5m": 1,
       "cache_write_1h": 1, "cache_read": 1}}]}]})");
  ASSERT_TRUE(table) << table.error().describe();
  const struct {
    const char* at;
    std::int64_t input;
  } cases[] = {{"2024-06-01T00:00:00Z", 1'000'000},
               {"2025-12-31T23:59:59Z", 1'000'000},
               {"2026-01-01T00:00:00Z", 2'000'000},
               {"2027-01-01T00:00:00Z", 2'000'000}};
  for (const auto& c : cases)
    EXPECT_EQ(table->price("claude-sonnet-1", *core::parse_iso8601(c.at)).standard.input, c.input)
        << c.at;
}

TEST(PriceTable, RefusesABrokenTableNamingTheEntry) {
  for (const char* text : {"", "[]", "{}", R"({"web_search_per_1000": 10, "models": []})"})
    EXPECT_FALSE(PriceTable::parse(text)) << text;
  const auto table = PriceTable::parse(
      R"({"web_search_per_1000": 10, "models": [{"model": "claude-x", "family": "x", "prices": [
        {"from": "2026-01-01T00:00:00Z", "standard": {"input": 0.1}}]}]})");
  ASSERT_FALSE(table);
  EXPECT_NE(table.error().message.find("claude-x"), std::string::npos);
}

TEST(ModelName, DropsWhatDoesNotChangeTheModel) {
  const struct {
    const char* name;
    const char* normal;
  } cases[] = {
      {"claude-opus-4-8", "claude-opus-4-8"},
      {"claude-opus-4-8[1m]", "claude-opus-4-8"},
      {"claude-opus-4-5-20251101", "claude-opus-4-5"},
      {"claude-opus-4-5@20251101", "claude-opus-4-5"},
      {"anthropic/claude-opus-4.8", "claude-opus-4-8"},
      {"openrouter/anthropic/claude-sonnet-4.6", "claude-sonnet-4-6"},
      {"us.anthropic.claude-opus-4-6-20260101-v1:0", "claude-opus-4-6"},
      {"anthropic.claude-3-5-haiku-20241022-v2:0", "claude-3-5-haiku"},
      {"claude-3-5-sonnet-latest", "claude-3-5-sonnet"},
      {"Claude-Opus-4-8", "claude-opus-4-8"},
      {"claude-opus-4-20250514", "claude-opus-4"},
      {"", ""},
      {"-", "-"},
      {"[1m]", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(normalise_model(c.name), c.normal) << c.name;
}

}  // namespace
}  // namespace orchard::metrics
