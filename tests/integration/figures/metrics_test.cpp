#include "tests/integration/support/scratch_machine.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

class MetricsCommand : public testing::Test {
 protected:
  MetricsCommand() { (void)machine_.json({"demo", "--keep"}); }

  std::string text(Arguments arguments) {
    arguments.insert(arguments.begin(), "metrics");
    const auto output = machine_.orchard(arguments);
    EXPECT_TRUE(output.ok()) << output.err;
    return output.out;
  }
  /// One clear sentence on standard error, nothing on standard output.
  void expect_refusal(Arguments arguments, int exit_code, const std::string& part) {
    arguments.insert(arguments.begin(), "metrics");
    const auto output = machine_.orchard(arguments);
    EXPECT_EQ(output.exit_code, exit_code);
    EXPECT_EQ(output.out, "");
    EXPECT_THAT(output.err, HasSubstr(part));
    EXPECT_EQ(std::ranges::count(output.err, '\n'), 1) << output.err;
  }

  ScratchMachine machine_;
};

TEST_F(MetricsCommand, MarksCostsThatHoldAnEstimate) {
  EXPECT_THAT(text({}), testing::Not(HasSubstr("≈")));
  EXPECT_EQ(machine_.json({"metrics"})["tiles"]["estimated_cost_usd_today"], 0);
  (void)machine_.add_repository("shop");
  (void)machine_.create_workspace("guess", "shop");
  ASSERT_TRUE(
      machine_.orchard({"send", "guess", "[[say done]]", "--model", "acme-9", "--wait"}).ok());
  const json all = machine_.json({"metrics"});
  EXPECT_GT(all["tiles"]["estimated_cost_usd_today"].get<double>(), 0);
  EXPECT_EQ(all["tiles"]["estimated_cost_usd_30d"], all["tiles"]["estimated_cost_usd_today"]);
  double board = 0;
  for (const json& row : all["analytics"]["workspace_leaderboard"])
    board += row["estimated_cost_usd"].get<double>();
  EXPECT_NEAR(board, all["tiles"]["estimated_cost_usd_30d"].get<double>(), 1e-9);
  const std::string shown = text({});
  EXPECT_THAT(shown, HasSubstr("\n\nBRANCHES AS THEY STAND, AND THE LATEST SESSION OF EACH"))
      << "the turns, tokens and cost of that table are not all there were";
  EXPECT_THAT(shown, testing::ContainsRegex("Cost 30d +≈"));
  EXPECT_THAT(shown, testing::ContainsRegex("Billing period +≈"));
  const std::string sessions = machine_.orchard({"sessions"}).out;
  EXPECT_EQ(sessions.find("≈"), sessions.rfind("≈")) << "only the one";
  EXPECT_THAT(sessions, testing::ContainsRegex("guess .*≈"));
  EXPECT_THAT(machine_.orchard({"workspace", "show", "guess"}).out, HasSubstr("≈$"));
}

TEST_F(MetricsCommand, ShowsWhatItExports) {
  const json all = machine_.json({"metrics", "--window", "7d"});
  EXPECT_EQ(all["window"], "7d");
  std::int64_t turns = 0;
  std::int64_t commits = 0;
  for (const json& row : all["analytics"]["workspace_leaderboard"]) {
    turns += row["turns"].get<std::int64_t>();
    commits += row["commits"].get<std::int64_t>();
  }
  EXPECT_EQ(commits, all["tiles"]["commits_today"]);
  EXPECT_EQ(all["tiles"]["commits_today_by_agents"], commits);
  std::int64_t by_hour = 0;
  for (const json& cell : all["analytics"]["activity_heatmap"])
    by_hour += cell["turns"].get<std::int64_t>();
  EXPECT_EQ(by_hour, turns);
  EXPECT_EQ(all["analytics"]["recent_sessions"].size(), 3U);

  const json rows = machine_.json({"metrics", "commits_today", "--rows"});
  EXPECT_EQ(static_cast<std::int64_t>(rows.size()), commits);
  EXPECT_EQ(rows[0]["by"], "agent");
  const json calls = machine_.json({"metrics", "cost_30d", "--rows"});
  double cost = 0;
  for (const json& call : calls) cost += call["cost_usd"].get<double>();
  EXPECT_NEAR(cost, all["tiles"]["cost_usd_30d"].get<double>(), 1e-8);
  EXPECT_EQ(machine_.json({"metrics", "cost_30d", "--rows", "--limit", "2"}).size(), 2U);

  const std::string csv = text({"workspace_leaderboard", "--csv", "--sort", "turns"});
  EXPECT_THAT(csv, StartsWith("workspace,branch,status,repository,"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 4);
  EXPECT_THAT(text({"--csv"}),
              HasSubstr("commits_today," + std::to_string(commits) + ",a count\n"));
}

TEST_F(MetricsCommand, FiltersByPlaceAndModel) {
  const json all = machine_.json({"metrics"});
  double cost = 0;
  std::int64_t commits = 0;
  for (const json& workspace : all["workspaces"]) {
    const json one = machine_.json({"metrics", "--workspace", workspace["name"]});
    EXPECT_EQ(one["workspaces"].size(), 1U);
    EXPECT_EQ(one["filter"]["workspace"], workspace["id"]);
    cost += one["tiles"]["cost_usd_30d"].get<double>();
    commits += one["tiles"]["commits_today"].get<std::int64_t>();
  }
  EXPECT_NEAR(cost, all["tiles"]["cost_usd_30d"].get<double>(), 1e-8);
  EXPECT_EQ(commits, all["tiles"]["commits_today"]);
  const std::string repository = all["workspaces"][0]["repository"];
  const json past = machine_.json({"metrics", "turn_histogram", "--to", "2001-01-01"});
  for (const json& bucket : past) EXPECT_EQ(bucket["sessions"], 0);
  EXPECT_EQ(machine_.json({"metrics", "workspace_leaderboard", "--from", "2026-01-01"}).size(), 3U);
  EXPECT_EQ(machine_.json({"metrics", "--repo", repository})["tiles"], all["tiles"]);
  EXPECT_EQ(machine_.json({"metrics", "--model", "opus"})["tiles"]["cost_usd_30d"],
            all["tiles"]["cost_usd_30d"]);
}

TEST_F(MetricsCommand, SpeaksToPeople) {
  const std::string shown = text({});
  for (const char* part :
       {"Active sessions   0", "Commits today", "WORKSPACES", "REPOSITORIES", "TURNS BY HOUR",
        "13 WEEKS", "TURNS PER SESSION", "SESSION DURATION", "MODEL", "LAST 24 HOURS", "█"})
    EXPECT_THAT(shown, HasSubstr(part));
  EXPECT_THAT(text({"commits_14d"}), HasSubstr("COMMITS"));
  EXPECT_THAT(text({"success_30d"}), HasSubstr("100%"));
  EXPECT_THAT(text({"--explain"}), HasSubstr("turn_histogram          Turns per session\n"));
  EXPECT_THAT(text({"--explain", "cost_30d"}), HasSubstr("orchard metrics cost_30d --rows"));
  EXPECT_EQ(text({"cost_30d", "--explain"}), text({"--explain", "cost_30d"}));
}

TEST_F(MetricsCommand, SaysWhatAFilterByModelCannotDo) {
  const auto told = [this](Arguments arguments) {
    arguments.insert(arguments.begin(), "metrics");
    arguments.insert(arguments.end(), {"--model", "opus"});
    return machine_.orchard(arguments).err;
  };
  EXPECT_THAT(told({"commits_today"}), StartsWith("A commit has no model"));
  EXPECT_THAT(told({"turn_histogram"}), StartsWith("A turn has no model"));
  EXPECT_THAT(told({}), HasSubstr("A turn has no model"));
  EXPECT_EQ(told({"cost_30d"}), "");
}

TEST_F(MetricsCommand, FollowsTheBillingPeriodOfTheSettings) {
  const std::string set =
      machine_.orchard({"send", "evening-greeting", "/config general", "--json"}).out;
  std::ofstream(json::parse(set)["file"].get<std::string>()) << R"({"billing_day": 31})";
  const json period = machine_.json({"metrics", "billing_period"});
  ASSERT_EQ(period.size(), 1U);
  EXPECT_NE(period[0]["from"].get<std::string>().substr(8), "01");
  EXPECT_GT(period[0]["value"].get<double>(), 0);
  EXPECT_THAT(text({}), HasSubstr("Billing period"));
  EXPECT_EQ(machine_.json({"metrics"})["analytics"]["billing_period"], period);
}

TEST_F(MetricsCommand, RefusesInOneSentence) {
  expect_refusal({"--window", "5d"}, 2, "take 24h, 7d, 30d, 90d or all");
  expect_refusal({"--from", "yesterday"}, 2, "write it like 2026-11-20");
  expect_refusal({"--from", "2026-02-30"}, 2, "is no day");
  expect_refusal({"--from", "2026-02-03", "--to", "2026-02-02"}, 2, "There is no day from");
  expect_refusal({"--from", "2026-02-03", "--window", "7d"}, 2, "give one of them");
  expect_refusal({"--json", "--csv"}, 2, "give one of them");
  expect_refusal({"--rows"}, 2, "name it");
  expect_refusal({"--sort", "bogus"}, 2, "they have name, repository");
  expect_refusal({"turn_histogram", "--sort", "bogus"}, 2, "there are turns_up_to, sessions");
  expect_refusal({"cost"}, 1, "did you mean cost_today, cost_30d, cost_by_day");
  expect_refusal({"--explain", "nonsense"}, 1, "--explain");
  expect_refusal({"active_sessions", "--rows"}, 1, "No stored rows");
  expect_refusal({"--model", "gpt"}, 1, "claude-opus");
  expect_refusal({"--repo", "nowhere"}, 1, "There is no repository 'nowhere'");
  expect_refusal({"--workspace", "nowhere"}, 1, "There is no workspace 'nowhere'");
}

}  // namespace
}  // namespace orchard::test
