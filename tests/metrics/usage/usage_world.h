#pragma once

#include "metrics/schema/api_call_flags.h"
#include "metrics/schema/columns.h"
#include "metrics/usage/usage_account.h"
#include "tests/metrics/support/ledger_fixture.h"
#include "tests/support/fake_id_source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace orchard::test {

/// A call as a test knows it, without any store.
struct KnownCall {
  std::int64_t key = 0;
  core::Timestamp at;
  std::size_t session = 0;  ///< index into UsageWorld::kSessions
  std::string model;
  std::string branch;
  std::string agent;
  std::int64_t flags = 0;
  metrics::UsageSums sums;
};

/// A ledger with sessions of two workspaces, of Orchard without a workspace, and outside in a
/// repository that Orchard knows and in a folder that it does not.
class UsageWorld : public LedgerFixture {
 protected:
  struct KnownSession {
    const char* id;
    const char* workspace;   ///< name; "" for none
    const char* repository;  ///< or folder
    const char* consumer;
    bool outside;
  };
  static constexpr std::array kSessions{
      KnownSession{"s-1", "quiet-fern", "fern", "workspace:w1", false},
      KnownSession{"s-2", "tall-moss", "fern", "workspace:w2", false},
      KnownSession{"s-3", "", "", "folder:", false},
      KnownSession{"s-4", "", "fern", "folder:/src/fern", true},
      KnownSession{"s-5", "", "notes", "folder:/home/me/notes", true},
  };
  static constexpr std::array kModels{"claude-opus-4-8", "claude-haiku-4-5", "acme-9"};
  static constexpr std::array kAgents{"", "Plan", "Explore"};
  static constexpr std::array kBranches{"", "main", "me/quiet-fern"};

  UsageWorld() {
    metrics::Workspace second = workspace;
    second.id = core::WorkspaceId("w2");
    second.name = "tall-moss";
    second.path = "/worktrees/tall-moss";
    second.branch = "me/tall-moss";
    EXPECT_TRUE(store.put_workspace(second));
    EXPECT_TRUE(store.create_session(core::SessionId("s-2"), second.id, "", "", at(0)));
    EXPECT_TRUE(store.database().execute_script(
        "INSERT INTO project (path, name) VALUES ('/home/me/notes', 'notes');"
        "INSERT INTO session (id) VALUES ('s-3');"
        "INSERT INTO session (id, outside, project) SELECT 's-4', 1, key FROM project "
        "  WHERE path = '/src/fern';"
        "INSERT INTO session (id, outside, project) SELECT 's-5', 1, key FROM project "
        "  WHERE name = 'notes';"
        "INSERT INTO branch (key, name) VALUES (1, 'main'), (2, 'me/quiet-fern');"
        "INSERT INTO agent (key, name) VALUES (1, 'Plan'), (2, 'Explore');"
        "INSERT INTO model (key, name) VALUES (1, 'claude-opus-4-8'), (2, 'claude-haiku-4-5'), "
        "  (3, 'acme-9')"));
  }

  std::uint64_t below(std::uint64_t limit) { return source_.next() % limit; }

  /// `count` random calls within `span` before `now`, many of them on borders of quarters and days.
  void add_calls(int count, core::Timestamp now, std::chrono::hours span) {
    for (int i = 0; i < count; ++i) {
      const auto back = core::Duration(static_cast<std::int64_t>(
          below(static_cast<std::uint64_t>(std::chrono::microseconds(span).count()))));
      core::Timestamp moment = now - back;
      if (below(4) == 0) moment = std::chrono::floor<std::chrono::hours>(moment);
      if (below(8) == 0) moment = std::chrono::floor<std::chrono::days>(moment);
      add_call(moment);
    }
  }

  void add_call(core::Timestamp moment) {
    KnownCall call;
    call.at = moment;
    call.session = below(kSessions.size());
    const auto model = below(kModels.size());
    const auto branch = below(kBranches.size());
    call.model = kModels.at(model);
    call.branch = kBranches.at(branch);
    constexpr std::array<std::int64_t, 4> kFlags{0, 4, 512, 516};
    call.flags = kFlags.at(below(kFlags.size())) | (model == 2 ? 32 : 0);
    const auto agent = agent_of(call) == metrics::UsageAgent::sub_agent ? below(kAgents.size()) : 0;
    call.agent = kAgents.at(agent);
    call.sums.calls = 1;
    const auto amount = [&] { return static_cast<std::int64_t>(below(1000)); };
    call.sums.tokens = {amount(), amount(), amount(), amount(), amount()};
    call.sums.cost = {amount() * 1000};
    if (model == 2) call.sums.estimated = call.sums.cost;
    const core::TokenUsage& tokens = call.sums.tokens;
    std::optional<std::int64_t> branch_key;
    if (branch > 0) branch_key = static_cast<std::int64_t>(branch);
    std::optional<std::int64_t> agent_key;
    if (agent > 0) agent_key = static_cast<std::int64_t>(agent);
    EXPECT_TRUE(store.database().execute(
        "INSERT INTO api_call (session, model, branch, at, input, output, cache_write_5m, "
        "cache_write_1h, cache_read, web_searches, flags, cost, duration, agent) SELECT key, ?2, "
        "?3, "
        "?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, ?12, ?13 FROM session WHERE id = ?1",
        kSessions.at(call.session).id, static_cast<std::int64_t>(model + 1), branch_key,
        metrics::micros(moment), tokens.input, tokens.output, tokens.cache_write_5m,
        tokens.cache_write_1h, tokens.cache_read, call.flags, call.sums.cost.nano_dollars,
        static_cast<std::int64_t>(below(5000)), agent_key));
    call.key = store.database().last_insert_rowid();
    calls.push_back(call);
  }

  /// Both workspaces stand on a branch that calls of theirs are on when nothing else is known.
  static std::string branch_of(const KnownCall& call) {
    const std::string workspace = kSessions.at(call.session).workspace;
    if (!call.branch.empty() || workspace.empty()) return call.branch;
    return workspace == "tall-moss" ? "me/tall-moss" : "me/quiet-fern";
  }

  static metrics::UsageSource source_of(const KnownCall& call) {
    if (kSessions.at(call.session).outside) return metrics::UsageSource::outside;
    return static_cast<metrics::UsageSource>(agent_of(call));
  }
  static metrics::UsageAgent agent_of(const KnownCall& call) {
    if ((call.flags & 512) != 0) return metrics::UsageAgent::background;
    return (call.flags & 4) != 0 ? metrics::UsageAgent::sub_agent : metrics::UsageAgent::main;
  }

  std::vector<KnownCall> calls;

 private:
  FakeIdSource source_{7};
};

}  // namespace orchard::test
