#include "tests/integration/support/agent_account.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"

#include <charconv>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

struct Lines {
  std::int64_t added = 0;
  std::int64_t deleted = 0;
};

/// The sum of a `git diff --numstat`.
Lines sum_numstat(const std::string& numstat) {
  Lines sum;
  std::istringstream in(numstat);
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::int64_t added = 0;
    std::int64_t deleted = 0;
    fields >> added >> deleted;
    sum.added += added;
    sum.deleted += deleted;
  }
  return sum;
}

TEST(DemoFigures, EqualWhatGitAndTheAgentsSay) {
  ScratchMachine machine;
  const json demo = machine.json({"demo", "--keep"});
  const json metrics = machine.json({"metrics"});
  EXPECT_EQ(demo["tiles"], metrics["tiles"]);
  EXPECT_EQ(demo["workspaces"], metrics["workspaces"]);

  const std::filesystem::path repository = demo["repository"]["path"].get<std::string>();
  EXPECT_EQ(machine.git(repository, {"branch", "--show-current"}), "main");
  ASSERT_EQ(metrics["workspaces"].size(), 3U);
  std::int64_t commits = 0;
  Lines all;
  std::multiset<std::string> states;
  for (const json& workspace : metrics["workspaces"]) {
    SCOPED_TRACE(workspace["name"].get<std::string>());
    const std::string branch = workspace["branch"];
    const std::string base = machine.git(repository, {"merge-base", "main", branch});
    const std::string range = base + ".." + branch;
    EXPECT_EQ(std::to_string(workspace["commits"].get<int>()),
              machine.git(repository, {"rev-list", "--count", "--no-merges", range}));
    const Lines net = sum_numstat(machine.git(repository, {"diff", "--numstat", base, branch}));
    EXPECT_EQ(workspace["additions"], net.added);
    EXPECT_EQ(workspace["deletions"], net.deleted);
    commits += workspace["commits"].get<std::int64_t>();
    const Lines by_commit = sum_numstat(
        machine.git(repository, {"log", "--no-merges", "--format=", "--numstat", range}));
    all.added += by_commit.added;
    all.deleted += by_commit.deleted;
    states.insert(workspace["status"].get<std::string>());
    EXPECT_GE(workspace["latest_session"]["turns"], 1);
  }
  EXPECT_EQ(states, (std::multiset<std::string>{"active", "active", "archived"}));
  EXPECT_GE(commits, 5);
  EXPECT_EQ(metrics["tiles"]["commits_today"], commits);
  EXPECT_EQ(metrics["tiles"]["additions_7d"], all.added);
  EXPECT_EQ(metrics["tiles"]["deletions_7d"], all.deleted);
  EXPECT_EQ(metrics["tiles"]["sessions_24h"], 3);
  EXPECT_EQ(metrics["tiles"]["active_sessions"], 0);
  expect_books_balance(machine, machine.path("orchard/state/demo"));
  for (const json& session : machine.json({"sessions"})) {
    if (session["turns"] == 0) continue;
    const AgentAccount account =
        read_agent_account(machine, machine.path("orchard/state/demo"), session["id"]);
    EXPECT_NEAR(session["cost_usd"].get<double>(), account.reported_usd, 5e-10);
    EXPECT_EQ(session["unexplained_usd"], 0.0);
  }
}

TEST(DemoFigures, KeepTheAgentsAtWorkAtTheSameMoment) {
  ScratchMachine machine;
  (void)machine.json({"demo", "--keep"});
  std::string latest_start;
  std::string earliest_end = "9999";
  for (const json& session : machine.json({"sessions"})) {
    const json items = machine.json({"show", session["id"]})["items"];
    ASSERT_FALSE(items.empty());
    std::string end;
    for (const json& item : items)
      if (item["kind"] == "turn" && item["number"] == 1) end = item["at"];
    latest_start = std::max(latest_start, items.front()["at"].get<std::string>());
    earliest_end = std::min(earliest_end, end);
  }
  EXPECT_LT(latest_start, earliest_end);
}

TEST(DemoAgent, ListsWhatItCanBeTold) {
  const ScratchMachine machine;
  const core::CommandOutput help = machine.orchard({"demo-agent", "--help"});
  EXPECT_EQ(help.exit_code, 0) << help.err;
  for (const char* directive : {"say", "write", "edit", "commit", "bash", "ask", "question"})
    EXPECT_NE(help.out.find(std::string("[[") + directive + " "), std::string::npos) << directive;
}

TEST(DemoFigures, LeaveNothingBehindWithoutKeep) {
  ScratchMachine machine;
  machine.set("TMPDIR", machine.path("output").string());
  const json demo = machine.json({"demo"});
  EXPECT_EQ(demo["workspaces"].size(), 3U);
  EXPECT_TRUE(std::filesystem::is_empty(machine.path("output")));
  EXPECT_EQ(machine.json({"workspace", "list"}), json::array());
  // What empties the trash is detached and yields to everything else: it may take its time.
  EXPECT_TRUE(wait_until(machine.path("output"), [&] {
    return core::find_processes_with_environment("ORCHARD_HOME", machine.path("orchard").string())
        .empty();
  }));
}

}  // namespace
}  // namespace orchard::test
