#include "metrics/ledger/store.h"
#include "metrics/schema/migrations.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

TEST(Migration, TakesBranchesOfTheFirstSchemaForMadeByOrchard) {
  const test::TempDir directory;
  const auto path = directory / "orchard.db";
  {
    auto first = core::Database::open(path, core::OpenMode::read_write, kApplicationId,
                                      migrations().first(1));
    ASSERT_TRUE(first) << first.error().describe();
    ASSERT_TRUE(first->execute_script(
        "INSERT INTO repository VALUES (1, 'r1', 'fern', '/src/fern', '/src/fern/.git', 'main', 1, "
        "NULL);"
        "INSERT INTO workspace (id, repository, name, branch, branch_created_by_us, base, path, "
        "status, created_at, archive_ref) VALUES "
        "('w1', 1, 'a', 'me/a', 1, 'main', '/w/a', 'archived', 5, 'refs/orchard/archive/w1'), "
        "('w2', 1, 'b', 'theirs', 0, 'main', '/w/b', 'active', 6, ''), "
        "('w3', 1, 'c', 'me/c', 1, 'main', '/w/c', 'deleted', 7, '');"));
  }
  auto store = Store::open(path);
  ASSERT_TRUE(store) << store.error().describe();
  const auto workspaces = store->workspaces();
  ASSERT_TRUE(workspaces) << workspaces.error().describe();
  ASSERT_EQ(workspaces->size(), 3U);
  EXPECT_EQ(workspaces->at(0).created_branch, "me/a");
  EXPECT_EQ(workspaces->at(0).archive_ref, "refs/orchard/archive/w1");
  EXPECT_EQ(workspaces->at(0).status, core::WorkspaceStatus::archived);
  EXPECT_EQ(workspaces->at(1).created_branch, "");
  EXPECT_EQ(workspaces->at(1).branch, "theirs");
  EXPECT_EQ(workspaces->at(0).archived_branch, "");
  EXPECT_EQ(workspaces->at(2).archived_branch, "me/c") << "it comes back with its branch";
}

}  // namespace
}  // namespace orchard::metrics
