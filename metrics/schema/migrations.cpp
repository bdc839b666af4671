#include "metrics/schema/migrations.h"

#include "metrics/schema/agent_schema.h"
#include "metrics/schema/first_schema.h"
#include "metrics/schema/plan_schema.h"
#include "metrics/schema/rollup_schema.h"
#include "metrics/schema/usage_schema.h"

#include <array>

namespace orchard::metrics {
namespace {

// `branch` follows what is checked out; only what Orchard made may be deleted with a workspace.
constexpr std::string_view kOwnBranches = R"sql(
ALTER TABLE workspace ADD COLUMN created_branch TEXT NOT NULL DEFAULT '';
ALTER TABLE workspace ADD COLUMN archived_branch TEXT NOT NULL DEFAULT '';
UPDATE workspace SET created_branch = branch WHERE branch_created_by_us;
UPDATE workspace SET archived_branch = branch WHERE branch_created_by_us AND status = 'deleted';
ALTER TABLE workspace DROP COLUMN branch_created_by_us;
)sql";

// With everything the leaderboards ask of a commit, so that none is looked up.
constexpr std::string_view kCommitIndex = R"sql(
DROP INDEX commit_counted;
CREATE INDEX commit_counted ON commit_seen(counted_at, workspace, repository, additions, deletions,
                                           files, holders, is_merge)
  WHERE holders > 0 AND is_merge = 0;
)sql";

// Grows whenever something of the session is recorded, so that a reader sees what to read again.
constexpr std::string_view kSessionRevision = R"sql(
ALTER TABLE session ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
CREATE INDEX session_continues ON session(continues) WHERE continues IS NOT NULL;
)sql";

// Which prices the recorded costs were worked out with.
constexpr std::string_view kPriceState = R"sql(
CREATE TABLE price_state (
  key         INTEGER PRIMARY KEY CHECK (key = 1),
  fingerprint INTEGER NOT NULL
) STRICT;
)sql";

// With everything that a look at all sessions asks, so that none is looked up; and workspaces in
// the order they are shown.
constexpr std::string_view kPlacesIndex = R"sql(
CREATE INDEX workspace_created ON workspace(created_at);
DROP INDEX session_workspace;
CREATE INDEX session_place ON session(workspace, last_active_at, outside);
CREATE INDEX session_outside ON session(outside) WHERE outside = 1;
)sql";

// When the first of a transcript's replies that lay in the future is to be read again. Before, none
// was.
constexpr std::string_view kFutureReplies = R"sql(
ALTER TABLE transcript ADD COLUMN due INTEGER;
UPDATE transcript SET due = 0 WHERE skipped > 0;
)sql";

// Who adds many calls at once holds the triggers back instead.
constexpr std::string_view kNothingHeld = R"sql(
DROP TRIGGER api_call_added;
CREATE TRIGGER api_call_added AFTER INSERT ON api_call BEGIN
  INSERT INTO usage_change VALUES (new.at, new.session, new.model,
    iif(new.flags & 512, 2, iif(new.flags & 4, 1, 0)), COALESCE(new.branch, 0), 1, new.input,
    new.output, new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost,
    iif(new.flags & 32, new.cost, 0));
END;
DROP TABLE usage_held;
)sql";

// What was read before knew nothing of advisors, of copies by way of a relay and of where a reply
// was made, later nothing of how a relay's ids are told apart and of limits that were reached:
// everything is read again, which counts nothing twice.
constexpr std::string_view kReadAgain = R"sql(
UPDATE transcript SET mtime = 0, offset = 0;
)sql";

// Calls that the API did not answer, apart from those that count. The transcripts that are still
// there are read once more for them.
constexpr std::string_view kFailedCalls = R"sql(
CREATE TABLE failed_call (
  key      INTEGER PRIMARY KEY,
  record   INTEGER NOT NULL UNIQUE,
  session  INTEGER NOT NULL REFERENCES session(key),
  at       INTEGER NOT NULL,
  origin   INTEGER NOT NULL,
  branch   INTEGER REFERENCES branch(key),
  status   INTEGER,
  duration INTEGER
) STRICT;
CREATE INDEX failed_call_time ON failed_call(at);
UPDATE transcript SET due = 0;
)sql";

// Who told of a limit; before, agents did of Orchard's sessions and the status line of others.
constexpr std::string_view kLimitSource = R"sql(
ALTER TABLE rate_limit_sample ADD COLUMN source TEXT NOT NULL DEFAULT 'stream';
UPDATE rate_limit_sample SET source = 'status_line'
  WHERE session IN (SELECT key FROM session WHERE outside = 1);
)sql";

}  // namespace

std::span<const core::Migration> migrations() {
  static constexpr std::array kMigrations{
      core::Migration{1, "the first schema", kFirstSchema},
      core::Migration{2, "the branches Orchard made", kOwnBranches},
      core::Migration{3, "the account's plan and network requests", kPlanSchema},
      core::Migration{4, "sums that stand ready", kRollupSchema},
      core::Migration{5, "commits by their day, whole", kCommitIndex},
      core::Migration{6, "how often a session changed", kSessionRevision},
      core::Migration{7, "use outside Orchard", kUsageSchema},
      core::Migration{8, "which prices hold", kPriceState},
      core::Migration{9, "where sessions are, whole", kPlacesIndex},
      core::Migration{10, "replies of the future", kFutureReplies},
      core::Migration{11, "sums of many calls at once", kNothingHeld},
      core::Migration{12, "transcripts to be read again", kReadAgain},
      core::Migration{13, "calls that failed", kFailedCalls},
      core::Migration{14, "which sub-agents made calls", kAgentSchema},
      core::Migration{15, "who told of a limit", kLimitSource},
      core::Migration{16, "relays and limits, read again", kReadAgain},
  };
  return kMigrations;
}

}  // namespace orchard::metrics
