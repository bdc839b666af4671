#include "core/io/file.h"
#include "tests/integration/support/agent_account.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

/// Every command that only shows what is known of the machine's one workspace, apple.
std::vector<Arguments> showing_commands(const std::string& session) {
  return {{"repo", "list"},
          {"workspace", "list"},
          {"workspace", "show", "apple"},
          {"sessions"},
          {"show", session},
          {"diff", "apple"},
          {"metrics"},
          {"metrics", "cost_today"},
          {"usage"},
          {"usage", "daily"},
          {"usage", "weekly"},
          {"usage", "monthly"},
          {"usage", "session"},
          {"usage", "blocks"},
          {"usage", "skipped"},
          {"usage", "outside"},
          {"prices"},
          {"usage-limits"},
          {"network"},
          {"doctor"}};
}

/// `run` is to answer as `usual` did, with one sentence more.
template <class Run>
void expect_as_of_the_last_look(const std::vector<Arguments>& commands,
                                const std::vector<core::CommandOutput>& usual, const Run& run,
                                const std::string& sentence) {
  for (std::size_t i = 0; i < commands.size(); ++i) {
    SCOPED_TRACE(fmt::format("{}", fmt::join(commands[i], " ")));
    Arguments command = commands[i];
    command.emplace_back("--json");
    const core::CommandOutput output = run(command);
    EXPECT_EQ(output.err, sentence);
    EXPECT_TRUE(nlohmann::json::accept(output.out)) << output.out;
    // Its checks tell of the disk itself.
    if (command[0] == "doctor") continue;
    EXPECT_EQ(output.exit_code, 0);
    // What is counted up to now is of another moment.
    if (command[0] == "metrics" || command[0] == "usage-limits") continue;
    EXPECT_EQ(output.out, usual[i].out);
  }
}

std::vector<core::CommandOutput> run_all(const ScratchMachine& machine,
                                         const std::vector<Arguments>& commands) {
  std::vector<core::CommandOutput> outputs;
  for (Arguments command : commands) {
    command.emplace_back("--json");
    outputs.push_back(machine.orchard(command));
  }
  return outputs;
}

/// A limit on the size of files stands for a disk on which nothing more fits.
class FullStore : public testing::Test {
 protected:
  FullStore() {
    (void)machine_.add_repository();
    (void)machine_.create_workspace("apple");
    session_ = machine_.json({"sessions"})[0]["id"];
    full_ = machine_.write_program("full-disk", std::string("trap '' XFSZ\nulimit -f 16\nexec '") +
                                                    ORCHARD_PROGRAM + "' \"$@\"");
  }

  [[nodiscard]] std::string problem() const {
    return "Could not read or write the database '" +
           machine_.path("orchard/data/orchard.db").string() +
           "' (disk I/O error), check its disk and the space on it.\n";
  }
  void expect_one_sentence(const core::CommandOutput& output) const {
    EXPECT_EQ(output.exit_code, 1);
    EXPECT_EQ(output.out, "");
    EXPECT_EQ(output.err, "orchard: " + problem());
  }

  ScratchMachine machine_;
  std::string session_;
  fs::path full_;
};

TEST_F(FullStore, RefusesAPromptInOneSentence) {
  expect_one_sentence(machine_.run(full_, {"send", "apple", "[[say one]]", "--wait", "--json"}));
  EXPECT_EQ(machine_.orchard({"send", "apple", "[[say two]]", "--wait"}).out, "two\n");
  EXPECT_EQ(machine_.json({"sessions"})[0]["turns"], 1);
  expect_exact(machine_, machine_.path("claude"), session_);
}

TEST_F(FullStore, LosesNothingThatAnAgentDidMeanwhile) {
  EXPECT_EQ(machine_
                .orchard({"send", "apple", "[[write a.txt one]] [[commit Add a]] [[say done]]",
                          "--permission-mode", "bypassPermissions"})
                .exit_code,
            0);
  const auto log = machine_.sessions_folder() / session_ / "events-1.ndjson";
  ASSERT_TRUE(wait_until(log.parent_path(), [&] {
    return core::read_file(log).value_or("").find("\"type\":\"result\"") != std::string::npos;
  }));
  const auto shown = machine_.run(full_, {"sessions", "--json"});
  EXPECT_EQ(shown.err, "orchard: This is as of the last look: " + problem());
  EXPECT_EQ(nlohmann::json::parse(shown.out)[0]["turns"], 0) << "nothing more could be read";
  expect_exact(machine_, machine_.path("claude"), session_);
  EXPECT_EQ(machine_.json({"metrics"})["workspaces"][0]["commits"], 1);
}

TEST_F(FullStore, ShowsWhatIsKnown) {
  const auto commands = showing_commands(session_);
  const auto usual = run_all(machine_, commands);
  expect_as_of_the_last_look(
      commands, usual, [&](const Arguments& command) { return machine_.run(full_, command); },
      "orchard: This is as of the last look: " + problem());
  for (const char* form : {"--csv", "--breakdown"})
    EXPECT_EQ(machine_.run(full_, {"usage", form}).exit_code, 0);
}

TEST_F(FullStore, IsStillNeededByWhateverWrites) {
  expect_one_sentence(machine_.run(full_, {"repo", "remove", "fruit"}));
  expect_one_sentence(machine_.run(full_, {"workspace", "archive", "apple"}));
  expect_one_sentence(machine_.run(full_, {"usage", "reread"}));
  expect_one_sentence(machine_.run(full_, {"usage", "outside", "--off"}));
  EXPECT_EQ(machine_.json({"usage", "outside"})["count_outside_use"], true);
}

TEST_F(FullStore, MustBeThere) {
  fs::remove(machine_.path("orchard/data/orchard.db"));
  const auto output = machine_.run(full_, {"sessions"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_TRUE(output.err.starts_with("orchard: Could not read or write the database "))
      << output.err;
}

/// The store on a file system of its own, with what `orchard` is to say of it.
class DiskOfItsOwn : public testing::Test {
 protected:
  DiskOfItsOwn() {
    fs::create_directory(disk_);
    mounted_ = ::geteuid() == 0 && ::mount("tmpfs", disk_.c_str(), "tmpfs", 0, "size=16m") == 0;
    machine_.set("ORCHARD_HOME", (disk_ / "orchard").string());
    (void)machine_.add_repository();
    (void)machine_.create_workspace("apple");
    commands_ = showing_commands(machine_.json({"sessions"})[0]["id"]);
    usual_ = run_all(machine_, commands_);
  }
  ~DiskOfItsOwn() override {
    if (mounted_) ::umount2(disk_.c_str(), MNT_DETACH);
  }
  DiskOfItsOwn(const DiskOfItsOwn&) = delete;
  DiskOfItsOwn& operator=(const DiskOfItsOwn&) = delete;

  void expect_shown(const std::string& sentence) {
    expect_as_of_the_last_look(
        commands_, usual_, [&](const Arguments& command) { return machine_.orchard(command); },
        sentence);
    const auto line = machine_.orchard({"usage", "statusline"}, "{}");
    EXPECT_EQ(line.exit_code, 0);
    EXPECT_EQ(std::ranges::count(line.out, '\n'), 1) << line.out;
    EXPECT_EQ(line.err, "");
    EXPECT_EQ(machine_.orchard({"repo", "remove", "fruit"}).exit_code, 1);
  }
  [[nodiscard]] std::string of_disk(const std::string& state) const {
    return fmt::format("orchard: The disk with '{}' is {}, so this is as of the last look.\n",
                       store_.string(), state);
  }

  ScratchMachine machine_;
  fs::path disk_ = machine_.path("disk");
  fs::path store_ = disk_ / "orchard/data/orchard.db";
  bool mounted_ = false;
  std::vector<Arguments> commands_;
  std::vector<core::CommandOutput> usual_;
};

TEST_F(DiskOfItsOwn, IsFull) {
  if (!mounted_) GTEST_SKIP() << "no file system may be mounted";
  struct statvfs room {};
  ASSERT_EQ(::statvfs(disk_.c_str(), &room), 0);
  std::ofstream(disk_ / "filler", std::ios::binary)
      << std::string(room.f_bavail * room.f_bsize, 'x');
  expect_shown(of_disk("full"));
  fs::remove(disk_ / "filler");
  EXPECT_EQ(machine_.orchard({"sessions", "--json"}).err, "");
}

TEST_F(DiskOfItsOwn, IsReadOnly) {
  if (!mounted_) GTEST_SKIP() << "no file system may be mounted";
  ASSERT_EQ(::mount(nullptr, disk_.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr), 0);
  expect_shown(of_disk("read-only"));
}

TEST_F(DiskOfItsOwn, HasAFolderThatMayNotBeWritten) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::permissions(store_.parent_path(), fs::perms::owner_read | fs::perms::owner_exec);
  expect_shown(
      fmt::format("orchard: This is as of the last look: Could not write the database '{}': "
                  "attempt to write a readonly database.\n",
                  store_.string()));
  fs::permissions(store_.parent_path(), fs::perms::owner_all);
}

TEST_F(FullStore, IsNoReasonToAbortWhenNoMessageCanBeWritten) {
  const auto program = machine_.write_program(
      "mute", std::string("exec '") + ORCHARD_PROGRAM + "' \"$@\" 2>/dev/full >/dev/full");
  EXPECT_EQ(machine_.run(program, {"send", "nowhere", "hello"}).exit_code, 1);
}

}  // namespace
}  // namespace orchard::test
