#pragma once

#include "core/base/time_text.h"
#include "metrics/ledger/store.h"
#include "tests/support/temp_dir.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::test {

/// 2026-11-20 12:00 UTC and some seconds.
[[nodiscard]] inline core::Timestamp at(int seconds) {
  return *core::parse_iso8601("2026-11-20T12:00:00Z") + std::chrono::seconds(seconds);
}

[[nodiscard]] inline core::ApiCallSeen call(const std::string& id, const core::SessionId& session,
                                            core::Timestamp when) {
  core::ApiCallSeen fact;
  fact.call = core::ApiCallId(id);
  fact.session = session;
  fact.model = "claude-opus-4-8";
  fact.usage = {3, 1, 14638, 4879, 0};
  fact.complete = true;
  fact.at = when;
  return fact;
}

/// A fresh ledger with one repository, one workspace and one session in it.
class LedgerFixture : public testing::Test {
 protected:
  LedgerFixture() : store(metrics::Store::open(directory / "orchard.db").value()) {
    repository = {core::RepositoryId("r1"),
                  "fern",
                  "/src/fern",
                  "/src/fern/.git",
                  "main",
                  at(-1000),
                  std::nullopt};
    workspace.id = core::WorkspaceId("w1");
    workspace.repository = repository.id;
    workspace.name = "quiet-fern";
    workspace.branch = "me/quiet-fern";
    workspace.base = "main";
    workspace.path = "/worktrees/quiet-fern";
    workspace.created_at = at(-900);
    EXPECT_TRUE(store.put_repository(repository));
    EXPECT_TRUE(store.put_workspace(workspace));
    EXPECT_TRUE(store.create_session(session, workspace.id, "", "", at(0)));
  }

  void record(const std::vector<core::Fact>& facts) {
    const auto outcome = store.record(facts);
    ASSERT_TRUE(outcome) << outcome.error().describe();
  }

  std::int64_t count(std::string_view sql) {
    auto statement = store.database().prepare(sql).value();
    EXPECT_TRUE(statement.step().value());
    return statement.integer(0);
  }

  TempDir directory;
  metrics::Store store;
  metrics::Repository repository;
  metrics::Workspace workspace;
  core::SessionId session{"s-1"};
};

}  // namespace orchard::test
