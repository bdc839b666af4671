#include "metrics/usage/usage_sessions.h"

#include "metrics/ledger/read_view.h"
#include "metrics/query/first_line.h"
#include "metrics/schema/columns.h"
#include "metrics/usage/reading/usage_parts.h"
#include "metrics/usage/usage_groups.h"
#include "metrics/usage/usage_tally.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

constexpr std::int64_t kEver = std::int64_t{1} << 62;

constexpr std::string_view kActivity =
    "SELECT MIN(at), MAX(at) FROM api_call WHERE session = ?1 AND at >= ?2 AND at < ?3";

constexpr std::string_view kTitle =
    "SELECT substr(prompt, 1, 400) FROM turn WHERE session = ?1 AND prompt <> '' "
    "ORDER BY started_at LIMIT 1";

Result<SessionUsage> describe(Database& database, const UsagePlaces& places, std::int64_t key,
                              const TimeRange& range) {
  const UsagePlaces::Session& session = places.session(key);
  SessionUsage usage;
  usage.id = session.id;
  usage.repository = places.repository_name(session);
  usage.outside = session.outside;
  if (const auto own = places.workspaces.find(session.workspace); own != places.workspaces.end())
    usage.workspace = own->second.name;
  if (const auto folder = places.projects.find(session.project); folder != places.projects.end())
    usage.project_path = folder->second.path;
  ORCHARD_TRY(Statement activity, database.prepare(kActivity));
  activity.bind_all(key, range.from ? micros(*range.from) : 0,
                    range.to ? micros(*range.to) : kEver);
  ORCHARD_CHECK(activity.each([&](const Statement& row) {
    usage.first_activity = timestamp(row.integer(0));
    usage.last_activity = timestamp(row.integer(1));
  }));
  ORCHARD_TRY(usage.title, session_title(database, key));
  return usage;
}

std::vector<UsageFolder> folders_of(const UsagePlaces& places) {
  std::set<std::int64_t> projects;
  for (const UsagePlaces::Session& session : places.sessions)
    if (session.repository == 0 && session.project != 0) projects.insert(session.project);
  std::vector<UsageFolder> folders;
  for (const std::int64_t key : projects)
    if (const auto found = places.projects.find(key); found != places.projects.end())
      folders.push_back({found->second.path, found->second.label});
  std::ranges::sort(folders, {},
                    [](const UsageFolder& folder) { return std::tie(folder.name, folder.path); });
  return folders;
}

}  // namespace

Result<std::string> session_title(Database& database, std::int64_t session) {
  ORCHARD_TRY(Statement title, database.prepare(kTitle));
  title.bind(1, session);
  ORCHARD_TRY(const bool found, title.step());
  return found ? first_line(title.text(0), 200) : std::string();
}

Result<std::vector<SessionUsage>> query_usage_sessions(Store& store, const UsageFilter& filter,
                                                       const TimeRange& range) {
  Database& database = store.database();
  ORCHARD_TRY(const ReadView view, ReadView::open(database));
  ORCHARD_TRY(const UsagePlaces places, UsagePlaces::read(database));
  ORCHARD_TRY(const UsageScope scope, UsageScope::resolve(database, places, filter));
  std::map<std::int64_t, TallyBuilder> tallies;
  ORCHARD_CHECK(
      each_usage_part(database, scope, range, UsageGrain::days, [&](const UsagePart& part) {
        tallies[part.session].add(part, source_of(places.session(part.session), part.origin));
      }));
  std::vector<SessionUsage> sessions;
  for (const auto& [key, tally] : tallies) {
    ORCHARD_TRY(SessionUsage session, describe(database, places, key, range));
    session.tally = tally.finish(places);
    sessions.push_back(std::move(session));
  }
  std::ranges::sort(sessions, [](const SessionUsage& a, const SessionUsage& b) {
    return std::tie(b.tally.sums.cost, a.id) < std::tie(a.tally.sums.cost, b.id);
  });
  return sessions;
}

Result<TopConsumers> query_top_consumers(Store& store, const UsageFilter& filter,
                                         const TimeRange& range, ConsumerOrder order,
                                         std::size_t limit) {
  Database& database = store.database();
  ORCHARD_TRY(const ReadView view, ReadView::open(database));
  ORCHARD_TRY(const UsagePlaces places, UsagePlaces::read(database));
  ORCHARD_TRY(const UsageScope scope, UsageScope::resolve(database, places, filter));
  struct Consumer {
    TallyBuilder tally;
    UsagePart first;
  };
  std::map<std::int64_t, Consumer> consumers;
  ORCHARD_CHECK(
      each_usage_part(database, scope, range, UsageGrain::days, [&](const UsagePart& part) {
        Consumer& consumer = consumers[group_number(places, UsageDimension::workspace, part)];
        consumer.first = part;
        consumer.tally.add(part, source_of(places.session(part.session), part.origin));
      }));
  TopConsumers top;
  top.count = static_cast<std::int64_t>(consumers.size());
  for (const auto& [number, consumer] : consumers) {
    AccountLine& line = top.lines.emplace_back();
    line.span = range;
    line.group = group_of(places, UsageDimension::workspace, consumer.first);
    line.tally = consumer.tally.finish(places);
  }
  const auto size_of = [&](const AccountLine& line) {
    const UsageSums& sums = line.tally.sums;
    return order == ConsumerOrder::cost ? sums.cost.nano_dollars : sums.tokens.total();
  };
  std::ranges::sort(top.lines, [&](const AccountLine& a, const AccountLine& b) {
    return std::pair(size_of(b), a.group.key) < std::pair(size_of(a), b.group.key);
  });
  if (top.lines.size() > limit) top.lines.resize(limit);
  return top;
}

Result<UsageChoices> query_usage_choices(Store& store, const UsageFilter& filter) {
  Database& database = store.database();
  ORCHARD_TRY(const ReadView view, ReadView::open(database));
  ORCHARD_TRY(const UsagePlaces places, UsagePlaces::read(database));
  ORCHARD_TRY(const UsageScope scope, UsageScope::resolve(database, places, filter));
  UsageChoices choices;
  choices.folders = folders_of(places);
  std::map<std::int64_t, core::Timestamp> newest;
  ORCHARD_CHECK(each_usage_part(database, scope, {}, UsageGrain::days, [&](const UsagePart& part) {
    if (part.branch == 0) return;
    core::Timestamp& at = newest[part.branch];
    at = std::max(at, part.at);
  }));
  std::vector<std::pair<core::Timestamp, std::string>> order;
  order.reserve(newest.size());
  for (const auto& [branch, at] : newest) order.emplace_back(at, places.branch(branch));
  std::ranges::sort(order, [](const auto& a, const auto& b) {
    return std::tie(b.first, a.second) < std::tie(a.first, b.second);
  });
  choices.branches.reserve(order.size());
  for (auto& [at, name] : order) choices.branches.push_back(std::move(name));
  return choices;
}

}  // namespace orchard::metrics
