#include "core/database/database.h"
#include "core/io/file.h"
#include "core/io/file_lock.h"
#include "tests/support/temp_dir.h"

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using testing::HasSubstr;

constexpr std::int32_t kId = 0x4f524348;
constexpr Migration kFirst{1, "notes",
                           "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT) STRICT;"
                           "CREATE TABLE applied(version INTEGER);"
                           "INSERT INTO applied VALUES (1);"};
constexpr Migration kSecond{2, "authors",
                            "ALTER TABLE note ADD COLUMN author TEXT;"
                            "INSERT INTO applied VALUES (2);"};
constexpr Migration kBroken{3, "broken", "CREATE TABLE third(x); CREATE TABLE note(x);"};

const std::vector<Migration> kUpToFirst{kFirst};
const std::vector<Migration> kUpToSecond{kFirst, kSecond};
const std::vector<Migration> kUpToBroken{kFirst, kSecond, kBroken};

Result<Database> open(const std::filesystem::path& path, const std::vector<Migration>& migrations) {
  return Database::open(path, OpenMode::read_write, kId, migrations);
}

std::int64_t number(Database& database, std::string_view sql) {
  auto query = database.prepare(sql).value();
  EXPECT_TRUE(query.step().value());
  return query.integer(0);
}

TEST(Migration, BringsAFreshFileToTheLatestFormatWithoutABackup) {
  const test::TempDir dir;
  auto database = open(dir / "t.db", kUpToSecond).value();
  EXPECT_EQ(number(database, "PRAGMA user_version"), 2);
  EXPECT_EQ(number(database, "PRAGMA application_id"), kId);
  EXPECT_EQ(number(database, "SELECT count(*) FROM applied"), 2);
  EXPECT_FALSE(std::filesystem::exists(dir / "t.db.backup-v0"));
}

TEST(Migration, TakesAPrivateBackupBeforeItChangesAFile) {
  const test::TempDir dir;
  {
    auto database = open(dir / "t.db", kUpToFirst).value();
    ASSERT_TRUE(database.execute("INSERT INTO note(text) VALUES ('old')"));
  }
  // What an interrupted attempt left must not stop the next one.
  ASSERT_TRUE(write_file_atomically(dir / "t.db.backup-v1.unfinished", "half"));
  ASSERT_TRUE(write_file_atomically(dir / "t.db.backup-v1", "an older backup"));
  auto database = open(dir / "t.db", kUpToSecond).value();
  EXPECT_EQ(number(database, "SELECT count(*) FROM note WHERE author IS NULL"), 1);
  struct stat status {};
  ASSERT_EQ(::stat((dir / "t.db.backup-v1").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  auto backup = open(dir / "t.db.backup-v1", kUpToFirst).value();
  EXPECT_EQ(number(backup, "SELECT count(*) FROM note WHERE text='old'"), 1);
  EXPECT_EQ(number(backup, "PRAGMA user_version"), 1);
  EXPECT_FALSE(std::filesystem::exists(dir / "t.db.backup-v1.unfinished"));
}

TEST(Migration, LeavesTheFileAsItWasWhenItFails) {
  const test::TempDir dir;
  { ASSERT_TRUE(open(dir / "t.db", kUpToSecond)); }
  const auto broken = open(dir / "t.db", kUpToBroken);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::internal);
  EXPECT_THAT(broken.error().describe(), HasSubstr("format 3, broken"));
  auto database = open(dir / "t.db", kUpToSecond).value();
  EXPECT_EQ(number(database, "SELECT count(*) FROM sqlite_master WHERE name='third'"), 0);
  EXPECT_EQ(number(database, "PRAGMA user_version"), 2);
}

TEST(Migration, TakesNoStepWhenOneFails) {
  const test::TempDir dir;
  { ASSERT_TRUE(open(dir / "t.db", kUpToFirst)); }
  EXPECT_FALSE(open(dir / "t.db", kUpToBroken));
  auto database = open(dir / "t.db", kUpToFirst).value();
  EXPECT_EQ(number(database, "PRAGMA user_version"), 1);
}

TEST(Migration, MayRebuildATableThatOthersReferTo) {
  const test::TempDir dir;
  const Migration parents{1, "parents",
                          "CREATE TABLE parent(id INTEGER PRIMARY KEY);"
                          "CREATE TABLE child(p INTEGER REFERENCES parent(id) ON DELETE CASCADE);"
                          "INSERT INTO parent VALUES (7); INSERT INTO child VALUES (7);"};
  const Migration rebuild{2, "rebuild",
                          "CREATE TABLE parent2(id INTEGER PRIMARY KEY, name TEXT);"
                          "INSERT INTO parent2(id) SELECT id FROM parent; DROP TABLE parent;"
                          "ALTER TABLE parent2 RENAME TO parent;"};
  const Migration dangling{3, "dangling", "DELETE FROM parent;"};
  { ASSERT_TRUE(open(dir / "t.db", {parents})); }
  {
    auto database = open(dir / "t.db", {parents, rebuild}).value();
    EXPECT_EQ(number(database, "SELECT count(*) FROM child"), 1);
    EXPECT_EQ(number(database, "PRAGMA foreign_keys"), 1);
  }
  EXPECT_FALSE(open(dir / "t.db", {parents, rebuild, dangling}));
}

TEST(Migration, RefusesANewerFileWithoutTouchingIt) {
  const test::TempDir dir;
  { ASSERT_TRUE(open(dir / "t.db", kUpToSecond)); }
  const std::string before = read_file(dir / "t.db").value();
  const auto refused = open(dir / "t.db", kUpToFirst);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
  EXPECT_THAT(refused.error().message, HasSubstr("newer Orchard"));
  EXPECT_EQ(read_file(dir / "t.db").value(), before);
}

TEST(Migration, RefusesWhatIsNotOurs) {
  const test::TempDir dir;
  {
    ASSERT_TRUE(Database::open(dir / "foreign.db", OpenMode::read_write, 42, kUpToFirst));
    ASSERT_TRUE(Database::open(dir / "unnamed.db", OpenMode::read_write, 0, kUpToFirst));
    ASSERT_TRUE(write_file_atomically(dir / "garbage.db", std::string(5000, 'x')));
  }
  for (const char* name : {"foreign.db", "unnamed.db", "garbage.db"}) {
    const auto refused = open(dir / name, kUpToFirst);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, ErrorCode::corrupt) << name;
    EXPECT_THAT(refused.error().message, HasSubstr((dir / name).string()));
  }
  EXPECT_EQ(read_file(dir / "garbage.db").value(), std::string(5000, 'x'));
}

TEST(Migration, TakesAnEmptyFileForAFreshOne) {
  const test::TempDir dir;
  ASSERT_TRUE(write_file_atomically(dir / "t.db", ""));
  EXPECT_TRUE(open(dir / "t.db", kUpToFirst));
}

TEST(Migration, NamesAFolderThatIsMissing) {
  const test::TempDir dir;
  const auto refused = open(dir / "nowhere" / "t.db", kUpToFirst);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
  EXPECT_EQ(open(dir.path(), kUpToFirst).error().code, ErrorCode::io);
}

// Another process opens or migrates the file for as long as it holds the lock file.
TEST(Migration, IsNotAwaitedByWhoMustAnswerAtOnce) {
  const test::TempDir dir;
  const auto open_at_once = [&](std::span<const Migration> migrations) {
    return Database::open_at_once(dir / "t.db", kId, migrations, std::chrono::milliseconds(20));
  };
  EXPECT_EQ(open_at_once(kUpToFirst).error().code, ErrorCode::not_found);
  EXPECT_FALSE(std::filesystem::exists(dir / "t.db"));
  { ASSERT_TRUE(open(dir / "t.db", kUpToFirst)); }
  const auto lock =
      FileLock::acquire((dir / "t.db").string() + ".lock", std::chrono::milliseconds(0));
  ASSERT_TRUE(lock);
  EXPECT_TRUE(open_at_once(kUpToFirst)) << "nothing is to be done";
  const std::string before = read_file(dir / "t.db").value();
  EXPECT_EQ(open_at_once(kUpToSecond).error().code, ErrorCode::busy);
  EXPECT_EQ(read_file(dir / "t.db").value(), before);
  ASSERT_TRUE(write_file_atomically(dir / "t.db", ""));
  EXPECT_EQ(open_at_once(kUpToFirst).error().code, ErrorCode::busy);
}

/// Opens, writes a row and ends: what one of many processes does.
int open_and_write(const std::filesystem::path& path, int gate) {
  char byte = 0;
  if (::read(gate, &byte, 1) != 0) return 2;
  auto database = open(path, kUpToSecond);
  if (!database) {
    std::fprintf(stderr, "%s\n", database.error().describe().c_str());
    return 3;
  }
  auto transaction = database->begin();
  if (!transaction || !database->execute("INSERT INTO note(text) VALUES ('x')")) return 4;
  return transaction->commit() ? 0 : 5;
}

void start_forty_at_once(const std::filesystem::path& path) {
  int gate[2];
  ASSERT_EQ(::pipe(gate), 0);
  std::vector<pid_t> children;
  for (int i = 0; i < 40; ++i) {
    children.push_back(::fork());
    if (children.back() == 0) {
      ::close(gate[1]);
      ::_exit(open_and_write(path, gate[0]));
    }
  }
  ::close(gate[0]);
  ::close(gate[1]);
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0) << WEXITSTATUS(status);
  }
}

TEST(Migration, HappensOnceWhenFortyProcessesOpenAFreshFile) {
  for (int round = 0; round < 3; ++round) {
    const test::TempDir dir;
    start_forty_at_once(dir / "t.db");
    auto database = open(dir / "t.db", kUpToSecond).value();
    EXPECT_EQ(number(database, "SELECT count(*) FROM applied"), 2);
    EXPECT_EQ(number(database, "SELECT count(*) FROM note"), 40);
    EXPECT_EQ(database.check_integrity().value(), "");
  }
}

TEST(Migration, HappensOnceWhenFortyProcessesOpenAnOldFile) {
  const test::TempDir dir;
  { ASSERT_TRUE(open(dir / "t.db", kUpToFirst)); }
  start_forty_at_once(dir / "t.db");
  auto database = open(dir / "t.db", kUpToSecond).value();
  EXPECT_EQ(number(database, "SELECT count(*) FROM applied"), 2);
  EXPECT_EQ(number(database, "SELECT count(*) FROM note"), 40);
}

}  // namespace
}  // namespace orchard::core
