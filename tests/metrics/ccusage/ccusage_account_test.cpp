#include "metrics/ccusage/ccusage_account.h"

#include "core/base/time_text.h"
#include "tests/support/temp_dir.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::metrics {
namespace {

namespace fs = std::filesystem;

class Utc final : public LocalTime {
 public:
  [[nodiscard]] CivilDay day_of(core::Timestamp at) const override {
    return std::chrono::floor<std::chrono::days>(at);
  }
  [[nodiscard]] core::Timestamp start_of(CivilDay day) const override { return day; }
  [[nodiscard]] std::chrono::seconds offset_at(core::Timestamp) const override { return {}; }
};

core::Timestamp at(const char* text) {
  return core::parse_iso8601(text).value();
}

/// A line of usage; `more` are further members of the record.
std::string line(const std::string& message, const std::string& time, int output,
                 const std::string& more = R"(,"requestId":"req_1")",
                 const std::string& model = "claude-opus-4-8") {
  return R"({"sessionId":"s-1","timestamp":")" + time + R"(","message":{"id":")" + message +
         R"(","model":")" + model + R"(","usage":{"input_tokens":1000,"output_tokens":)" +
         std::to_string(output) + "}}" + more + "}\n";
}

class CcusageAccountTest : public ::testing::Test {
 protected:
  void write(const std::string& path, const std::string& text) {
    const fs::path file = directory / "claude" / "projects" / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary | std::ios::app) << text;
  }
  CcusageAccount ask(CcusageQuestion question) {
    auto account = ask_ccusage(environment(), question, Utc(), at("2026-05-05T12:00:00Z"));
    EXPECT_TRUE(account) << account.error().describe();
    return std::move(account).value();
  }
  CcusageAccount ask(CcusageReport report) { return ask(CcusageQuestion{.report = report}); }
  [[nodiscard]] CcusageEnvironment environment() const {
    return {(directory / "claude").string(), std::nullopt, directory.path().string()};
  }
  std::uint64_t total_output() { return ask(CcusageReport::session).total.tokens.output; }

  test::TempDir directory;
};

constexpr const char* kNoon = "2026-05-05T12:00:00Z";
constexpr const char* kEvening = "2026-05-05T18:00:00Z";

TEST_F(CcusageAccountTest, KeepsTheLargestOfAReplysLines) {
  write("p/s-1.jsonl", line("m", kNoon, 5) + line("m", kEvening, 90) + line("m", kNoon, 9));
  const CcusageAccount account = ask(CcusageReport::session);
  EXPECT_EQ(account.total.tokens.output, 90U);
  EXPECT_EQ(account.rows.at(0).last_at, at(kEvening));
}

TEST_F(CcusageAccountTest, KeepsTheFirstOfLinesThatAreAlike) {
  write("p/s-1.jsonl", line("m", kNoon, 5) + line("m", kEvening, 5));
  EXPECT_EQ(ask(CcusageReport::session).rows.at(0).last_at, at(kNoon));
}

TEST_F(CcusageAccountTest, TellsRepliesApartByBothIds) {
  write("p/s-1.jsonl", line("m", kNoon, 1) + line("m", kNoon, 2, R"(,"requestId":"req_2")") +
                           line("m", kNoon, 4, "") + line("m", kEvening, 8, ""));
  EXPECT_EQ(total_output(), 1U + 2U + 8U);
}

TEST_F(CcusageAccountTest, CountsAForkWhereItsFirstFileLies) {
  write("p/b.jsonl", line("m", kNoon, 5));
  write("p/a.jsonl", line("m", kNoon, 5));
  const CcusageAccount account = ask(CcusageReport::session);
  ASSERT_EQ(account.rows.size(), 1U);
  EXPECT_EQ(account.rows[0].label, "a");
}

TEST_F(CcusageAccountTest, DropsReplaysOfSideQuestions) {
  const std::string side = R"(,"requestId":"req_2","isSidechain":true)";
  write("p/s-1.jsonl", line("m", kNoon, 50, side) + line("m", kNoon, 5));
  EXPECT_EQ(total_output(), 5U);
  // At another time it does not know them.
  write("p/s-1.jsonl", line("n", kNoon, 50, side) + line("n", kEvening, 5));
  EXPECT_EQ(total_output(), 60U);
}

TEST_F(CcusageAccountTest, NamesSessionsByTheirPlace) {
  write("p/s-1.jsonl", line("a", kNoon, 1));
  write("p/s-1/subagents/agent-x.jsonl", line("b", kNoon, 1));
  write("p/agent-y.jsonl", line("c", kNoon, 1));
  write("p/s-2/chat.jsonl", line("d", kNoon, 1));
  write("q/r/s-3/subagents/agent-z.jsonl", line("e", kNoon, 1));
  write("top.jsonl", line("f", kNoon, 1));
  write("p/.jsonl", line("g", kNoon, 1));
  write("p/x.JSONL", line("h", kNoon, 1));
  fs::create_symlink("p", directory / "claude" / "projects" / "linked");
  std::vector<std::string> places;
  for (const CcusageRow& row : ask(CcusageReport::session).rows)
    places.push_back(row.project_path + "|" + row.label + "|" + std::to_string(row.tokens.output));
  std::sort(places.begin(), places.end());
  EXPECT_EQ(places, (std::vector<std::string>{"Unknown Project|top.jsonl|1", "p|agent-y|1",
                                              "p|s-1|2", "p|s-2|1", "q/r|s-3|1"}));
}

TEST_F(CcusageAccountTest, FindsTheDirectoriesOfTheEnvironment) {
  CcusageEnvironment env = environment();
  EXPECT_FALSE(find_ccusage_files(env));
  EXPECT_EQ(find_ccusage_files(env).error().code, core::ErrorCode::not_found);
  env.claude_config_dir.reset();
  EXPECT_TRUE(find_ccusage_files(env)->empty());

  write("p/a.jsonl", "");
  fs::create_directories(directory / ".claude/projects/p");
  std::ofstream(directory / ".claude/projects/p/b.jsonl");
  fs::create_directories(directory / "xdg/claude/projects/p");
  std::ofstream(directory / "xdg/claude/projects/p/c.jsonl");
  EXPECT_EQ(find_ccusage_files(env)->size(), 1U);
  env.xdg_config_home = (directory / "xdg").string();
  EXPECT_EQ(find_ccusage_files(env)->size(), 2U);
  env.claude_config_dir = " ~/claude , ~/.claude/projects,," + (directory / "claude").string();
  EXPECT_EQ(find_ccusage_files(env)->size(), 2U);
}

TEST_F(CcusageAccountTest, PricesAsCcusageDoes) {
  const struct {
    const char* model;
    const char* usage;
    double dollars;
    bool unpriced;
  } cases[] = {
      {"claude-opus-4-8", R"("input_tokens":1000000,"output_tokens":0)", 5, false},
      // An hour of cache is twice the input price.
      {"claude-opus-4-8",
       R"("input_tokens":0,"output_tokens":0,"cache_creation":{"ephemeral_1h_input_tokens":1000000})",
       10, false},
      {"claude-opus-4-8", R"("input_tokens":1000,"output_tokens":0,"speed":"fast")", 0.01, false},
      // Each kind of token beyond 200,000 by itself, not the whole request.
      {"claude-sonnet-4-5-20250929", R"("input_tokens":1000000,"output_tokens":0)", 5.4, false},
      {"claude-sonnet-4-5-20250929",
       R"("input_tokens":150000,"output_tokens":0,)"
       R"("cache_read_input_tokens":150000)",
       0.495, false},
      {"acme-9", R"("input_tokens":1000,"output_tokens":0)", 0, true},
      {"<synthetic>", R"("input_tokens":1000,"output_tokens":0)", 0, false},
  };
  int number = 0;
  for (const auto& c : cases) {
    const std::string id = std::to_string(++number);
    write("p/" + id + ".jsonl", R"({"timestamp":"2026-05-05T12:00:00Z","message":{"id":")" + id +
                                    R"(","model":")" + c.model + R"(","usage":{)" + c.usage +
                                    "}}}\n");
  }
  const CcusageAccount account = ask(CcusageReport::session);
  for (const CcusageRow& row : account.rows) {
    const auto& c = cases[std::stoul(row.label) - 1];
    EXPECT_NEAR(row.dollars, c.dollars, 1e-12) << row.label;
    EXPECT_EQ(!unpriced_models(row).empty(), c.unpriced) << row.label;
  }
  EXPECT_EQ(account.rows.size(), std::size(cases));
  EXPECT_EQ(unpriced_models(account.total), std::vector<std::string>{"acme-9"});
}

TEST_F(CcusageAccountTest, TakesTheReportedCostAsAsked) {
  write("p/s.jsonl", line("a", kNoon, 0, R"(,"costUSD":0.5)") + line("b", kNoon, 0, ""));
  const auto dollars = [&](CcusageCostMode mode) {
    return ask(CcusageQuestion{.report = CcusageReport::daily, .mode = mode}).total.dollars;
  };
  EXPECT_NEAR(dollars(CcusageCostMode::automatic), 0.505, 1e-12);
  EXPECT_NEAR(dollars(CcusageCostMode::calculate), 0.010, 1e-12);
  EXPECT_NEAR(dollars(CcusageCostMode::display), 0.500, 1e-12);
}

TEST_F(CcusageAccountTest, GathersDaysWeeksAndMonths) {
  write("p/s.jsonl", line("a", "2026-05-02T12:00:00Z", 1) + line("b", "2026-05-03T12:00:00Z", 2) +
                         line("c", "2026-05-04T12:00:00Z", 4) +
                         line("d", "2026-06-01T12:00:00Z", 8, R"(,"requestId":"r")", "x"));
  const auto labels = [&](CcusageQuestion question) {
    std::string text;
    for (const CcusageRow& row : ask(question).rows)
      text += row.label + "=" + std::to_string(row.tokens.output) + " ";
    return text;
  };
  EXPECT_EQ(labels({.report = CcusageReport::daily}),
            "2026-05-02=1 2026-05-03=2 2026-05-04=4 2026-06-01=8 ");
  EXPECT_EQ(labels({.report = CcusageReport::weekly}), "2026-04-26=1 2026-05-03=6 2026-05-31=8 ");
  EXPECT_EQ(labels({.report = CcusageReport::weekly, .first_weekday = std::chrono::Monday}),
            "2026-04-27=3 2026-05-04=4 2026-06-01=8 ");
  EXPECT_EQ(labels({.report = CcusageReport::monthly, .newest_first = true}),
            "2026-06=8 2026-05=7 ");
  using namespace std::chrono;
  EXPECT_EQ(labels({.report = CcusageReport::monthly,
                    .since = sys_days(2026y / 5 / 3),
                    .until = sys_days(2026y / 5 / 4)}),
            "2026-05=6 ");
}

TEST_F(CcusageAccountTest, CutsBlocksWithGaps) {
  write("p/s.jsonl", line("a", "2026-05-05T00:30:00Z", 1) + line("b", "2026-05-05T05:00:00Z", 2) +
                         line("c", "2026-05-05T05:00:01Z", 4) +
                         line("d", "2026-05-05T11:00:00Z", 8) +
                         line("e", "2026-05-05T11:30:00Z", 8));
  const CcusageAccount account = ask(CcusageReport::blocks);
  ASSERT_EQ(account.blocks.size(), 4U);
  EXPECT_EQ(account.blocks[0].id, "2026-05-05T00:00:00.000Z");
  EXPECT_EQ(account.blocks[0].tokens.output, 3U) << "at its end exactly still counts in it";
  EXPECT_EQ(account.blocks[1].id, "2026-05-05T05:00:00.000Z");
  EXPECT_EQ(account.blocks[2].id, "gap-2026-05-05T10:00:01.000Z");
  EXPECT_TRUE(account.blocks[2].is_gap);
  EXPECT_EQ(account.blocks[3].entries, 2U);
  EXPECT_TRUE(account.blocks[3].is_active);
  EXPECT_FALSE(account.blocks[1].is_active);

  const auto rate = burn_rate_of(account.blocks[3]);
  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(rate->tokens_per_minute, 2016.0 / 30);
  const auto projection = projection_of(account.blocks[3], at("2026-05-05T12:00:00Z"));
  ASSERT_TRUE(projection);
  EXPECT_EQ(projection->remaining_minutes, 240);
  EXPECT_EQ(projection->tokens, 2016U + 2016U * 8U);
  EXPECT_FALSE(burn_rate_of(account.blocks[2]));
}

TEST_F(CcusageAccountTest, WritesItsMembers) {
  write("p/s-1.jsonl", line("a", kNoon, 1, "", "acme-9"));
  const auto now = at("2026-05-05T12:00:00Z");
  const auto json = [&](CcusageReport report) {
    return nlohmann::json::parse(to_ccusage_json(ask(report), now));
  };
  const nlohmann::json sessions = json(CcusageReport::session);
  EXPECT_EQ(sessions, nlohmann::json::parse(R"({"sessions":[{"cacheCreationTokens":0,
      "cacheReadTokens":0,"firstActivity":"2026-05-05T12:00:00.000Z","inputTokens":1000,
      "lastActivity":"2026-05-05T12:00:00.000Z","modelBreakdowns":[{"cacheCreationTokens":0,
      "cacheReadTokens":0,"cost":0.0,"inputTokens":1000,"missingPricing":true,
      "modelName":"acme-9","outputTokens":1}],"modelsUsed":["acme-9"],"outputTokens":1,
      "projectPath":"p","sessionId":"s-1","totalCost":0.0,"totalTokens":1001}],
      "totals":{"cacheCreationTokens":0,"cacheReadTokens":0,"inputTokens":1000,"outputTokens":1,
      "totalCost":0.0,"totalTokens":1001,"unpricedModels":["acme-9"]}})"));
  EXPECT_EQ(json(CcusageReport::daily)["daily"][0]["date"], "2026-05-05");
  EXPECT_EQ(json(CcusageReport::weekly)["weekly"][0]["week"], "2026-05-03");
  EXPECT_EQ(json(CcusageReport::monthly)["monthly"][0]["month"], "2026-05");
  const nlohmann::json block = json(CcusageReport::blocks)["blocks"][0];
  EXPECT_EQ(block["tokenCounts"]["inputTokens"], 1000);
  EXPECT_TRUE(block["burnRate"].is_null());
}

}  // namespace
}  // namespace orchard::metrics
