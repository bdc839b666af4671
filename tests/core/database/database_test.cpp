#include "core/database/database.h"

#include "core/io/file.h"
#include "tests/support/temp_dir.h"

#include <map>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace orchard::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int32_t kId = 0x4f524348;
constexpr Migration kMigrations[] = {
    {1, "fruit", "CREATE TABLE fruit(name TEXT PRIMARY KEY, weight INTEGER, price REAL) STRICT;"},
};

Database open_fresh(const test::TempDir& dir) {
  return Database::open(dir / "t.db", OpenMode::read_write, kId, kMigrations).value();
}

std::vector<std::string> names(Database& database) {
  std::vector<std::string> found;
  auto query = database.prepare("SELECT name FROM fruit ORDER BY name").value();
  EXPECT_TRUE(query.each([&](const Statement& row) { found.push_back(row.text(0)); }));
  return found;
}

TEST(Database, KeepsEveryKindOfValue) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  const std::string odd("zero\0 and \xff", 11);
  ASSERT_TRUE(database.execute("INSERT INTO fruit VALUES (?,?,?)", odd,
                               std::int64_t{9007199254740993}, 0.1));
  ASSERT_TRUE(database.execute("INSERT INTO fruit VALUES (?,?,?)", std::string_view(),
                               std::optional<std::int64_t>(), std::optional<double>()));
  auto query = database.prepare("SELECT name, weight, price FROM fruit ORDER BY rowid").value();
  ASSERT_TRUE(query.step().value());
  EXPECT_EQ(query.text(0), odd);
  EXPECT_EQ(query.integer(1), 9007199254740993);
  EXPECT_EQ(query.real(2), 0.1);
  EXPECT_EQ(query.optional_integer(1), 9007199254740993);
  ASSERT_TRUE(query.step().value());
  EXPECT_FALSE(query.is_null(0));
  EXPECT_EQ(query.optional_text(0), "");
  EXPECT_EQ(query.optional_integer(1), std::nullopt);
  EXPECT_EQ(query.optional_real(2), std::nullopt);
  EXPECT_FALSE(query.step().value());
}

TEST(Database, BindsByIndexAndReportsBadOnesAtStep) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  auto insert = database.prepare("INSERT INTO fruit VALUES (?1, ?2, NULL)").value();
  ASSERT_TRUE(insert.bind(1, "pear").bind(2, true).run());
  ASSERT_TRUE(insert.bind(1, std::string("plum")).bind_null(2).run());
  const auto wrong = insert.bind(3, 1).bind(1, "fig").run();
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::internal);
  EXPECT_THAT(wrong.error().message, HasSubstr("INSERT INTO fruit"));
  EXPECT_THAT(names(database), ElementsAre("pear", "plum"));
}

TEST(Database, BeginsAStatementAnewWhenBoundInTheMiddle) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  for (const char* name : {"a", "b", "c"})
    ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES (?)", name));
  auto query = database.prepare("SELECT name FROM fruit WHERE name >= ? ORDER BY name").value();
  for (const char* name : {"b", "a", "c"}) {
    ASSERT_TRUE(query.bind(1, name).step().value());
    EXPECT_EQ(query.text(0), name);
  }
}

TEST(Database, LendsTheSameTextTwiceAtOnce) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  for (const char* name : {"a", "b"})
    ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES (?)", name));
  std::string pairs;
  auto outer = database.prepare("SELECT name FROM fruit ORDER BY name").value();
  ASSERT_TRUE(outer.each([&](const Statement& row) {
    for (const std::string& name : names(database)) pairs += row.text(0) + name + " ";
  }));
  EXPECT_EQ(pairs, "aa ab ba bb ");
}

TEST(Database, ForgetsBoundValuesBetweenLeases) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  constexpr const char* kSql = "SELECT ?1";
  {
    auto first = database.prepare(kSql).value();
    ASSERT_TRUE(first.bind(1, "secret").step().value());
  }
  auto second = database.prepare(kSql).value();
  ASSERT_TRUE(second.step().value());
  EXPECT_TRUE(second.is_null(0));
}

TEST(Database, StatementsSurviveAMoveOfTheDatabase) {
  const test::TempDir dir;
  const test::TempDir other;
  Database home = open_fresh(other);
  {
    Database first = open_fresh(dir);
    auto insert = first.prepare("INSERT INTO fruit(name) VALUES (?)").value();
    auto transaction = first.begin().value();
    home = std::move(first);
    ASSERT_TRUE(insert.bind_all("kiwi").run());
    ASSERT_TRUE(transaction.commit());
  }
  EXPECT_THAT(names(home), ElementsAre("kiwi"));
}

TEST(Database, RefusesBadSql) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  for (const char* sql :
       {"SELEKT 1", "", "-- nothing", "SELECT 1; SELECT 2", "SELECT * FROM nil"}) {
    const auto statement = database.prepare(sql);
    ASSERT_FALSE(statement) << sql;
    EXPECT_EQ(statement.error().code, ErrorCode::internal);
  }
  EXPECT_TRUE(database.prepare("SELECT 1; ").has_value());
}

TEST(Database, TellsAUniqueConstraintApart) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES ('a')"));
  EXPECT_EQ(database.execute("INSERT INTO fruit(name) VALUES ('a')").error().code,
            ErrorCode::already_exists);
  EXPECT_EQ(database.execute("INSERT INTO fruit(weight) VALUES ('heavy')").error().code,
            ErrorCode::internal);
  ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES ('b')"));
  EXPECT_EQ(database.changes(), 1);
  EXPECT_EQ(database.last_insert_rowid(), 2);
}

TEST(Database, EnforcesForeignKeys) {
  const test::TempDir dir;
  constexpr Migration kTree[] = {
      {1, "tree",
       "CREATE TABLE tree(id INTEGER PRIMARY KEY);"
       "CREATE TABLE branch(tree INTEGER NOT NULL REFERENCES tree(id));"}};
  auto database = Database::open(dir / "t.db", OpenMode::read_write, kId, kTree).value();
  EXPECT_FALSE(database.execute("INSERT INTO branch VALUES (1)"));
}

TEST(Database, RunsNoTriggerDuringAPause) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  ASSERT_TRUE(database.execute_script(
      "CREATE TRIGGER weigh AFTER INSERT ON fruit BEGIN "
      "UPDATE fruit SET name = name || ' weighed' WHERE name = new.name; END;"));
  const auto add = [&](const char* name) {
    return database.execute("INSERT INTO fruit(name) VALUES (?1)", name).has_value();
  };
  EXPECT_TRUE(add("apple"));
  {
    const TriggerPause pause(database);
    EXPECT_TRUE(add("pear"));
  }
  EXPECT_TRUE(add("plum"));
  EXPECT_THAT(names(database), ElementsAre("apple weighed", "pear", "plum weighed"));
}

TEST(Transaction, KeepsWhatIsCommittedOnly) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  {
    auto transaction = database.begin().value();
    ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES ('lost')"));
  }
  {
    auto transaction = database.begin().value();
    ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES ('kept')"));
    ASSERT_TRUE(transaction.commit());
  }
  {
    auto transaction = database.begin().value();
    const auto moved = std::move(transaction);
    EXPECT_EQ(database.begin().error().code, ErrorCode::internal);
    ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES ('lost too')"));
  }
  EXPECT_THAT(names(database), ElementsAre("kept"));
}

TEST(Transaction, RandomSequencesEqualAPlainModel) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  std::mt19937 random(3);
  std::map<std::string, std::int64_t> model;
  for (int round = 0; round < 60; ++round) {
    auto next = model;
    auto transaction = database.begin().value();
    for (unsigned change = 0; change < random() % 5; ++change) {
      const std::string name(1, static_cast<char>('a' + random() % 6));
      const auto weight = static_cast<std::int64_t>(random() % 100);
      if (random() % 3 == 0) {
        next.erase(name);
        ASSERT_TRUE(database.execute("DELETE FROM fruit WHERE name=?", name));
      } else {
        next[name] = weight;
        ASSERT_TRUE(database.execute("INSERT OR REPLACE INTO fruit(name, weight) VALUES (?,?)",
                                     name, weight));
      }
    }
    if (random() % 2 == 0) {
      ASSERT_TRUE(transaction.commit());
      model = next;
    } else {
      const Transaction dropped = std::move(transaction);
    }
  }
  std::map<std::string, std::int64_t> stored;
  auto query = database.prepare("SELECT name, weight FROM fruit").value();
  ASSERT_TRUE(query.each([&](const Statement& row) { stored[row.text(0)] = row.integer(1); }));
  EXPECT_EQ(stored, model);
}

TEST(Transaction, GivesBusyWhenAnotherWrites) {
  const test::TempDir dir;
  Database first = open_fresh(dir);
  Database second = open_fresh(dir);
  ASSERT_TRUE(second.execute_script("PRAGMA busy_timeout=1"));
  auto transaction = first.begin().value();
  const auto refused = second.begin();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::busy);
  EXPECT_THAT(refused.error().message, HasSubstr((dir / "t.db").string()));
  ASSERT_TRUE(transaction.commit());
  EXPECT_TRUE(second.begin());
}

TEST(Transaction, SaysThatTheDiskIsFullAndKeepsWhatWasThere) {
  const test::TempDir dir;
  Database database = open_fresh(dir);
  ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES ('kept')"));
  ASSERT_TRUE(database.execute_script("PRAGMA max_page_count=10"));
  {
    auto transaction = database.begin().value();
    Result<void> inserted;
    for (int i = 0; i < 100 && inserted; ++i)
      inserted = database.execute("INSERT INTO fruit(name) VALUES (?)",
                                  std::string(1000, 'x') + std::to_string(i));
    ASSERT_FALSE(inserted);
    EXPECT_EQ(inserted.error().code, ErrorCode::io);
    EXPECT_THAT(inserted.error().message, HasSubstr("disk is full"));
  }
  EXPECT_THAT(names(database), ElementsAre("kept"));
  EXPECT_EQ(database.check_integrity().value(), "");
}

TEST(Database, ReadOnlyReadsAndRefusesToWrite) {
  const test::TempDir dir;
  Database writer = open_fresh(dir);
  auto reader = Database::open(dir / "t.db", OpenMode::read_only, kId, kMigrations).value();
  const auto before = reader.data_version().value();
  ASSERT_TRUE(writer.execute("INSERT INTO fruit(name) VALUES ('seen')"));
  EXPECT_NE(reader.data_version().value(), before);
  EXPECT_EQ(reader.data_version().value(), reader.data_version().value());
  EXPECT_THAT(names(reader), ElementsAre("seen"));
  EXPECT_EQ(reader.execute("DELETE FROM fruit").error().code, ErrorCode::permission_denied);
}

TEST(Database, FindsDamage) {
  const test::TempDir dir;
  {
    Database database = open_fresh(dir);
    for (int i = 0; i < 500; ++i)
      ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES (?)",
                                   std::to_string(i) + std::string(100, 'x')));
    EXPECT_EQ(database.check_integrity().value(), "");
  }
  std::string bytes = read_file(dir / "t.db").value();
  ASSERT_GT(bytes.size(), 20000U);
  for (std::size_t i = 8192; i < 16384; ++i) bytes[i] = '\x5a';
  ASSERT_TRUE(write_file_atomically(dir / "t.db", bytes));
  Database damaged = open_fresh(dir);
  EXPECT_NE(damaged.check_integrity().value(), "");
}

TEST(Database, KeepsItsFilesPrivateWhateverTheUmask) {
  for (const mode_t mask : {mode_t{0}, mode_t{0277}}) {
    const test::TempDir dir;
    const mode_t before = ::umask(mask);
    Database database = open_fresh(dir);
    ASSERT_TRUE(database.execute("INSERT INTO fruit(name) VALUES ('a')"));
    ::umask(before);
    for (const char* name : {"t.db", "t.db-wal", "t.db-shm"}) {
      struct stat status {};
      ASSERT_EQ(::stat((dir / name).c_str(), &status), 0) << name;
      EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
    }
  }
}

}  // namespace
}  // namespace orchard::core
