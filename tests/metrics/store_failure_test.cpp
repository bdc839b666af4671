#include "metrics/query/sessions.h"
#include "metrics/schema/migrations.h"
#include "tests/metrics/support/ledger_fixture.h"

#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace orchard::metrics {
namespace {

using test::at;

TEST(StoreOpen, FortyProcessesOpenAFreshStoreAtOnce) {
  const test::TempDir directory;
  const auto path = directory / "orchard.db";
  int gate[2];
  ASSERT_EQ(pipe(gate), 0);
  std::vector<pid_t> children;
  for (int i = 0; i < 40; ++i) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      char go = 0;
      close(gate[1]);
      if (read(gate[0], &go, 1) < 0) _exit(3);
      auto store = Store::open(path);
      if (!store) _exit(1);
      const core::SessionId session("s-" + std::to_string(i));
      const std::vector<core::Fact> facts{test::call("msg_" + std::to_string(i), session, at(i))};
      _exit(store->record(facts) ? 0 : 2);
    }
    children.push_back(child);
  }
  close(gate[0]);
  close(gate[1]);  // lets all of them go at once
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
  auto store = Store::open(path);
  ASSERT_TRUE(store);
  EXPECT_EQ(query_sessions(*store)->size(), 40U);
  EXPECT_EQ(store->database().check_integrity().value(), "");
}

TEST(StoreOpen, RefusesWhatIsNoLedger) {
  const test::TempDir directory;
  auto other =
      core::Database::open(directory / "other.db", core::OpenMode::read_write, 77, migrations());
  ASSERT_TRUE(other);
  const auto store = Store::open(directory / "other.db");
  ASSERT_FALSE(store);
  EXPECT_FALSE(store.error().message.empty());
}

using StoreFailure = test::LedgerFixture;

TEST_F(StoreFailure, KeepsWhatWasThereWhenTheDiskIsFull) {
  record({test::call("msg_1", session, at(1))});
  const std::string limit =
      "PRAGMA max_page_count = " + std::to_string(count("PRAGMA page_count") + 4);
  ASSERT_TRUE(store.database().execute_script(limit));

  std::vector<core::Fact> facts;
  for (int i = 0; i < 2'000; ++i)
    facts.push_back(test::call("msg_9" + std::to_string(i), session, at(i)));
  const auto outcome = store.record(facts, LogAdvance{"log", 0, 10, ""});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, core::ErrorCode::io);
  EXPECT_NE(outcome.error().message.find("orchard.db"), std::string::npos)
      << outcome.error().message;

  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call"), 1);
  EXPECT_EQ(store.position("log")->offset, 0U);
  EXPECT_EQ(store.database().check_integrity().value(), "");
  ASSERT_TRUE(store.database().execute_script("PRAGMA max_page_count = 1000000"));
  EXPECT_TRUE(store.record(facts, LogAdvance{"log", 0, 10, ""})->recorded);
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call"), 2'001);
}

TEST_F(StoreFailure, TwoConnectionsNeverBothRecordAStretch) {
  auto other = Store::open(directory / "orchard.db");
  ASSERT_TRUE(other);
  for (std::uint64_t step = 0; step < 50; ++step) {
    const std::vector<core::Fact> facts{core::MessageSeen{
        session, std::nullopt, core::MessageId("m-" + std::to_string(step)), 0,
        core::MessageKind::text, std::nullopt, "text", at(static_cast<int>(step))}};
    const LogAdvance advance{"log", step * 10, step * 10 + 10, ""};
    Store& first = step % 2 == 0 ? store : *other;
    Store& second = step % 2 == 0 ? *other : store;
    EXPECT_TRUE(first.record(facts, advance)->recorded);
    EXPECT_FALSE(second.record(facts, advance)->recorded);
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM message"), 50);
}

}  // namespace
}  // namespace orchard::metrics
