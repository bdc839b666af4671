#include "tests/e2e/account.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

std::vector<std::string> send(const std::string& workspace, const std::string& prompt,
                              const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = {"send",
                                        workspace,
                                        prompt,
                                        "--wait",
                                        "--json",
                                        "--model",
                                        kModel,
                                        "--permission-mode",
                                        "bypassPermissions"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(Turns, RunInOneProcessWhileItStays) {
  World world;
  (void)world.create_workspace("apple");
  const auto first = world.orchard(send("apple", "[[say one]]", {"--stay"}));
  ASSERT_EQ(first.exit_code, 0) << first.err;
  const auto sessions = list_sessions(world);
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions[0].state, "idle");
  ASSERT_TRUE(sessions[0].pid);

  const auto second = world.orchard(send("apple", "[[think so]] [[say two]]", {"--stay"}));
  ASSERT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(parse_send(second).session, parse_send(first).session);
  EXPECT_EQ(parse_send(first).result, "one");
  EXPECT_EQ(parse_send(second).result, "two");
  const auto later = list_sessions(world);
  ASSERT_EQ(later.size(), 1U);
  EXPECT_EQ(later[0].pid, sessions[0].pid);
  EXPECT_EQ(later[0].turns, 2);
  EXPECT_NEAR(parse_send(first).cost_usd + parse_send(second).cost_usd, later[0].cost_usd, 1e-9);
  expect_books_balance(world);
}

TEST(Turns, ResumeTheConversationInANewProcess) {
  World world;
  (void)world.create_workspace("apple");
  const auto first = world.orchard(send("apple", "[[say one]]"));
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(list_sessions(world).at(0).state, "stopped");
  const auto second = world.orchard(send("apple", "[[say two]]"));
  ASSERT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(parse_send(second).session, parse_send(first).session);
  EXPECT_EQ(list_sessions(world).at(0).turns, 2);
  expect_books_balance(world);
}

TEST(Turns, ReportExactlyWhatWasServed) {
  World world;
  (void)world.create_workspace("apple");
  const auto output = world.orchard(
      send("apple", "[[think hm]] [[bash true]] [[with]] [[bash echo x]] [[say done]]"));
  ASSERT_EQ(output.exit_code, 0) << output.err;
  const SendReport report = parse_send(output);
  EXPECT_EQ(report.outcome, "ok");
  const Bill bill = bill_of(world.api().ended(), report.session);
  EXPECT_EQ(report.usage, bill.usage);
  EXPECT_NEAR(report.cost_usd, bill.cost().dollars(), 1e-9);
  for (const ServedReply& reply : world.api().begun()) EXPECT_EQ(reply.api_key, kMadeUpKey);
  expect_books_balance(world);
}

TEST(Turns, CommitWork) {
  World world;
  const auto folder = world.create_workspace("apple");
  const auto output = world.orchard(send(
      "apple", "[[write pie.txt warm]] [[bash git add -A && git commit -qm Bake]] [[say ok]]"));
  ASSERT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(world.git(folder, {"log", "-1", "--format=%s"}), "Bake\n");
  const MetricsReport metrics = read_metrics(world);
  EXPECT_EQ(metrics.workspace("apple").commits, 1);
  EXPECT_EQ(metrics.workspace("apple").additions, 1);
  EXPECT_EQ(metrics.workspace("apple").deletions, 0);
  EXPECT_EQ(metrics.workspace("apple").turns, 1);
  EXPECT_EQ(metrics.commits_today, 1);
  expect_books_balance(world);
}

TEST(Turns, CountSubAgents) {
  World world;
  (void)world.create_workspace("apple");
  const auto output =
      world.orchard(send("apple", "[[subagent Look. {{bash echo x}} {{say found}}]] [[say done]]"));
  ASSERT_EQ(output.exit_code, 0) << output.err;
  const auto served = world.api().ended();
  EXPECT_EQ(std::ranges::count_if(served, [](const auto& reply) { return !reply.agent.empty(); }),
            2);
  expect_books_balance(world);
  const auto usage = world.orchard({"usage", "--by", "agent", "--csv"});
  EXPECT_NE(usage.out.find(",general-purpose\n"), std::string::npos) << usage.out << usage.err;
}

TEST(Turns, LeaveTheProcessToItsBackgroundTasks) {
  World world;
  (void)world.create_workspace("apple");
  const std::string go = world.path("go").string();
  const auto output = world.orchard(send("apple", "[[background Look. {{bash echo x}} {{hold " +
                                                      go + "}} {{say found}}]] [[say done]]"));
  ASSERT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(parse_send(output).result, "done");
  EXPECT_TRUE(list_sessions(world).at(0).pid) << "its sub-agent still works";

  (void)world.git(world.repository(), {"config", "--file", go, "go.now", "true"});
  // Two requests of the turn, two of the sub-agent, one of the turn that its end begins.
  EXPECT_TRUE(wait_until([&] { return world.api().ended().size() == 5; }));
  const auto is_idle = [&] { return list_sessions(world).at(0).state == "idle"; };
  EXPECT_TRUE(wait_until(is_idle));
  expect_books_balance(world);
}

TEST(Turns, FailWhenTheApiFails) {
  World world;
  (void)world.create_workspace("apple");
  for (const char* error : {"[[error 529]]", "[[error 400]]", "[[error 401]]"}) {
    const auto output = world.orchard(send("apple", error));
    EXPECT_EQ(output.exit_code, 1) << error << output.err;
    EXPECT_EQ(parse_send(output).outcome, "error");
    EXPECT_FALSE(output.err.empty());
  }
  const auto after = world.orchard(send("apple", "[[error 529 1]] [[say up again]]"));
  EXPECT_EQ(after.exit_code, 0) << after.err;
  EXPECT_EQ(parse_send(after).result, "up again");
  expect_books_balance(world);
}

}  // namespace
}  // namespace orchard::test
