#include "tests/integration/support/agent_account.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/support/sanitizer.h"

#include <algorithm>
#include <csignal>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

TEST(TwoRecorders, NeverBothWriteOneSession) {
  ScratchMachine machine;
  machine.slow_down_agents(2);
  (void)machine.add_repository();
  (void)machine.create_workspace("apple");
  const std::string session = machine.json({"workspace", "show", "apple"})["sessions"][0]["id"];
  const auto send = [&](const std::string& file) {
    return machine.start(
        {"send", "apple",
         "[[write " + file + " text]] [[commit Add " + file + "]] [[say ok " + file + "]]",
         "--wait", "--stay", "--json", "--permission-mode", "bypassPermissions"});
  };
  const auto first = send("a.txt");
  const auto second = send("b.txt");
  std::vector<std::unique_ptr<RunningCommand>> watchers;
  while (first->is_running() || second->is_running()) {
    watchers.clear();
    for (int i = 0; i < 3; ++i) watchers.push_back(machine.start({"sessions", "--json"}));
    for (const auto& watcher : watchers) EXPECT_EQ(watcher->wait().exit_code, 0);
  }
  const core::CommandOutput one = first->wait();
  const core::CommandOutput two = second->wait();
  EXPECT_EQ(one.exit_code, 0) << one.err;
  EXPECT_EQ(two.exit_code, 0) << two.err;
  EXPECT_EQ(json::parse(one.out)["session"], session);
  EXPECT_EQ(json::parse(two.out)["session"], session);
  EXPECT_EQ(machine.json({"sessions"}).size(), 1U) << "two senders begin one session";
  expect_books_balance(machine, machine.path("claude"));
  EXPECT_EQ(machine.json({"metrics"})["workspaces"][0]["commits"], 2);
}

TEST(TwoRecorders, HandOverWhenTheFirstIsKilled) {
  ScratchMachine machine;
  machine.slow_down_agents(5);
  (void)machine.add_repository();
  (void)machine.create_workspace("apple");
  const std::string session = machine.json({"workspace", "show", "apple"})["sessions"][0]["id"];
  const Arguments slow = {"send",   "apple",  "[[slow 5]] [[say first]]", "--wait",
                          "--stay", "--json", "--permission-mode",        "acceptEdits"};
  const auto first = machine.start(slow);
  Arguments quick = slow;
  quick[2] = "[[say second]]";
  const auto second = machine.start(quick);
  first->signal(SIGKILL);
  (void)first->wait();
  const core::CommandOutput two = second->wait();
  EXPECT_EQ(two.exit_code, 0) << two.err;
  Arguments last = slow;
  last[2] = "[[say third]]";
  EXPECT_EQ(machine.orchard(last).exit_code, 0);
  expect_exact(machine, machine.path("claude"), session);
}

TEST(ManyProcesses, OpenAFreshStoreAtOnce) {
  ScratchMachine machine;
  const std::string repository = machine.make_repository();
  std::vector<std::unique_ptr<RunningCommand>> adding;
  for (int i = 0; i < 20; ++i) adding.push_back(machine.start({"repo", "add", repository}));
  int added = 0;
  for (const auto& command : adding) {
    const core::CommandOutput output = command->wait();
    if (output.ok())
      ++added;
    else
      EXPECT_EQ(output.err,
                "orchard: The repository " + repository + " is there already, as 'fruit'.\n");
  }
  EXPECT_EQ(added, 1);
  EXPECT_EQ(machine.json({"repo", "list"}).size(), 1U);
}

constexpr int kMany = kHasSanitizer ? 12 : 40;

/// Starts many creations at once and gives the names they made.
std::set<std::string> create_many(ScratchMachine& machine, bool named) {
  std::vector<std::unique_ptr<RunningCommand>> creating;
  for (int i = 0; i < kMany; ++i) {
    Arguments arguments = {"workspace", "create", "fruit", "--json"};
    if (named) arguments.insert(arguments.end(), {"--name", "task-" + std::to_string(i)});
    creating.push_back(machine.start(arguments));
  }
  std::set<std::string> names;
  for (const auto& command : creating) {
    const core::CommandOutput output = command->wait();
    EXPECT_EQ(output.exit_code, 0) << output.err;
    if (output.ok()) names.insert(json::parse(output.out)["name"].get<std::string>());
  }
  return names;
}

TEST(ManyProcesses, CreateManyUnnamedWorkspacesAtOnce) {
  ScratchMachine machine;
  const auto repository = machine.add_repository();
  const auto names = create_many(machine, false);
  EXPECT_EQ(names.size(), std::size_t{kMany});
  std::set<std::string> listed;
  for (const json& workspace : machine.json({"workspace", "list"})) {
    listed.insert(workspace["name"].get<std::string>());
    EXPECT_EQ(machine.git(workspace["path"].get<std::string>(), {"branch", "--show-current"}),
              workspace["branch"]);
  }
  EXPECT_EQ(listed, names);
  const std::string trees = machine.git(repository, {"worktree", "list"});
  EXPECT_EQ(std::ranges::count(trees, '\n'), kMany);
}

TEST(ManyProcesses, CreateManyNamedWorkspacesAtOnce) {
  ScratchMachine machine;
  (void)machine.add_repository();
  EXPECT_EQ(create_many(machine, true).size(), std::size_t{kMany});
  EXPECT_EQ(machine.json({"workspace", "list"}).size(), std::size_t{kMany});
}

TEST(ManyProcesses, CreateOneNameOnce) {
  ScratchMachine machine;
  const auto repository = machine.add_repository();
  std::vector<std::unique_ptr<RunningCommand>> creating;
  for (int i = 0; i < 12; ++i)
    creating.push_back(machine.start({"workspace", "create", "fruit", "--name", "apple"}));
  int made = 0;
  for (const auto& command : creating) made += command->wait().ok() ? 1 : 0;
  EXPECT_EQ(made, 1);
  EXPECT_EQ(machine.json({"workspace", "list"}).size(), 1U);
  EXPECT_EQ(machine.git(repository, {"branch", "--format=%(refname:short)"}), "apple\nmain");
}

}  // namespace
}  // namespace orchard::test
