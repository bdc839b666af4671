#include "agents/launch/speaker.h"

#include "agents/launch/trace/speech_mark.h"
#include "tests/agents/launch/agent_fixture.h"
#include "tests/support/sanitizer.h"

#include <csignal>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

namespace orchard::agents {
namespace {

using std::chrono::milliseconds;

class SpeakerTest : public test::AgentFixture {};

TEST_F(SpeakerTest, DeliversALineLargerThanThePipe) {
  ASSERT_TRUE(launcher().launch(spec()));
  const std::string text(std::size_t{3} << 20U, 'x');
  ASSERT_TRUE(speak(directory(), prompt("big", "[[say got it]] " + text), "big"));
  const auto lines = lines_until(directory(), 1, R"("type":"result")");
  bool whole = false;
  for (const std::string& line : lines)
    whole = whole || (line.find("isReplay") != std::string::npos && line.size() > text.size());
  EXPECT_TRUE(whole);
  EXPECT_FALSE(broken_speech(directory())->has_value());
}

TEST_F(SpeakerTest, NeverMixesTheLinesOfTwoWriters) {
  ASSERT_TRUE(launcher().launch(spec()));
  constexpr int kLines = test::kHasThreadSanitizer ? 6 : 12;
  const auto talk = [this](char who) {
    for (int i = 0; i < kLines; ++i) {
      const std::string uuid = std::string(1, who) + std::to_string(i);
      const std::size_t size = i % 3 == 0 ? std::size_t{1'200'000} : std::size_t{20'000};
      ASSERT_TRUE(speak(directory(), prompt(uuid, "[[say x]]" + std::string(size, who)), uuid,
                        {test::kGenerous, test::kGenerous}));
    }
  };
  std::thread other([&] { talk('a'); });
  talk('b');
  other.join();
  ASSERT_TRUE(speak(directory(), prompt("end", "[[say the very last]]"), "end"));
  const auto lines = lines_until(directory(), 1, R"(the very last","stop_reason")");
  std::set<std::string> replayed;
  for (const std::string& line : lines) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    ASSERT_TRUE(json.is_object());
    if (json.contains("isReplay")) replayed.insert(json["uuid"].get<std::string>());
  }
  EXPECT_EQ(replayed.size(), 2U * kLines + 1U);
}

TEST_F(SpeakerTest, IsBusyWhenTheAgentDoesNotRead) {
  const auto record = launcher().launch(spec());
  ASSERT_TRUE(record);
  ASSERT_TRUE(core::send_signal(record->identity, SIGSTOP));
  const std::string line = prompt("u", std::string(400'000, 'x'));
  core::Result<void> spoken;
  for (int i = 0; i < 4 && spoken; ++i)
    spoken = speak(directory(), line, "u", {milliseconds(50), milliseconds(50)});
  ASSERT_FALSE(spoken);
  EXPECT_EQ(spoken.error().code, core::ErrorCode::busy);
  EXPECT_FALSE(broken_speech(directory())->has_value()) << "nothing of it was written";
  ASSERT_TRUE(core::send_signal(record->identity, SIGCONT));
}

// A writer dies in the middle of a large line: the next one sees it and a restart heals it.
TEST_F(SpeakerTest, FindsTheMarkOfAWriterThatWasKilled) {
  const auto record = launcher().launch(spec());
  ASSERT_TRUE(record);
  ASSERT_TRUE(speak(directory(), prompt("u0", "[[say begun]]"), "u0"));
  lines_until(directory(), 1, R"("type":"result")");
  ASSERT_TRUE(core::send_signal(record->identity, SIGSTOP));
  const pid_t writer = fork();
  ASSERT_GE(writer, 0);
  if (writer == 0) {
    const std::string line = prompt("torn", std::string(std::size_t{3} << 20U, 'x'));
    static_cast<void>(speak(directory(), line, "torn", {test::kGenerous, test::kGenerous}));
    _exit(0);
  }
  const auto until = std::chrono::steady_clock::now() + test::kGenerous;
  while (std::chrono::steady_clock::now() < until) {
    const auto mark = read_speech_mark(directory());
    if (mark && *mark && (*mark)->length > 0) break;
    poll(nullptr, 0, 2);
  }
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);

  const auto broken = broken_speech(directory());
  ASSERT_TRUE(broken);
  ASSERT_TRUE(broken->has_value());
  EXPECT_EQ((*broken)->message, "torn");
  const auto refused = speak(directory(), prompt("u1", "[[say x]]"), "u1");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, core::ErrorCode::corrupt);

  SessionProcess::StopOptions options;
  options.turn_running = false;
  options.times.sigint = options.times.sigterm = milliseconds(20);
  const auto again = restart(directory(), spec(), launcher(), clock_, options);
  ASSERT_TRUE(again) << again.error().describe();
  EXPECT_FALSE(broken_speech(directory())->has_value());
  ASSERT_TRUE(speak(directory(), prompt("u1", "[[say healed]]"), "u1"));
  lines_until(directory(), 2, R"("result":"healed")");
}

TEST_F(SpeakerTest, RefusesTwoLinesAtOnce) {
  ASSERT_TRUE(launcher().launch(spec()));
  EXPECT_EQ(speak(directory(), "{}\n{}", "x").error().code, core::ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace orchard::agents
