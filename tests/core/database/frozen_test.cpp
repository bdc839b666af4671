#include "core/database/database.h"
#include "core/io/file.h"
#include "tests/support/temp_dir.h"

#include <csignal>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::core {
namespace {

namespace fs = std::filesystem;

constexpr std::int32_t kId = 0x4f524348;
constexpr Migration kMigrations[] = {
    {1, "fruit", "CREATE TABLE fruit(name TEXT PRIMARY KEY) STRICT;"},
    {2, "weight", "ALTER TABLE fruit ADD COLUMN weight INTEGER;"},
};

Result<Database> open(const fs::path& path) {
  return Database::open(path, OpenMode::read_write, kId, kMigrations);
}

Result<Database> open_frozen(const fs::path& path) {
  return Database::open_frozen(path, kId, kMigrations);
}

/// 100 for one that was refused.
int count(Result<Database> database) {
  if (!database) return 100;
  auto query = database->prepare("SELECT count(*) FROM fruit");
  if (!query || !query->step()) return 101;
  return static_cast<int>(query->integer(0));
}

/// What `work` gives in a process of its own.
int in_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Two pieces of fruit, the second of them only in the log: its writer was killed.
fs::path store_of_a_killed_writer(const test::TempDir& dir, const std::string& name = "t.db") {
  const fs::path path = dir / name;
  { EXPECT_TRUE(open(path)->execute("INSERT INTO fruit VALUES ('apple', 1)")); }
  EXPECT_EQ(in_child([&] {
              auto database = open(path);
              if (!database || !database->execute("INSERT INTO fruit VALUES ('pear', 2)")) return 1;
              ::_exit(0);
            }),
            0);
  return path;
}

std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    files[entry.path().filename().string()] = read_file(entry.path()).value();
  return files;
}

TEST(FrozenDatabase, ShowsWhatAKilledWriterLeftInTheLog) {
  const test::TempDir dir;
  const fs::path path = store_of_a_killed_writer(dir);
  fs::remove(path.string() + "-shm");
  const auto before = contents(dir.path());
  {
    auto frozen = open_frozen(path);
    ASSERT_TRUE(frozen) << frozen.error().describe();
    EXPECT_EQ(frozen->execute("DELETE FROM fruit").error().code, ErrorCode::permission_denied);
    EXPECT_EQ(count(std::move(frozen)), 2);
  }
  EXPECT_EQ(contents(dir.path()), before);
  EXPECT_EQ(count(open(path)), 2);
}

TEST(FrozenDatabase, OpensWhereNoFileMayGrow) {
  const test::TempDir dir;
  const fs::path path = store_of_a_killed_writer(dir);
  EXPECT_EQ(in_child([&] {
              ::signal(SIGXFSZ, SIG_IGN);
              const rlimit nothing{0, 0};
              if (::setrlimit(RLIMIT_FSIZE, &nothing) != 0) return 102;
              const auto opened = open(path);
              if (opened || opened.error().code != ErrorCode::io) return 103;
              return count(open_frozen(path));
            }),
            2);
}

/// What `work` finds in a folder in which nobody may write anything.
int where_nothing_may_be_written(const test::TempDir& dir, const std::function<int()>& work) {
  for (const auto& entry : fs::directory_iterator(dir.path())) ::chmod(entry.path().c_str(), 0444);
  ::chmod(dir.path().c_str(), 0555);
  const int found = in_child([&] {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) return 102;
    return work();
  });
  ::chmod(dir.path().c_str(), 0700);
  return found;
}

TEST(FrozenDatabase, OpensWhereNothingMayBeWritten) {
  const test::TempDir dir;
  const fs::path path = dir / "50 % of #1?.db";
  { ASSERT_TRUE(open(path)->execute("INSERT INTO fruit VALUES ('apple', 1)")); }
  EXPECT_EQ(where_nothing_may_be_written(dir, [&] { return count(open_frozen(path)); }), 1);
}

TEST(FrozenDatabase, ReadsTheLogWhereNothingMayBeWritten) {
  const test::TempDir dir;
  const fs::path path = store_of_a_killed_writer(dir);
  const auto counted = [&] { return count(open_frozen(path)); };
  EXPECT_EQ(where_nothing_may_be_written(dir, counted), 2);
  fs::remove(path.string() + "-shm");
  EXPECT_EQ(where_nothing_may_be_written(dir, counted), 100) << "half of it would be wrong";
}

TEST(FrozenDatabase, IsRefusedWhereItWouldHaveToBeMadeOrMigrated) {
  const test::TempDir dir;
  EXPECT_EQ(open_frozen(dir / "t.db").error().code, ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(dir / "t.db"));
  {
    const std::span<const Migration> older(kMigrations, 1);
    ASSERT_TRUE(Database::open(dir / "t.db", OpenMode::read_write, kId, older));
  }
  EXPECT_EQ(open_frozen(dir / "t.db").error().code, ErrorCode::busy);
  ASSERT_TRUE(write_file_atomically(dir / "t.db", ""));
  EXPECT_EQ(open_frozen(dir / "t.db").error().code, ErrorCode::busy);
}

}  // namespace
}  // namespace orchard::core
