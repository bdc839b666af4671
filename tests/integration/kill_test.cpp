#include "agents/launch/session_directory.h"
#include "core/database/database.h"
#include "core/io/file.h"
#include "metrics/schema/migrations.h"
#include "tests/integration/support/agent_account.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"
#include "tests/support/sanitizer.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <functional>
#include <map>
#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

constexpr int kKills = kHasSanitizer ? 15 : 45;
constexpr int kWindowKills = kHasSanitizer ? 5 : 15;
constexpr std::array<const char*, 3> kWorkspaces = {"apple", "pear", "plum"};

/// What an agent is told in round `round`; each commits something of its own.
std::string work(int round) {
  const std::string file = "note-" + std::to_string(round) + ".txt";
  switch (round % 4) {
    case 0:
      return "[[think I plan it]] [[write " + file + " one]] [[commit Note " + file +
             "]] [[say it is done]]";
    case 1:
      return "[[say a first word]] [[bash echo hello]] [[write " + file + " two]] [[commit Note " +
             file + "]]";
    case 2:
      return "[[subagent [[say a look at it]] [[bash true]]]] [[write " + file +
             " three]] [[commit Note " + file + "]] [[say read by two]]";
    default:
      return "[[garbage]] [[write " + file + " four]] [[invalid-utf8]] [[commit Note " + file +
             "]] [[say done in spite of it]]";
  }
}

/// One session's event logs as bytes, whichever process wrote them.
std::size_t lines_logged(const std::filesystem::path& session_directory) {
  std::size_t lines = 0;
  std::error_code none_yet;
  for (const auto& entry : std::filesystem::directory_iterator(session_directory, none_yet)) {
    if (entry.path().extension() != ".ndjson") continue;
    const auto text = core::read_file(entry.path());
    if (text) lines += static_cast<std::size_t>(std::ranges::count(*text, '\n'));
  }
  return lines;
}

class KilledRecorder : public testing::Test {
 protected:
  KilledRecorder() {
    machine_.slow_down_agents(3);
    (void)machine_.add_repository();
    for (const char* name : kWorkspaces) {
      folders_[name] = machine_.create_workspace(name);
      sessions_[name] = machine_.json({"workspace", "show", name})["sessions"][0]["id"];
      // A session directory appears with its first process; the test watches it from the start.
      std::filesystem::create_directories(directory_of(name));
    }
  }

  std::filesystem::path directory_of(const std::string& name) {
    return machine_.sessions_folder() / sessions_[name];
  }

  std::unique_ptr<RunningCommand> send(const std::string& name, const std::string& prompt) {
    return machine_.start({"send", name, prompt, "--wait", "--stay", "--json", "--permission-mode",
                           "bypassPermissions"});
  }

  /// Remembers the living processes of all sessions; those of before must still be among them.
  void expect_agents_alive() {
    for (const char* name : kWorkspaces) {
      const auto directory = agents::SessionDirectory::open(machine_.sessions_folder(),
                                                            core::SessionId(sessions_[name]));
      const auto record = directory->load_record();
      if (!record) continue;
      ASSERT_EQ(record->phase, agents::LaunchPhase::running) << name;
      EXPECT_TRUE(core::is_alive(record->identity)) << name << "'s agent died";
      const auto [before, first] = agents_.emplace(name, record->identity.pid);
      EXPECT_EQ(before->second, record->identity.pid) << name << " has another agent";
      EXPECT_TRUE(first || before->second == record->identity.pid);
    }
  }

  void wait_until_idle() {
    const bool idle = wait_until(machine_.path("output"), [&] {
      const json all = machine_.json({"sessions"});
      return std::ranges::all_of(all, [](const json& s) { return s["state"] == "idle"; });
    });
    ASSERT_TRUE(idle) << machine_.json({"sessions"}).dump(1);
  }

  /// By the conversation: who was killed before it stored its prompt told the agent nothing.
  std::int64_t times_told_to_commit(const std::string& name) {
    std::int64_t times = 0;
    for (const json list = machine_.json({"show", sessions_[name]})["items"];
         const json& item : list)
      if (item["kind"] == "user" && item["depth"] == 0 &&
          item["text"].get<std::string>().find("[[commit") != std::string::npos)
        ++times;
    return times;
  }

  /// By the outbox, where a prompt stands before anybody is told of it.
  std::int64_t times_stored_to_commit(const std::string& name) {
    auto database =
        core::Database::open(machine_.path("orchard/data/orchard.db"), core::OpenMode::read_only,
                             metrics::kApplicationId, metrics::migrations())
            .value();
    auto stored = database
                      .prepare(
                          "SELECT COUNT(*) FROM outbox o JOIN session s ON s.key = o.session "
                          "WHERE s.id = ?1 AND instr(o.text, '[[commit') > 0")
                      .value();
    EXPECT_TRUE(stored.bind(1, sessions_[name]).step().value());
    return stored.integer(0);
  }

  using Start =
      std::function<std::unique_ptr<RunningCommand>(const std::string&, const std::string&)>;

  /// Gives some agent work `kills` times and kills the one who did after so many of its lines.
  void kill_at_random_moments(int kills, std::size_t most_lines, const Start& start) {
    std::mt19937 random(20'261);
    for (int round = 0; round < kills; ++round) {
      const std::string name = kWorkspaces[random() % kWorkspaces.size()];
      const std::filesystem::path directory = directory_of(name);
      const std::size_t before = lines_logged(directory);
      const std::size_t moment = before + 1 + random() % most_lines;
      SCOPED_TRACE("round " + std::to_string(round) + ": " + name + " from line " +
                   std::to_string(before) + " killed after line " + std::to_string(moment));
      const auto working = start(name, work(round));
      ASSERT_TRUE(wait_until(directory, [&] {
        return lines_logged(directory) >= moment || !working->is_running();
      })) << working->said();
      working->signal(SIGKILL);
      (void)working->wait();
      ASSERT_NO_FATAL_FAILURE(expect_agents_alive());
      if (round % 5 == 0) (void)machine_.json({"sessions"});
    }
  }

  void expect_everything_once(std::int64_t commits_at_least) {
    // What was stored and not yet given to its agent goes out with the next prompt.
    for (const char* name : kWorkspaces) {
      const core::CommandOutput last = send(name, "[[say still here]]")->wait();
      EXPECT_EQ(last.exit_code, 0) << last.err;
    }
    ASSERT_NO_FATAL_FAILURE(wait_until_idle());
    ASSERT_NO_FATAL_FAILURE(expect_agents_alive());
    expect_books_balance(machine_, machine_.path("claude"));
    std::int64_t done = 0;
    for (const json list = machine_.json({"metrics"})["workspaces"]; const json& workspace : list) {
      const std::string name = workspace["name"];
      const std::int64_t told = times_told_to_commit(name);
      EXPECT_EQ(told, times_stored_to_commit(name)) << name;
      EXPECT_EQ(workspace["commits"], told) << name;
      EXPECT_EQ(machine_.git(folders_[name], {"rev-list", "--count", "--no-merges", "main..HEAD"}),
                std::to_string(told));
      done += told;
    }
    EXPECT_GE(done, commits_at_least) << "most were killed after they stored their prompt";
  }

  ScratchMachine machine_;
  std::map<std::string, std::string> sessions_;
  std::map<std::string, std::filesystem::path> folders_;
  std::map<std::string, int> agents_;
};

TEST_F(KilledRecorder, LosesAndDoublesNothingAtManyMoments) {
  kill_at_random_moments(kKills, 40, [this](const std::string& name, const std::string& prompt) {
    return send(name, prompt);
  });
  expect_everything_once(kKills / 2);
}

TEST_F(KilledRecorder, ThatIsTheWindowLosesAndDoublesNothing) {
  kill_at_random_moments(kWindowKills, 25,
                         [this](const std::string& name, const std::string& prompt) {
                           return machine_.start_program(ORCHARD_LIVE_WINDOW, {name, prompt});
                         });
  expect_everything_once(kWindowKills / 2);
}

TEST_F(KilledRecorder, LeavesAnAgentToBeAdoptedWhateverTheLauncherHadDone) {
  // The moments of a start: a file more in the session directory each.
  for (const char* file : {"launch.lock", "stdin", "events-1.ndjson", "launch.json"}) {
    SCOPED_TRACE(file);
    const json made = machine_.json({"workspace", "create", "fruit"});
    const std::string name = made["name"];
    const std::string session = machine_.json({"workspace", "show", name})["sessions"][0]["id"];
    const std::filesystem::path directory = machine_.sessions_folder() / session;
    std::filesystem::create_directories(directory);
    const auto sending = send(name, "[[say once]]");
    ASSERT_TRUE(wait_until(directory, [&] {
      return std::filesystem::exists(directory / file) || !sending->is_running();
    }));
    sending->signal(SIGKILL);
    (void)sending->wait();
    const core::CommandOutput next = send(name, "[[say twice]]")->wait();
    EXPECT_EQ(next.exit_code, 0) << next.err;
    expect_exact(machine_, machine_.path("claude"), session);
    std::int64_t prompts = 0;
    for (const json list = machine_.json({"show", session})["items"]; const json& item : list)
      if (item["kind"] == "user") ++prompts;
    EXPECT_EQ(prompts, 2);
  }
}

}  // namespace
}  // namespace orchard::test
