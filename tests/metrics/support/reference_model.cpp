#include "tests/metrics/support/reference_model.h"

#include "metrics/pricing/price_table.h"

#include <algorithm>
#include <set>

namespace orchard::test {

using namespace core;

namespace {

template <class T, class Facts>
std::vector<T> only(const Facts& facts) {
  std::vector<T> found;
  for (const Fact& fact : facts)
    if (const T* value = std::get_if<T>(&fact)) found.push_back(*value);
  return found;
}

}  // namespace

std::vector<ReferenceModel::Call> ReferenceModel::calls() const {
  std::map<std::string, Call> by_id;
  for (const auto& seen : only<ApiCallSeen>(facts_)) {
    const bool streamed = seen.witness == Witness::stream;
    const auto [entry, is_new] = by_id.try_emplace(seen.call.value);
    Call& call = entry->second;
    if (is_new) call.at = seen.at;
    if (is_new || (streamed && !call.streamed)) call.session = seen.session.value;
    call.streamed = call.streamed || streamed;
    call.model = seen.model;
    if (seen.turn) call.turn = seen.turn->value;
    call.at = std::min(call.at, seen.at);
    const auto grow = [](std::int64_t& most, std::int64_t value) { most = std::max(most, value); };
    grow(call.usage.input, seen.usage.input);
    grow(call.usage.output, seen.usage.output);
    grow(call.usage.cache_write_5m, seen.usage.cache_write_5m);
    grow(call.usage.cache_write_1h, seen.usage.cache_write_1h);
    grow(call.usage.cache_read, seen.usage.cache_read);
  }
  std::vector<Call> all;
  for (auto& [id, call] : by_id) {
    call.cost = metrics::cost_of(
        call.usage, metrics::PriceTable::built_in().price(call.model, call.at), false, 0);
    all.push_back(call);
  }
  return all;
}

std::vector<ReferenceModel::Turn> ReferenceModel::turns() const {
  std::map<std::string, Turn> by_key;
  for (const auto& started : only<TurnStarted>(facts_)) {
    Turn& turn = by_key[started.session.value + "|" + started.turn.value];
    turn.session = started.session.value;
    turn.id = started.turn.value;
    turn.began = started.at;
  }
  for (const auto& finished : only<TurnFinished>(facts_)) {
    Turn& turn = by_key[finished.session.value + "|" + finished.turn.value];
    turn.session = finished.session.value;
    turn.id = finished.turn.value;
    turn.ended = finished.at;
    turn.outcome = to_string(finished.outcome);
  }
  std::vector<Turn> all;
  for (const auto& [key, turn] : by_key) all.push_back(turn);
  return all;
}

const BranchObserved* ReferenceModel::newest(const std::string& workspace) const {
  const BranchObserved* newest = nullptr;
  for (const Fact& fact : facts_) {
    const auto* seen = std::get_if<BranchObserved>(&fact);
    if (seen == nullptr || seen->workspace.value != workspace) continue;
    // Late by a minute at most; from further ahead only a wrong clock dates.
    const bool late = newest != nullptr && newest->at > seen->at &&
                      newest->at - seen->at <= std::chrono::minutes(1);
    if (!late) newest = seen;
  }
  return newest;
}

std::vector<ReferenceModel::Commit> ReferenceModel::commits() const {
  // Told in the order they were recorded: what a look that comes late shows is not news.
  std::map<std::string, const BranchObserved*> newest;
  std::map<std::string, Commit> first_seen;
  for (const Fact& fact : facts_) {
    const auto* seen = std::get_if<BranchObserved>(&fact);
    if (seen == nullptr) continue;
    const BranchObserved*& known = newest[seen->workspace.value];
    if (known != nullptr && known->at > seen->at && known->at - seen->at <= std::chrono::minutes(1))
      continue;
    known = seen;
    for (const CommitInfo& info : seen->commits) {
      Commit commit;
      commit.oid = info.oid.value;
      commit.workspace = seen->workspace.value;
      commit.counted_at = std::min(info.authored_at, seen->at);
      commit.committed_at = info.committed_at;
      commit.stat = info.stat;
      commit.is_merge = info.is_merge;
      first_seen.try_emplace(commit.oid, commit);
    }
  }
  std::set<std::string> held;
  for (const auto& [workspace, seen] : newest)
    for (const CommitInfo& info : seen->commits) held.insert(info.oid.value);
  std::vector<Commit> counted;
  for (const auto& [oid, commit] : first_seen)
    if (!commit.is_merge && held.contains(oid)) counted.push_back(commit);
  for (Commit& commit : counted) commit.by_agent = ran_then(commit.workspace, commit.committed_at);
  return counted;
}

std::map<std::string, std::string> ReferenceModel::places() const {
  std::map<std::string, std::string> places;
  for (const auto& seen : only<SessionSeen>(facts_))
    if (seen.workspace) places.try_emplace(seen.session.value, seen.workspace->value);
  return places;
}

bool ReferenceModel::ran_then(const std::string& workspace, Timestamp second) const {
  std::map<std::string, Turn> newest_turn;
  for (const Turn& turn : turns()) {
    if (!turn.began || *turn.began >= second + std::chrono::seconds(1)) continue;
    const auto [entry, is_new] = newest_turn.try_emplace(turn.session, turn);
    if (!is_new && *entry->second.began < *turn.began) entry->second = turn;
  }
  for (const auto& [session, place] : places()) {
    if (place != workspace || !newest_turn.contains(session)) continue;
    const auto& ended = newest_turn[session].ended;
    if (!ended || *ended >= second) return true;
  }
  return false;
}

metrics::Tiles ReferenceModel::tiles(const metrics::LocalTime& local, Timestamp now) const {
  metrics::Tiles tiles;
  const auto today = local.day_of(now);
  const auto age_of = [&](Timestamp at) { return (today - local.day_of(at)).count(); };

  std::map<std::string, Timestamp> began;
  std::map<std::string, Turn> last;
  for (const Turn& turn : turns()) {
    // Where its beginning was never told a turn counts from its end.
    if (turn.began || turn.ended) {
      const Timestamp moment = turn.began ? *turn.began : *turn.ended;
      const auto [entry, is_new] = began.try_emplace(turn.session, moment);
      if (!is_new) entry->second = std::min(entry->second, moment);
    }
    if (turn.ended && (!last.contains(turn.session) || *last[turn.session].ended < *turn.ended))
      last[turn.session] = turn;
  }
  for (const auto& [session, at] : began) {
    if (age_of(at) == 0) ++tiles.sessions_today;
    if (at > now) continue;
    for (int hour = 0; hour < 48; ++hour) {
      if (now - at < std::chrono::hours(hour) || now - at >= std::chrono::hours(hour + 1)) continue;
      if (hour < 24) {
        ++tiles.sessions_24h;
        ++tiles.sessions_by_hour[static_cast<std::size_t>(23 - hour)];
      } else {
        ++tiles.sessions_day_before;
      }
    }
  }
  for (const auto& [session, turn] : last) {
    if (age_of(*turn.ended) < 0 || age_of(*turn.ended) >= 30) continue;
    ++tiles.sessions_ended_30d;
    if (turn.outcome == "ok") ++tiles.sessions_ok_30d;
    if (turn.outcome == "error") ++tiles.sessions_error_30d;
  }

  for (const Commit& commit : commits()) {
    const auto age = age_of(commit.counted_at);
    if (age < 0 || age >= 14) continue;
    ++tiles.commits_by_day[static_cast<std::size_t>(13 - age)];
    if (age >= 7) continue;
    tiles.additions_7d += commit.stat.additions;
    tiles.deletions_7d += commit.stat.deletions;
    if (age > 0) continue;
    ++tiles.commits_today;
    if (commit.by_agent) ++tiles.commits_today_by_agents;
    tiles.additions_today += commit.stat.additions;
    tiles.deletions_today += commit.stat.deletions;
  }

  for (const Call& call : calls()) {
    const auto age = age_of(call.at);
    if (age < 0 || age >= 30) continue;
    tiles.cost_by_day[static_cast<std::size_t>(29 - age)] += call.cost;
    tiles.cost_30d += call.cost;
    if (age == 0) tiles.cost_today += call.cost;
    tiles.usage_30d += call.usage;
    ++tiles.api_calls_30d;
  }
  return tiles;
}

ReferenceModel::SessionSums ReferenceModel::session(const std::string& id) const {
  SessionSums sums;
  std::optional<Timestamp> last_end;
  const std::vector<Turn> all_turns = turns();
  for (const Turn& turn : all_turns) {
    if (turn.session != id) continue;
    ++sums.turns;
    if (turn.ended && (!last_end || *last_end < *turn.ended)) {
      last_end = turn.ended;
      sums.last_outcome = turn.outcome;
    }
  }
  for (const Call& call : calls()) {
    if (call.session != id) continue;
    sums.usage += call.usage;
    sums.cost += call.cost;
    std::string turn_id = call.turn;
    if (turn_id.empty()) {
      std::optional<Timestamp> newest_start;
      for (const Turn& turn : all_turns)
        if (turn.session == id && turn.began && *turn.began <= call.at &&
            (!newest_start || *newest_start < *turn.began)) {
          newest_start = turn.began;
          turn_id = turn.id;
        }
    }
    if (!turn_id.empty()) sums.turn_costs[turn_id] += call.cost.nano_dollars;
  }
  std::set<std::string> resolved;
  for (const auto& answer : only<PermissionResolved>(facts_))
    if (answer.session.value == id) resolved.insert(answer.request.value);
  std::set<std::string> open;
  for (const auto& asked : only<PermissionRequested>(facts_)) {
    if (asked.session.value != id || resolved.contains(asked.request.value)) continue;
    const bool turn_over = std::any_of(all_turns.begin(), all_turns.end(), [&](const Turn& turn) {
      return turn.session == id && turn.ended && *turn.ended >= asked.at;
    });
    if (!turn_over) open.insert(asked.request.value);
  }
  sums.open_requests.assign(open.begin(), open.end());
  return sums;
}

ReferenceModel::WorkspaceSums ReferenceModel::workspace(const std::string& id) const {
  WorkspaceSums sums;
  const BranchObserved* seen = newest(id);
  if (seen == nullptr) return sums;
  for (const CommitInfo& commit : seen->commits)
    if (!commit.is_merge) ++sums.commits;
  sums.net = seen->net;
  sums.uncommitted = seen->uncommitted;
  return sums;
}

std::map<std::string, std::int64_t> ReferenceModel::commands() const {
  std::set<std::pair<std::string, std::string>> keys;
  std::map<std::string, std::int64_t> uses;
  for (const auto& used : only<SlashCommandUsed>(facts_))
    if (keys.insert({used.session.value, used.message.value}).second) ++uses[used.name];
  return uses;
}

}  // namespace orchard::test
