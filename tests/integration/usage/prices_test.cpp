#include "tests/integration/usage/usage_corpus.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class PricesCommand : public testing::Test {
 protected:
  PricesCommand() : corpus_(machine_.path("claude")) {
    std::filesystem::create_directories(machine_.path("notes"));
    corpus_.add({"1",
                 "s-a",
                 machine_.path("notes").string(),
                 "main",
                 "claude-sonnet-4-5",
                 *core::parse_iso8601("2026-03-30T10:00:00Z"),
                 {150'000, 1000, 50'000, 10'000, 5}});
    corpus_.add({"2",
                 "s-a",
                 machine_.path("notes").string(),
                 "main",
                 "acme-9",
                 *core::parse_iso8601("2026-03-30T11:00:00Z"),
                 {1000, 1000, 0, 0, 0}});
    (void)machine_.json({"usage"});
  }

  void write_prices(const std::string& text) {
    ScratchMachine::write(machine_.path("orchard") / "config" / "prices.json", text);
  }

  ScratchMachine machine_;
  UsageCorpus corpus_;
};

TEST_F(PricesCommand, ShowsWhatHolds) {
  const json prices = machine_.json({"prices"});
  bool found = false;
  for (const json& price : prices["prices"])
    if (price["model"] == "claude-opus-4-8") {
      found = true;
      EXPECT_EQ(price["standard"]["output"], 25);
      EXPECT_EQ(price["fast_multiplier"], 2);
      EXPECT_EQ(price["source"], "program");
    }
  EXPECT_TRUE(found);
  EXPECT_EQ(prices["problem"], nullptr);
  const auto text = machine_.orchard({"prices"});
  EXPECT_THAT(text.out, HasSubstr("claude-sonnet-4-5"));
  EXPECT_THAT(text.err, HasSubstr("prices.json (there is none)"));
}

TEST_F(PricesCommand, TakesNoEmptyValueForTheTable) {
  for (const Arguments& arguments :
       {Arguments{"prices", "--call", ""}, Arguments{"prices", "explain", ""}}) {
    const auto output = machine_.orchard(arguments);
    EXPECT_EQ(output.exit_code, 2);
    EXPECT_EQ(output.out, "");
    EXPECT_THAT(output.err, HasSubstr("an empty value says nothing"));
  }
}

TEST_F(PricesCommand, NamesAModelThatNobodyNamed) {
  ToldCall call = corpus_.calls[0];
  std::string line = UsageCorpus::line(call);
  line.replace(line.find("msg_1"), 5, "msg_n");
  line.replace(line.find("\"claude-sonnet-4-5\""), 19, "null");
  std::ofstream(corpus_.transcript(call), std::ios::app) << line << '\n';
  EXPECT_THAT(machine_.orchard({"prices", "--call", "msg_n"}).out,
              HasSubstr("\nunknown model in session s-a"));
  EXPECT_EQ(machine_.json({"prices", "--call", "msg_n"})["model"], "unknown model");
}

TEST_F(PricesCommand, ExplainsACallTermByTerm) {
  const json call = machine_.json({"prices", "--call", "msg_1"});
  EXPECT_EQ(call["long_context"], true);
  double sum = 0;
  for (const json& term : call["terms"]) sum += term["cost_usd"].get<double>();
  // The whole request at the higher prices.
  EXPECT_NEAR(sum, (150'000 * 6 + 1000 * 22.5 + 50'000 * 7.5 + 10'000 * 12 + 5 * 0.6) / 1e6, 1e-12);
  EXPECT_NEAR(call["total_usd"].get<double>(), sum, 1e-12);
  EXPECT_EQ(call["recorded_usd"], call["total_usd"]);
  // What was written since counts.
  corpus_.add({"3",
               "s-a",
               machine_.path("notes").string(),
               "main",
               "acme-9",
               *core::parse_iso8601("2026-03-30T12:00:00Z"),
               {2000, 1000, 0, 0, 0}});
  EXPECT_EQ(machine_.json({"prices", "--call", "newest"})["terms"][0]["count"], 2000);
  const auto text = machine_.orchard({"prices", "explain", "newest"});
  ASSERT_TRUE(text.ok()) << text.err;
  EXPECT_THAT(text.out, HasSubstr("An estimate: there is no price of acme-9"));
  EXPECT_EQ(machine_.orchard({"prices", "explain"}).out, text.out);
  const auto unknown = machine_.orchard({"prices", "--call", "msg_77"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.err, HasSubstr("There is no call 'msg_77'"));
}

TEST_F(PricesCommand, EndWithTheCostThatCounts) {
  ToldCall call = corpus_.calls[0];
  call.id = "9";
  std::string line = UsageCorpus::line(call);
  line.insert(1, "\"costUSD\":0.25,");
  std::ofstream(corpus_.transcript(call), std::ios::app) << line << '\n';
  const auto text = machine_.orchard({"prices", "--call", "msg_9"});
  EXPECT_THAT(text.out, testing::EndsWith("reported by the transcript: $0.25, which counts\n"));
}

TEST_F(PricesCommand, FollowTheUsersOwn) {
  const json before = machine_.json({"usage"});
  write_prices(R"({"models": [{"model": "acme-9",
                   "prices": [{"standard": {"input": 1, "output": 2}}]}]})");
  const json after = machine_.json({"usage"});
  EXPECT_NEAR(after["totals"]["totalCost"].get<double>(),
              before["totals"]["totalCost"].get<double>() -
                  before["totals"]["estimatedCost"].get<double>() + 0.003,
              1e-12);
  EXPECT_EQ(after["totals"]["estimatedCost"], 0);
  EXPECT_EQ(after["totals"]["totalTokens"], before["totals"]["totalTokens"]);

  write_prices("{\n \"models\": [{\"model\": \"acme-9\", \"prices\": 5}]}");
  const auto broken = machine_.orchard({"usage", "--json"});
  EXPECT_EQ(broken.exit_code, 0);
  EXPECT_THAT(broken.err, HasSubstr("prices.json' is wrong at the model acme-9"));
  EXPECT_THAT(machine_.orchard({"doctor"}).err, HasSubstr("Prices can be read: Mend the file"));
  EXPECT_EQ(json::parse(broken.out), before);
}

}  // namespace
}  // namespace orchard::test
