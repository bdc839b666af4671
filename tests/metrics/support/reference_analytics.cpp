#include "tests/metrics/support/reference_analytics.h"

#include <algorithm>
#include <ctime>
#include <set>
#include <utility>

namespace orchard::test {

using namespace core;
using metrics::UsageSums;
using metrics::Window;

namespace {

std::tm wall_clock(Timestamp at) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return parts;
}

/// Days since 1970 as the calendar on the wall names them.
std::int64_t day_number(Timestamp at) {
  std::tm day = wall_clock(at);
  day.tm_hour = day.tm_min = day.tm_sec = 0;
  return timegm(&day) / 86400;
}

std::size_t weekday(Timestamp at) {
  return static_cast<std::size_t>((wall_clock(at).tm_wday + 6) % 7);
}

std::string day_name(Timestamp at) {
  const std::tm day = wall_clock(at);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d", &day);
  return text.data();
}

void add(UsageSums& sums, const ReferenceModel::Call& call) {
  ++sums.calls;
  sums.tokens += call.usage;
  sums.cost += call.cost;
}

}  // namespace

ReferenceAnalytics::ReferenceAnalytics(const ReferenceModel& model,
                                       std::map<std::string, std::string> repositories,
                                       Timestamp now, const metrics::Filter& filter)
    : model_(model),
      repositories_(std::move(repositories)),
      now_(now),
      filter_(filter),
      places_(model.places()),
      calls_(model.calls()) {
  for (const auto& turn : model.turns())
    if (turn.began || turn.ended) turns_.push_back(turn);
}

Timestamp ReferenceAnalytics::moment_of(const ReferenceModel::Turn& turn) {
  return turn.began ? *turn.began : *turn.ended;
}

bool ReferenceAnalytics::is_in(Window window, Timestamp at) const {
  const std::int64_t age = day_number(now_) - day_number(at);
  switch (window) {
    case Window::day:
      return at > now_ - std::chrono::hours(24) && at <= now_;
    case Window::week:
      return age >= 0 && age < 7;
    case Window::month:
      return age >= 0 && age < 30;
    case Window::quarter:
      return age >= 0 && age < 90;
    case Window::all:
      return true;
  }
  return false;
}

std::string ReferenceAnalytics::place_of(const std::string& session) const {
  const auto found = places_.find(session);
  return found == places_.end() ? "" : found->second;
}

bool ReferenceAnalytics::has_model(const std::string& model) const {
  return model.find(filter_.model) != std::string::npos;
}

bool ReferenceAnalytics::has_session(const std::string& session) const {
  const std::string place = place_of(session);
  if (filter_.workspace && filter_.workspace->value != place) return false;
  if (filter_.repository && (place.empty() || repositories_.at(place) != filter_.repository->value))
    return false;
  return filter_.model.empty() || std::any_of(calls_.begin(), calls_.end(), [&](const auto& call) {
           return call.session == session && has_model(call.model);
         });
}

bool ReferenceAnalytics::has_workspace(const std::string& workspace) const {
  if (filter_.workspace && filter_.workspace->value != workspace) return false;
  if (filter_.repository && repositories_.at(workspace) != filter_.repository->value) return false;
  return filter_.model.empty() || std::any_of(calls_.begin(), calls_.end(), [&](const auto& call) {
           return place_of(call.session) == workspace && has_model(call.model);
         });
}

std::map<std::string, metrics::Activity> ReferenceAnalytics::leaders(Window window) const {
  std::map<std::string, metrics::Activity> by_place;
  std::set<std::string> sessions;
  for (const auto& turn : turns_) {
    if (!is_in(window, moment_of(turn)) || !has_session(turn.session)) continue;
    metrics::Activity& activity = by_place[place_of(turn.session)];
    ++activity.turns;
    if (sessions.insert(turn.session).second) ++activity.sessions;
  }
  for (const auto& commit : model_.commits()) {
    if (!is_in(window, commit.counted_at) || !has_workspace(commit.workspace)) continue;
    metrics::Activity& activity = by_place[commit.workspace];
    ++activity.commits;
    activity.lines += commit.stat;
  }
  for (const auto& call : calls_)
    if (is_in(window, call.at) && has_session(call.session) && has_model(call.model))
      add(by_place[place_of(call.session)].usage, call);
  return by_place;
}

std::array<std::array<std::int64_t, 24>, 7> ReferenceAnalytics::heatmap(Window window) const {
  std::array<std::array<std::int64_t, 24>, 7> turns{};
  for (const auto& turn : turns_) {
    const Timestamp at = moment_of(turn);
    if (is_in(window, at) && has_session(turn.session))
      ++turns.at(weekday(at)).at(static_cast<std::size_t>(wall_clock(at).tm_hour));
  }
  return turns;
}

std::array<std::array<std::int64_t, 7>, 13> ReferenceAnalytics::calendar() const {
  std::array<std::array<std::int64_t, 7>, 13> turns{};
  for (const auto& turn : turns_) {
    const Timestamp at = moment_of(turn);
    const std::int64_t monday = day_number(now_) - static_cast<std::int64_t>(weekday(now_));
    const std::int64_t day = day_number(at) - (monday - 12 * 7);
    if (day < 0 || day_number(at) > day_number(now_) || !has_session(turn.session)) continue;
    ++turns.at(static_cast<std::size_t>(day / 7)).at(static_cast<std::size_t>(day % 7));
  }
  return turns;
}

std::array<std::int64_t, 8> ReferenceAnalytics::turns_per_session(Window window) const {
  std::map<std::string, std::int64_t> by_session;
  for (const auto& turn : turns_)
    if (is_in(window, moment_of(turn)) && has_session(turn.session)) ++by_session[turn.session];
  std::array<std::int64_t, 8> histogram{};
  for (const auto& [session, turns] : by_session) {
    std::size_t bucket = 0;
    for (std::int64_t edge = 2; bucket < 7 && turns > edge; edge *= 2) ++bucket;
    ++histogram.at(bucket);
  }
  return histogram;
}

metrics::SessionDurations ReferenceAnalytics::durations(Window window) const {
  std::map<std::string, std::pair<Timestamp, std::optional<Timestamp>>> spans;
  for (const auto& turn : turns_) {
    if (!has_session(turn.session)) continue;
    auto& [began, ended] =
        spans.try_emplace(turn.session, moment_of(turn), std::nullopt).first->second;
    began = std::min(began, moment_of(turn));
    if (turn.ended) ended = std::max(ended.value_or(*turn.ended), *turn.ended);
  }
  metrics::SessionDurations durations;
  std::vector<Duration> all;
  for (const auto& [session, span] : spans) {
    if (!span.second || !is_in(window, span.first)) continue;
    const Duration took = std::max(Duration(0), *span.second - span.first);
    all.push_back(took);
    durations.total += took;
    constexpr std::array<int, 6> kMinutes{1, 5, 15, 60, 240, 1440};
    std::size_t bucket = 0;
    while (bucket < 6 && took > std::chrono::minutes(kMinutes.at(bucket))) ++bucket;
    ++durations.sessions.at(bucket);
  }
  std::sort(all.begin(), all.end());
  durations.count = static_cast<std::int64_t>(all.size());
  if (all.empty()) return durations;
  durations.median = all[(all.size() - 1) / 2];
  durations.longest = all.back();
  return durations;
}

metrics::CallPace ReferenceAnalytics::pace(Window window) const {
  std::map<std::int64_t, std::int64_t> by_quarter;
  for (const auto& call : calls_) {
    if (!has_session(call.session) || !has_model(call.model)) continue;
    const std::int64_t quarter = call.at.time_since_epoch() / std::chrono::minutes(15);
    const Timestamp begins{std::chrono::minutes(15) * quarter};
    if (is_in(window, begins)) ++by_quarter[quarter];
  }
  metrics::CallPace pace;
  for (const auto& [quarter, calls] : by_quarter) {
    pace.calls += calls;
    ++pace.active_quarters;
    if (calls <= pace.peak_calls) continue;
    pace.peak_calls = calls;
    pace.peak_at = Timestamp{std::chrono::minutes(15) * quarter};
  }
  return pace;
}

std::map<std::string, std::int64_t> ReferenceAnalytics::commands(Window window) const {
  std::set<std::pair<std::string, std::string>> keys;
  std::map<std::string, std::int64_t> uses;
  for (const Fact& fact : model_.facts()) {
    const auto* used = std::get_if<SlashCommandUsed>(&fact);
    if (used == nullptr || !keys.insert({used->session.value, used->message.value}).second)
      continue;
    if (is_in(window, used->at) && has_session(used->session.value)) ++uses[used->name];
  }
  return uses;
}

std::map<std::string, UsageSums> ReferenceAnalytics::models(Window window) const {
  std::map<std::string, UsageSums> models;
  for (const auto& call : calls_)
    if (is_in(window, call.at) && has_session(call.session) && has_model(call.model))
      add(models[call.model], call);
  return models;
}

std::map<std::string, UsageSums> ReferenceAnalytics::days(Window window) const {
  std::map<std::string, UsageSums> days;
  for (const auto& call : calls_)
    if (is_in(window, call.at) && has_session(call.session) && has_model(call.model))
      add(days[day_name(call.at)], call);
  return days;
}

std::vector<metrics::SessionDot> ReferenceAnalytics::recent() const {
  std::map<std::string, std::vector<ReferenceModel::Turn>> by_session;
  for (const auto& turn : turns_)
    if (has_session(turn.session)) by_session[turn.session].push_back(turn);
  std::vector<metrics::SessionDot> dots;
  for (auto& [session, turns] : by_session) {
    std::sort(turns.begin(), turns.end(),
              [](const auto& a, const auto& b) { return moment_of(a) < moment_of(b); });
    metrics::SessionDot dot;
    dot.session = SessionId(session);
    dot.turns = static_cast<std::int64_t>(turns.size());
    std::optional<Timestamp> first;
    std::optional<Timestamp> last;
    std::optional<Timestamp> newest_end;
    for (const auto& turn : turns) {
      if (turn.ended && (!newest_end || *turn.ended >= *newest_end)) {
        newest_end = turn.ended;
        dot.outcome = parse_turn_outcome(turn.outcome);
      }
      if (moment_of(turn) > now_) continue;
      dot.open = !turn.ended;
      const bool began_then = is_in(Window::day, moment_of(turn));
      const bool ended_then = turn.ended && is_in(Window::day, *turn.ended);
      if (!began_then && !ended_then) continue;
      const Timestamp from = std::max(moment_of(turn), now_ - std::chrono::hours(24) + Duration(1));
      first = first ? std::min(*first, from) : from;
      for (const Timestamp at : {from, ended_then ? *turn.ended : from})
        last = last ? std::max(*last, at) : at;
    }
    if (!first) continue;
    dot.from = *first;
    dot.to = dot.open ? now_ : *last;
    dots.push_back(dot);
  }
  return dots;
}

}  // namespace orchard::test
