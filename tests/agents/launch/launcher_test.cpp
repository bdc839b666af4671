#include "core/io/file.h"
#include "tests/agents/launch/agent_fixture.h"

#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::agents {
namespace {

using testing::Contains;
using testing::HasSubstr;

class LauncherTest : public test::AgentFixture {};

constexpr const char* kResult = R"("type":"result")";

int mode_of(const std::filesystem::path& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? static_cast<int>(status.st_mode & 0777U) : -1;
}

TEST_F(LauncherTest, StartsAnAgentThatAnswers) {
  const auto record = launcher().launch(spec());
  ASSERT_TRUE(record) << record.error().describe();
  EXPECT_EQ(record->process, 1);
  EXPECT_EQ(record->config_dir, config());
  ASSERT_TRUE(speak(directory(), prompt("u1", "[[say hello there]]"), "u1"));
  const auto lines = lines_until(directory(), 1, kResult);
  EXPECT_THAT(lines.back(), HasSubstr("hello there"));
  EXPECT_EQ(mode_of(directory().path()), 0700);
  for (const char* file : {"launch.json", "stdin", "events-1.ndjson", "stderr-1.log", "speak"})
    EXPECT_EQ(mode_of(directory().path() / file), 0600) << file;
}

TEST_F(LauncherTest, RefusesASecondProcessOfASession) {
  ASSERT_TRUE(launcher().launch(spec()));
  const auto second = launcher().launch(spec());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, core::ErrorCode::already_exists);
  EXPECT_EQ(directory().processes(), std::vector<int>{1});
}

TEST_F(LauncherTest, NamesTheRemedyWhenTheProgramIsMissing) {
  LaunchSpec missing = spec();
  missing.executable.program = temp_ / "nowhere";
  const auto launched = launcher().launch(missing);
  ASSERT_FALSE(launched);
  EXPECT_EQ(launched.error().code, core::ErrorCode::unavailable);
  EXPECT_THAT(launched.error().message, HasSubstr("ORCHARD_CLAUDE"));
}

TEST_F(LauncherTest, LeavesNoLivingRecordWhenTheProgramCannotRun) {
  LaunchSpec broken = spec();
  broken.executable.program = temp_ / "broken";
  std::ofstream(broken.executable.program) << "\x7f"
                                              "ELF nonsense";
  chmod(broken.executable.program.c_str(), 0700);
  EXPECT_FALSE(launcher().launch(broken));
  EXPECT_EQ(directory().load_record()->phase, LaunchPhase::failed);
  ASSERT_TRUE(launcher().launch(spec()));
}

TEST_F(LauncherTest, KeepsWhatAnAgentThatExitsAtOnceSaid) {
  LaunchSpec unknown = spec();
  unknown.resume = true;
  const auto record = launcher().launch(unknown);
  ASSERT_TRUE(record) << record.error().describe();
  ASSERT_TRUE(wait_for_exit(record->identity, test::kGenerous));
  const auto process = SessionProcess::find(directory());
  ASSERT_TRUE(process);
  EXPECT_FALSE(process->is_alive());
  EXPECT_EQ(process->exit_code(), 1);
  EXPECT_THAT(directory().stderr_tail(1), HasSubstr("No conversation found"));
  const auto spoken = speak(directory(), "{}", "x");
  ASSERT_FALSE(spoken);
  EXPECT_EQ(spoken.error().code, core::ErrorCode::unavailable);
}

TEST_F(LauncherTest, ResumesWithWhatTheSessionKnew) {
  const auto first = launcher().launch(spec());
  ASSERT_TRUE(first);
  ASSERT_TRUE(speak(directory(), prompt("u1", "[[say one]] [[exit 0]]"), "u1"));
  ASSERT_TRUE(wait_for_exit(first->identity, test::kGenerous));
  LaunchSpec again = spec();
  again.resume = true;
  const auto second = launcher().launch(again);
  ASSERT_TRUE(second) << second.error().describe();
  EXPECT_EQ(second->process, 2);
  EXPECT_THAT(second->sessions, testing::SizeIs(2));
  ASSERT_TRUE(speak(directory(), prompt("u1", "[[write no.txt x]]"), "u1"));
  ASSERT_TRUE(speak(directory(), prompt("u2", "[[say two]]"), "u2"));
  const auto lines = lines_until(directory(), 2, kResult);
  EXPECT_THAT(lines.front(), HasSubstr("isReplay")) << "a known message is only replayed";
  EXPECT_FALSE(std::filesystem::exists(work() / "no.txt"));
}

// The launcher may be killed anywhere: between its two records, and with the agent at work.
TEST_F(LauncherTest, AdoptsTheAgentOfALauncherThatWasKilled) {
  const pid_t pid = fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    const auto launched = launcher().launch(spec());
    kill(getpid(), SIGKILL);
    _exit(launched ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  ASSERT_TRUE(WIFSIGNALED(status));

  auto record = directory().load_record();
  ASSERT_TRUE(record);
  ASSERT_TRUE(core::is_alive(record->identity));
  const core::ProcessIdentity agent = record->identity;

  // As if it had died before it could complete the record.
  record->phase = LaunchPhase::starting;
  record->identity = {};
  ASSERT_TRUE(core::write_file_atomically(directory().path() / "launch.json",
                                          format_launch_record(*record)));
  const auto adopted = directory().load_record();
  ASSERT_TRUE(adopted);
  EXPECT_EQ(adopted->phase, LaunchPhase::running);
  EXPECT_EQ(adopted->identity, agent);
  EXPECT_FALSE(launcher().launch(spec())) << "an adopted agent must not be doubled";

  ASSERT_TRUE(speak(directory(), prompt("u1", "[[say still here]]"), "u1"));
  lines_until(directory(), 1, kResult);
}

TEST_F(LauncherTest, SettlesALaunchThatNeverHappened) {
  ASSERT_TRUE(SessionDirectory::create(sessions(), core::SessionId("session-1")));
  LaunchRecord record;
  record.launched_as = core::SessionId("session-1");
  record.process = 1;
  record.sessions = {{record.launched_as, 1, 0}};
  ASSERT_TRUE(core::write_file_atomically(directory().path() / "launch.json",
                                          format_launch_record(record)));
  const auto loaded = directory().load_record();
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->phase, LaunchPhase::failed);
  EXPECT_TRUE(loaded->sessions.empty());
  EXPECT_TRUE(launcher().launch(spec()));
}

TEST_F(LauncherTest, NotesTheIdsASessionCarries) {
  ASSERT_TRUE(launcher().launch(spec()));
  ASSERT_TRUE(directory().note_session(core::SessionId("later"), 1, 500));
  ASSERT_TRUE(directory().note_session(core::SessionId("later"), 1, 500));
  const auto record = directory().load_record();
  ASSERT_TRUE(record);
  EXPECT_EQ(record->sessions.size(), 2U);
  EXPECT_EQ(record->current_session().value, "later");
}

TEST_F(LauncherTest, HidesSecretsFromTheRecord) {
  LaunchSpec secret = spec();
  secret.extra_arguments = {"--settings", R"({"apiKeyHelper":"cat /secret"})"};
  ASSERT_TRUE(launcher().launch(secret));
  const auto text = core::read_file(directory().path() / "launch.json");
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, Not(HasSubstr("cat /secret")));
}

TEST(SessionDirectory, RefusesIdsThatLeadElsewhere) {
  const test::TempDir temp;
  for (const char* id : {"", ".", "..", "../x", "a/b", ".hidden", "a b"})
    EXPECT_FALSE(SessionDirectory::create(temp.path(), core::SessionId(id))) << id;
}

TEST(SessionDirectory, ListsWhatIsThere) {
  const test::TempDir temp;
  EXPECT_TRUE(SessionDirectory::list(temp / "none")->empty());
  for (const char* id : {"b", "a"})
    ASSERT_TRUE(SessionDirectory::create(temp.path(), core::SessionId(id)));
  const auto all = SessionDirectory::list(temp.path());
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->front().launched_as().value, "a");
}

TEST(Lease, BelongsToOneProcessAndComesBackWhenItIsKilled) {
  const test::TempDir temp;
  const auto directory = SessionDirectory::create(temp.path(), core::SessionId("a"));
  ASSERT_TRUE(directory);
  int ready[2];
  ASSERT_EQ(pipe2(ready, O_CLOEXEC), 0);
  const pid_t pid = fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    const auto lease = try_take_lease(*directory);
    const char held = lease && *lease ? 'y' : 'n';
    static_cast<void>(!write(ready[1], &held, 1));
    while (true) pause();
  }
  char held = '?';
  ASSERT_EQ(read(ready[0], &held, 1), 1);
  EXPECT_EQ(held, 'y');
  EXPECT_FALSE(try_take_lease(*directory)->has_value());
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  EXPECT_TRUE(try_take_lease(*directory)->has_value());
  close(ready[0]);
  close(ready[1]);
}

}  // namespace
}  // namespace orchard::agents
