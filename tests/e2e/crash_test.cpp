#include "core/io/file.h"
#include "tests/e2e/account.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <random>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

constexpr std::size_t kReplies = 5;
/// The agent prints more than that; the last moments are those around its result. Before the first
/// the command may not even have begun, so nothing could be lost.
constexpr std::ptrdiff_t kLines = 60;

const char* const kWork =
    "[[think about it]] [[slow 0.4]] [[say I begin]] [[write a.txt one]] [[slow 0.3]] [[say more]] "
    "[[bash git add -A && git commit -qm Pick]] [[subagent Look. {{slow 0.3}} {{say found}}]] "
    "[[slow 0.4]] [[say all done]]";

std::vector<std::string> send(const std::string& prompt) {
  return {"send",
          "apple",
          prompt,
          "--wait",
          "--json",
          "--model",
          kModel,
          "--permission-mode",
          "bypassPermissions"};
}

/// Whole lines in the event logs of all sessions.
std::ptrdiff_t lines_logged(const World& world) {
  std::ptrdiff_t lines = 0;
  std::error_code none_yet;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           world.path("orchard/state/sessions"), none_yet)) {
    if (entry.path().extension() != ".ndjson") continue;
    const auto text = core::read_file(entry.path());
    if (text) lines += std::ranges::count(*text, '\n');
  }
  return lines;
}

class Crash : public testing::TestWithParam<int> {};

TEST_P(Crash, OfTheRecorderLosesAndDoublesNothing) {
  std::random_device entropy;
  const auto moment = std::uniform_int_distribution<std::ptrdiff_t>(1, kLines)(entropy);
  SCOPED_TRACE("killed after line " + std::to_string(moment));
  World world;
  const auto folder = world.create_workspace("apple");
  const auto sending = world.start_orchard(send(kWork));
  ASSERT_TRUE(wait_until([&] { return lines_logged(world) >= moment; }));
  sending->signal(SIGKILL);
  (void)sending->wait();  // killed, or done before the signal came

  EXPECT_TRUE(wait_until([&] { return world.api().ended().size() == kReplies; }))
      << "the agent has to work on";
  const auto is_over = [&] {
    const auto sessions = list_sessions(world);
    return sessions.size() == 1 && sessions[0].state != "running" && sessions[0].turns == 1;
  };
  EXPECT_TRUE(wait_until(is_over));
  for (const ServedReply& reply : world.api().ended()) EXPECT_FALSE(reply.aborted);
  EXPECT_EQ(read_metrics(world).workspace("apple").commits, 1);
  EXPECT_EQ(world.git(folder, {"rev-list", "--count", "main..HEAD"}), "1\n");
  expect_books_balance(world);

  const auto after = world.orchard(send("[[say still here]]"));
  EXPECT_EQ(after.exit_code, 0) << after.err;
  EXPECT_EQ(parse_send(after).result, "still here");
  EXPECT_EQ(list_sessions(world).at(0).turns, 2);
  EXPECT_EQ(world.api().ended().size(), kReplies + 1);
  expect_books_balance(world);
}

INSTANTIATE_TEST_SUITE_P(AtRandomMoments, Crash, testing::Range(0, 5));

}  // namespace
}  // namespace orchard::test
