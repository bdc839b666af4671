#include "tests/metrics/support/years_of_history.h"

#include "core/base/time_text.h"

#include <algorithm>
#include <array>

namespace orchard::test {

using namespace core;

std::vector<Fact> YearsOfHistory::draw(int events) {
  std::vector<Fact> facts;
  // Sessions 7 and 8 belong to no workspace.
  for (int i = 0; i < 7; ++i)
    facts.push_back(SessionSeen{SessionId("s-" + std::to_string(i)),
                                WorkspaceId("w" + std::to_string(1 + i % kWorkspaces)), "", "", "",
                                now_, std::nullopt});
  for (int i = 0; i < events; ++i) add_event(facts);
  for (std::size_t i = facts.size(); i > 1; --i)
    if (below(3) == 0) std::swap(facts[i - 1], facts[below(i)]);
  for (int i = 0; i < events / 4; ++i) facts.push_back(facts[below(facts.size())]);
  return facts;
}

Timestamp YearsOfHistory::moment() {
  constexpr std::uint64_t kHour = 3'600'000'000;
  constexpr std::array kChanges{"2025-03-30T01:00:00Z", "2025-10-26T01:00:00Z",
                                "2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z",
                                "2026-04-04T15:00:00Z", "2025-10-04T15:30:00Z"};
  switch (below(6)) {
    case 0:
      return now_ - within(3 * 365 * 24 * kHour);
    case 1:
      return *parse_iso8601(kChanges.at(below(kChanges.size()))) + within(8 * kHour) -
             within(8 * kHour);
    case 2:
    case 3:
      return now_ + within(3 * kHour) - within(50 * kHour);
    case 4:
      return now_ - within(95 * 24 * kHour);
    default:
      // To the second, as commits are; on borders of quarters and days.
      return std::chrono::floor<std::chrono::minutes>(now_ - within(60 * 24 * kHour));
  }
}

void YearsOfHistory::add_event(std::vector<Fact>& facts) {
  switch (below(5)) {
    case 0:
    case 1:
      return add_turn(facts);
    case 2:
      return add_call(facts);
    case 3:
      return add_branch(facts);
    default:
      facts.push_back(SlashCommandUsed{session(), MessageId("m-" + next()),
                                       below(2) == 0 ? "/usage" : "/plan", moment()});
  }
}

void YearsOfHistory::add_turn(std::vector<Fact>& facts) {
  const SessionId id = session();
  const TurnId turn("t-" + next());
  const Timestamp began = moment();
  // Of some turns only the end is known.
  if (below(12) != 0) facts.push_back(TurnStarted{id, turn, "do it", false, began});
  turns_.emplace_back(id, turn);
  if (below(5) == 0) return;
  TurnFinished finished;
  finished.session = id;
  finished.turn = turn;
  finished.outcome = static_cast<TurnOutcome>(below(3));
  finished.at = began + within(below(3) == 0 ? 90'000'000'000 : 600'000'000);
  facts.push_back(finished);
}

void YearsOfHistory::add_call(std::vector<Fact>& facts) {
  constexpr std::array kModels{"claude-opus-4-8", "claude-haiku-4-5", "claude-sonnet-4-5"};
  ApiCallSeen call;
  const std::string id = next();
  call.call = ApiCallId("msg_" + id);
  call.session = session();
  if (!turns_.empty() && below(2) == 0) {
    const auto& [turn_session, turn] = turns_[below(turns_.size())];
    call.session = turn_session;
    call.turn = turn;
  }
  call.model = kModels.at(below(kModels.size()));
  call.at = moment();
  const auto tokens = [&](std::uint64_t limit) { return static_cast<std::int64_t>(below(limit)); };
  call.usage = {1, 1, tokens(9'000), tokens(9'000), tokens(400'000)};
  facts.push_back(call);
  ApiCallSeen file = call;
  file.complete = true;
  file.witness = Witness::transcript;
  file.turn.reset();
  file.usage.output = tokens(4'000);
  file.at += within(200'000);
  if (below(3) != 0) facts.push_back(file);
  if (below(4) != 0) return;
  // A forked conversation repeats it in a transcript of its own.
  file.session = SessionId("s-" + std::to_string(below(9)));
  facts.push_back(file);
}

CommitInfo YearsOfHistory::commit(std::uint64_t number) const {
  // What a commit is never changes: all of it follows from its number.
  FakeIdSource own(number + 1);
  YearsOfHistory times(number + 99, now_);
  CommitInfo commit;
  commit.oid = CommitOid("c-" + std::to_string(number));
  commit.authored_at = std::chrono::floor<std::chrono::seconds>(times.moment());
  commit.committed_at = own.next() % 2 == 0
                            ? commit.authored_at
                            : std::chrono::floor<std::chrono::seconds>(times.moment());
  commit.is_merge = own.next() % 5 == 0;
  commit.stat = {static_cast<std::int64_t>(own.next() % 90),
                 static_cast<std::int64_t>(own.next() % 50), 1};
  return commit;
}

void YearsOfHistory::add_branch(std::vector<Fact>& facts) {
  BranchObserved seen;
  seen.repository = RepositoryId("r1");
  const std::uint64_t which = below(kWorkspaces);
  seen.workspace = WorkspaceId("w" + std::to_string(which + 1));
  // Repositories hold commits of their own.
  if (which == kWorkspaces - 1) seen.repository = RepositoryId("r2");
  const std::uint64_t first = which == kWorkspaces - 1 ? 100 : 0;
  seen.branch = "b";
  // Heads never repeat here, so nothing lands: that has tests of its own.
  seen.head = CommitOid("head-" + next());
  seen.merge_base = CommitOid("base");
  // From one commit up: the branch grows, is rolled back, shares its lower part with forks.
  const std::uint64_t top = first + below(20);
  for (std::uint64_t number = top + 1; number > first + top / 3; --number)
    if (below(8) != 0) seen.commits.push_back(commit(number));
  seen.net = {static_cast<std::int64_t>(below(100)), 2, 1};
  seen.uncommitted = {static_cast<std::int64_t>(below(9)), 0, 1};
  seen.at = moment();
  facts.push_back(seen);
}

}  // namespace orchard::test
