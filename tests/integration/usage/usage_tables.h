#pragma once

#include "tests/integration/usage/usage_corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {

/// What the calls of a corpus come to, in the plainest way.
struct Sums {
  std::int64_t calls = 0;
  core::TokenUsage tokens;
  double cost = 0;
  Sums& operator+=(const ToldCall& call) {
    ++calls;
    tokens += call.tokens;
    cost += call.cost;
    return *this;
  }
};

/// `orchard usage` on a machine whose transcripts tell of six calls.
class UsageTables : public testing::Test {
 protected:
  using json = nlohmann::json;

  UsageTables() : corpus_(machine_.path("claude")) {
    const std::string notes = folder("notes");
    const std::string shop = machine_.add_repository("shop").string();
    tell("1", "s-a", notes, "main", "claude-opus-4-8", "2026-03-30T22:30:00Z", {1, 2, 3, 4, 5});
    tell("2", "s-a", notes, "main", "claude-opus-4-8", "2026-03-31T10:00:00Z",
         {10, 20, 30, 40, 50});
    tell("3", "s-a", notes, "feature/x", "claude-haiku-4-5", "2026-03-31T10:05:00Z",
         {7, 70, 700, 0, 7000});
    tell("4", "s-b", shop, "main", "claude-sonnet-4-5", "2026-04-01T09:00:00Z",
         {150'000, 100, 0, 0, 60'000});
    tell("5", "s-b", shop, "main", "acme-9", "2026-04-05T23:59:59.999Z", {11, 12, 0, 0, 13});
    tell("6", "s-b", shop, "main", "claude-haiku-4-5", "2026-04-06T00:00:00Z", {1, 1, 1, 1, 1},
         true);
    // Told of twice, and by lines that are none.
    corpus_.add(corpus_.calls[1]);
    corpus_.calls.pop_back();
    std::ofstream(corpus_.transcript(corpus_.calls[0]), std::ios::app)
        << "{\"type\":\"user\",\"message\":{\"content\":\"secret words\"}}\n\n{broken\n";
  }

  std::string folder(const std::string& name) {
    std::filesystem::create_directories(machine_.path(name));
    return std::filesystem::canonical(machine_.path(name)).string();
  }

  void tell(const std::string& id, const std::string& session, const std::string& where,
            const std::string& branch, const std::string& model, const std::string& at,
            const core::TokenUsage& tokens, bool sub_agent = false) {
    corpus_.add({id, session, where, branch, model, *core::parse_iso8601(at), tokens, sub_agent,
                 price(model, tokens)});
  }

  /// Dollars by the price list, in the plainest way.
  static double price(const std::string& model, const core::TokenUsage& tokens) {
    const auto at = [&](double in, double out, double w5, double w1, double read) {
      return (static_cast<double>(tokens.input) * in + static_cast<double>(tokens.output) * out +
              static_cast<double>(tokens.cache_write_5m) * w5 +
              static_cast<double>(tokens.cache_write_1h) * w1 +
              static_cast<double>(tokens.cache_read) * read) /
             1e6;
    };
    if (model == "claude-opus-4-8") return at(5, 25, 6.25, 10, 0.5);
    if (model == "claude-haiku-4-5") return at(1, 5, 1.25, 2, 0.1);
    if (model == "acme-9") return at(2, 10, 2.5, 4, 0.2);  // as the newest sonnet
    return tokens.context() > 200'000 ? at(6, 22.5, 7.5, 12, 0.6) : at(3, 15, 3.75, 6, 0.3);
  }

  json usage(Arguments arguments) {
    arguments.insert(arguments.begin(), "usage");
    return machine_.json(arguments);
  }
  std::string text(Arguments arguments) {
    arguments.insert(arguments.begin(), "usage");
    const auto output = machine_.orchard(arguments);
    EXPECT_TRUE(output.ok()) << output.err;
    return output.out;
  }
  void expect_refusal(Arguments arguments, int exit_code, const std::string& part) {
    arguments.insert(arguments.begin(), "usage");
    const auto output = machine_.orchard(arguments);
    EXPECT_EQ(output.exit_code, exit_code) << output.err;
    EXPECT_EQ(output.out, "");
    EXPECT_THAT(output.err, testing::HasSubstr(part));
    EXPECT_EQ(std::ranges::count(output.err, '\n'), 1) << output.err;
  }

  static void expect_sums(const json& row, const Sums& sums) {
    EXPECT_EQ(row["inputTokens"], sums.tokens.input);
    EXPECT_EQ(row["outputTokens"], sums.tokens.output);
    EXPECT_EQ(row["cacheCreationTokens"], sums.tokens.cache_write());
    EXPECT_EQ(row["cacheReadTokens"], sums.tokens.cache_read);
    EXPECT_EQ(row["totalTokens"], sums.tokens.total());
    EXPECT_NEAR(row["totalCost"].get<double>(), sums.cost, 1e-9);
    EXPECT_EQ(row["calls"], sums.calls);
  }

  using NameOf = std::function<std::string(const ToldCall&)>;
  /// The rows of `list`, named by `member`, are what a loop over the calls gives.
  void expect_rows(const json& document, const char* list, const std::string& member,
                   const NameOf& name_of) {
    std::map<std::string, Sums> expected;
    Sums total;
    for (const ToldCall& call : corpus_.calls) {
      const std::string name = name_of(call);
      if (name.empty()) continue;
      expected[name] += call;
      total += call;
    }
    ASSERT_EQ(document[list].size(), expected.size()) << document.dump(2);
    for (const json& row : document[list]) {
      SCOPED_TRACE(row[member].get<std::string>());
      ASSERT_TRUE(expected.contains(row[member]));
      expect_sums(row, expected[row[member]]);
      expect_models(row);
    }
    expect_sums(document["totals"], total);
  }

  static void expect_models(const json& row) {
    std::int64_t output = 0;
    double cost = 0;
    for (const json& model : row["modelBreakdowns"]) {
      output += model["outputTokens"].get<std::int64_t>();
      cost += model["cost"].get<double>();
    }
    EXPECT_EQ(row["outputTokens"], output);
    EXPECT_NEAR(row["totalCost"].get<double>(), cost, 1e-9);
    EXPECT_EQ(row["modelsUsed"].size(), row["modelBreakdowns"].size());
  }

  static std::string day(const ToldCall& call) { return core::to_iso8601(call.at).substr(0, 10); }

  ScratchMachine machine_;
  UsageCorpus corpus_;
};

}  // namespace orchard::test
