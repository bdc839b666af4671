#include "core/io/file.h"
#include "tests/e2e/account.h"

#include <algorithm>
#include <csignal>
#include <filesystem>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

std::vector<std::string> send(const std::string& workspace, const std::string& prompt,
                              const std::string& mode) {
  return {"send", workspace,           prompt, "--wait", "--json", "--model",
          kModel, "--permission-mode", mode};
}

/// The session's one open request, as soon as there is one that is not `known`.
PermissionReport next_request(const World& world, SessionReport& session,
                              const std::string& known = "") {
  PermissionReport request;
  const auto asks = [&] {
    const auto sessions = list_sessions(world);
    if (sessions.empty() || sessions[0].requests.empty()) return false;
    session = sessions[0];
    request = session.requests[0];
    return request.id != known;
  };
  EXPECT_TRUE(wait_until(asks)) << "nobody asked";
  return request;
}

TEST(Attention, AnAllowedToolRunsAndADeniedOneDoesNot) {
  World world;
  const auto folder = world.create_workspace("apple");
  const auto sending = world.start_orchard(
      send("apple", "[[write yes.txt a]] [[write no.txt b]] [[say done]]", "default"));
  SessionReport session;
  const PermissionReport first = next_request(world, session);
  EXPECT_EQ(session.state, "waiting");
  EXPECT_EQ(first.tool, "Write");
  EXPECT_NE(first.summary.find("yes.txt"), std::string::npos);
  const auto allowed = world.orchard({"answer", session.id, first.id, "allow"});
  ASSERT_EQ(allowed.exit_code, 0) << allowed.err;

  const PermissionReport second = next_request(world, session, first.id);
  const auto denied =
      world.orchard({"answer", session.id, second.id, "deny", "--reason", "Not that one."});
  ASSERT_EQ(denied.exit_code, 0) << denied.err;
  const auto sent = sending->wait();
  EXPECT_EQ(sent.exit_code, 0) << sent.err;
  EXPECT_EQ(parse_send(sent).result, "done");
  EXPECT_TRUE(std::filesystem::exists(folder / "yes.txt"));
  EXPECT_FALSE(std::filesystem::exists(folder / "no.txt"));
  expect_books_balance(world);
}

TEST(Attention, AQuestionGetsTheChosenAnswer) {
  World world;
  (void)world.create_workspace("apple");
  const auto sending = world.start_orchard(
      send("apple",
           R"([[tool AskUserQuestion {"questions":[{"question":"Which colour?","header":"Colour",)"
           R"("multiSelect":false,"options":[{"label":"Red","description":"warm"},)"
           R"({"label":"Blue","description":"cold"}]}]}]] [[say thanks]])",
           "bypassPermissions"));
  SessionReport session;
  const PermissionReport request = next_request(world, session);
  EXPECT_EQ(request.tool, "AskUserQuestion");
  EXPECT_EQ(request.summary, "Which colour?");
  const auto answered =
      world.orchard({"answer", session.id, request.id, "allow", "--choose", "Colour=Blue"});
  ASSERT_EQ(answered.exit_code, 0) << answered.err;
  const auto sent = sending->wait();
  EXPECT_EQ(sent.exit_code, 0) << sent.err;
  EXPECT_EQ(parse_send(sent).result, "thanks");
  const auto shown = world.orchard({"show", session.id, "--json"});
  EXPECT_NE(shown.out.find(R"(\"Which colour?\"=\"Blue\")"), std::string::npos) << shown.out;
  expect_books_balance(world);
}

TEST(Attention, NobodyAnsweringIsAnExitCodeOfItsOwn) {
  World world;
  (void)world.create_workspace("apple");
  auto arguments = send("apple", "[[write no.txt b]] [[say done]]", "default");
  arguments.insert(arguments.end(), {"--answer-timeout", "1"});
  const auto output = world.orchard(arguments);
  EXPECT_EQ(output.exit_code, 4) << output.err;
}

/// Whether a line of an agent's output holds `word`.
bool has_said(const World& world, const std::string& word) {
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(world.path("orchard/state/sessions"))) {
    if (!entry.path().filename().string().starts_with("events-")) continue;
    if (core::read_file(entry.path()).value_or("").find(word) != std::string::npos) return true;
  }
  return false;
}

/// Starts a turn whose reply never comes to its end.
std::unique_ptr<RunningCommand> begin_endless_turn(World& world) {
  auto sending = world.start_orchard(
      send("apple", "[[hold " + world.path("never").string() + "]] [[say Never said in full]]",
           "bypassPermissions"));
  EXPECT_TRUE(wait_until([&] { return world.api().begun().size() == 1; }));
  const auto runs = [&] {
    const auto sessions = list_sessions(world);
    return sessions.size() == 1 && sessions[0].state == "running";
  };
  EXPECT_TRUE(wait_until(runs));
  // An interrupt that comes before the reply's first line leaves nobody who knows its tokens.
  EXPECT_TRUE(wait_until([&] { return has_said(world, "message_start"); }));
  return sending;
}

TEST(Attention, InterruptingTheCommandInterruptsTheTurn) {
  World world;
  (void)world.create_workspace("apple");
  const auto sending = begin_endless_turn(world);
  sending->signal(SIGINT);
  const auto sent = sending->wait();
  EXPECT_EQ(sent.exit_code, 3) << sent.err;
  EXPECT_EQ(parse_send(sent).outcome, "interrupted");
  ASSERT_TRUE(wait_until([&] { return world.api().ended().size() == 1; }));
  EXPECT_TRUE(world.api().ended()[0].aborted);
  expect_books_balance(world);

  const auto after = world.orchard(send("apple", "[[say more]]", "bypassPermissions"));
  EXPECT_EQ(after.exit_code, 0) << after.err;
  expect_books_balance(world);
}

TEST(Attention, StopEndsTheTurnOfAnotherCommand) {
  World world;
  (void)world.create_workspace("apple");
  const auto sending = begin_endless_turn(world);
  const auto stopped = world.orchard({"stop", list_sessions(world).at(0).id});
  EXPECT_EQ(stopped.exit_code, 0) << stopped.err;
  const auto sent = sending->wait();
  EXPECT_EQ(sent.exit_code, 3) << sent.err;
  EXPECT_EQ(list_sessions(world).at(0).state, "stopped");
  expect_books_balance(world);
}

TEST(Attention, FourAgentsWorkAtOnce) {
  World world;
  const std::vector<std::string> names = {"apple", "berry", "cherry", "date"};
  const std::string go = world.path("go").string();
  std::vector<std::unique_ptr<RunningCommand>> commands;
  for (const std::string& name : names) {
    (void)world.create_workspace(name);
    commands.push_back(world.start_orchard(
        send(name,
             "[[hold " + go + "]] [[say wait]] [[write " + name +
                 ".txt sweet]] [[bash git add -A && git commit -qm Pick]] [[say " + name + "]]",
             "bypassPermissions")));
  }
  EXPECT_TRUE(wait_until([&] { return world.api().begun().size() == names.size(); }));
  const auto all_run = [&] {
    const auto sessions = list_sessions(world);
    return std::ranges::count(sessions, "running", &SessionReport::state) == 4;
  };
  EXPECT_TRUE(wait_until(all_run));
  (void)world.git(world.repository(), {"config", "--file", go, "go.now", "true"});

  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto sent = commands[i]->wait();
    EXPECT_EQ(sent.exit_code, 0) << sent.err;
    EXPECT_EQ(parse_send(sent).result, names[i]);
  }
  const MetricsReport metrics = read_metrics(world);
  for (const std::string& name : names) {
    EXPECT_EQ(metrics.workspace(name).commits, 1) << name;
    EXPECT_EQ(metrics.workspace(name).turns, 1) << name;
  }
  EXPECT_EQ(metrics.commits_today, 4);
  expect_books_balance(world);
}

}  // namespace
}  // namespace orchard::test
