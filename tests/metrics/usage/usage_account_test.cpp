#include "metrics/usage/usage_account.h"

#include "metrics/usage/usage_sessions.h"
#include "tests/metrics/support/time_zone.h"
#include "tests/metrics/usage/usage_world.h"

#include <algorithm>
#include <functional>
#include <map>

#include <gmock/gmock.h>

namespace orchard::metrics {
namespace {

using core::Timestamp;
using test::KnownCall;

class UsageAccountTest : public test::UsageWorld {
 protected:
  using GroupOf = std::function<std::string(const KnownCall&)>;

  std::string name_in(UsageDimension by, const KnownCall& call) const {
    const KnownSession& of = kSessions.at(call.session);
    switch (by) {
      case UsageDimension::none:
        return "";
      case UsageDimension::model:
        return call.model;
      case UsageDimension::workspace:
        return *of.workspace != '\0' ? of.workspace : of.repository;
      case UsageDimension::branch:
        return branch_of(call);
      case UsageDimension::repository:
        return of.repository;
      case UsageDimension::agent:
        return std::string(to_string(agent_of(call))) + (call.agent.empty() ? "" : ":") +
               call.agent;
      case UsageDimension::source:
        return std::string(to_string(source_of(call)));
      case UsageDimension::session:
        return of.id;
    }
    return "";
  }

  /// The period a moment lies in, the slow way.
  std::string period_of(UsageStep step, int week_start, Timestamp at) const {
    const CivilDay day = local.day_of(at);
    const std::chrono::year_month_day date(day);
    switch (step) {
      case UsageStep::whole:
        return "";
      case UsageStep::hour: {
        const auto shown = at + local.offset_at(at);
        return core::to_iso8601(shown).substr(0, 13) + " " +
               std::to_string(local.offset_at(at).count());
      }
      case UsageStep::day:
        return core::to_iso8601(Timestamp(day)).substr(0, 10);
      case UsageStep::month:
        return core::to_iso8601(Timestamp(day)).substr(0, 7);
      case UsageStep::week: {
        CivilDay first = day;
        while (weekday_of(first) != week_start) first -= std::chrono::days(1);
        return core::to_iso8601(Timestamp(first)).substr(0, 10);
      }
    }
    return "";
  }

  std::string period_of(UsageStep step, const AccountLine& line) const {
    if (step == UsageStep::whole) return "";
    std::string day = core::to_iso8601(Timestamp(line.day)).substr(0, 10);
    if (step == UsageStep::month) day.resize(7);
    if (step != UsageStep::hour) return day;
    return day + (line.hour < 10 ? "T0" : "T") + std::to_string(line.hour) + " " +
           std::to_string(local.offset_at(*line.span.from).count());
  }

  void expect_plain_loops(const UsageQuestion& question, Timestamp now) {
    std::map<std::pair<std::string, std::string>, UsageSums> expected;
    std::array<UsageSums, kUsageSources> by_source;
    std::map<std::string, UsageSums> models;
    UsageSums total;
    for (const KnownCall& call : calls) {
      if (!question.range.contains(call.at)) continue;
      if (question.filter.source && *question.filter.source != source_of(call)) continue;
      if (!question.filter.consumer.empty() &&
          question.filter.consumer != kSessions.at(call.session).consumer)
        continue;
      if (!question.filter.branch.empty() && question.filter.branch != branch_of(call)) continue;
      expected[{period_of(question.step, question.week_start, call.at),
                name_in(question.by, call)}] += call.sums;
      by_source.at(static_cast<std::size_t>(source_of(call))) += call.sums;
      models[call.model] += call.sums;
      total += call.sums;
    }
    const auto account = query_usage(store, local, now, question);
    ASSERT_TRUE(account) << account.error().describe();
    EXPECT_EQ(account->total.sums, total);
    EXPECT_EQ(account->total.by_source, by_source);
    EXPECT_EQ(account->total.models.size(), models.size());
    for (const ModelUsage& model : account->total.models)
      EXPECT_EQ(model.sums, models[model.model]);
    std::map<std::pair<std::string, std::string>, UsageSums> found;
    std::optional<Timestamp> before;
    for (const AccountLine& line : account->lines) {
      const UsageGroup& group = line.group;
      const bool is_typed = !group.agent_type.empty();
      found[{period_of(question.step, line),
             is_typed ? group.name + ":" + group.agent_type : group.name}] += line.tally.sums;
      if (question.by == UsageDimension::agent) {
        EXPECT_EQ(group.key, is_typed ? group.name + ":" + group.agent_type : group.name);
      }
      if (before) {
        EXPECT_LE(*before, *line.span.from);
      }
      if (question.step != UsageStep::whole) before = line.span.from;
    }
    EXPECT_EQ(found, expected);
  }

  SystemLocalTime local;
};

TEST_F(UsageAccountTest, GivesTheSumsOfPlainLoopsInEveryZone) {
  constexpr std::array kZones{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"};
  // The clocks of Berlin and of New York change within.
  const Timestamp now = *core::parse_iso8601("2026-11-03T10:07:11.5Z");
  add_calls(400, now, std::chrono::hours(24 * 40));
  for (const char* name : kZones) {
    SCOPED_TRACE(name);
    const test::TimeZone zone(name);
    local = SystemLocalTime();
    for (const UsageStep step :
         {UsageStep::whole, UsageStep::hour, UsageStep::day, UsageStep::week, UsageStep::month})
      for (int by = 0; by <= static_cast<int>(UsageDimension::session); ++by) {
        SCOPED_TRACE(std::to_string(static_cast<int>(step)) + " by " + std::to_string(by));
        UsageQuestion question;
        question.step = step;
        question.by = static_cast<UsageDimension>(by);
        question.week_start = by % 7;
        question.range.from = now - std::chrono::hours(24 * 33) -
                              core::Duration(static_cast<std::int64_t>(below(9) * 7));
        question.range.to = now - std::chrono::minutes(static_cast<int>(below(3000)));
        expect_plain_loops(question, now);
        if (HasFailure()) return;
      }
    expect_plain_loops({}, now);
  }
}

TEST_F(UsageAccountTest, NarrowsToSourcesConsumersAndBranches) {
  const Timestamp now = test::at(0);
  add_calls(200, now, std::chrono::hours(100));
  for (const UsageSource source : kAllUsageSources) {
    UsageQuestion question;
    question.filter.source = source;
    expect_plain_loops(question, now);
  }
  for (const KnownSession& known : kSessions) {
    UsageQuestion question;
    question.filter.consumer = known.consumer;
    question.by = UsageDimension::session;
    expect_plain_loops(question, now);
  }
  for (const char* branch : {"main", "me/quiet-fern", "me/tall-moss"}) {
    UsageQuestion question;
    question.filter.branch = branch;
    expect_plain_loops(question, now);
  }
}

TEST_F(UsageAccountTest, NarrowsToCallsWithoutAModelName) {
  add_calls(60, test::at(0), std::chrono::hours(10));
  ASSERT_TRUE(store.database().execute_script("UPDATE model SET name = '' WHERE name = 'acme-9'"));
  const auto calls_of = [&](const char* model) {
    UsageQuestion question;
    question.filter.place.model = model;
    const auto account = query_usage(store, local, test::at(0), question);
    EXPECT_TRUE(account) << account.error().describe();
    return account ? account->total.sums.calls : -1;
  };
  const auto nameless = std::ranges::count(calls, "acme-9", &KnownCall::model);
  ASSERT_GT(nameless, 0);
  EXPECT_EQ(calls_of("unknown model"), nameless);
  EXPECT_EQ(calls_of(""), 60) << "an empty filter means all";
  EXPECT_EQ(calls_of("claude"), 60 - nameless);
}

TEST_F(UsageAccountTest, ShowsEmptyPeriodsWhenAskedTo) {
  const test::TimeZone zone("Europe/Berlin");
  local = SystemLocalTime();
  const Timestamp now = *core::parse_iso8601("2026-10-26T10:30:00Z");
  add_call(now - std::chrono::hours(1));
  UsageQuestion question;
  question.with_empty = true;
  question.step = UsageStep::hour;
  // A day of 25 hours.
  question.range = {local.start_of(CivilDay(std::chrono::year(2026) / 10 / 25)),
                    local.start_of(CivilDay(std::chrono::year(2026) / 10 / 26))};
  auto account = query_usage(store, local, now, question).value();
  ASSERT_EQ(account.lines.size(), 25U);
  EXPECT_EQ(account.lines[2].hour, 2);
  EXPECT_EQ(account.lines[3].hour, 2);
  EXPECT_EQ(account.total.sums.calls, 0);
  for (std::size_t i = 1; i < account.lines.size(); ++i)
    EXPECT_EQ(account.lines[i - 1].span.to, account.lines[i].span.from);

  question.step = UsageStep::day;
  question.range = {now - std::chrono::hours(24 * 3), now};
  account = query_usage(store, local, now, question).value();
  ASSERT_EQ(account.lines.size(), 4U);
  EXPECT_EQ(account.lines.front().span.from, question.range.from);
  EXPECT_EQ(account.lines.back().span.to, question.range.to);
  EXPECT_EQ(account.lines.back().tally.sums.calls, 1);
  EXPECT_EQ(account.lines[1].tally.sums.calls, 0);

  // What claims to be of a far future is shown, but not all the days until then.
  add_call(now + std::chrono::hours(24 * 365'000));
  question.range = {now - std::chrono::hours(24 * 3), std::nullopt};
  account = query_usage(store, local, now, question).value();
  ASSERT_EQ(account.lines.size(), 5U);
  EXPECT_EQ(account.lines.back().tally.sums.calls, 1);
}

TEST_F(UsageAccountTest, KnowsWhoTookMost) {
  const Timestamp now = test::at(0);
  add_calls(120, now, std::chrono::hours(100));
  for (const ConsumerOrder order : {ConsumerOrder::cost, ConsumerOrder::tokens}) {
    const TimeRange range{now - std::chrono::hours(70), std::nullopt};
    const auto top = query_top_consumers(store, {}, range, order, 3).value();
    EXPECT_EQ(top.count, 5);
    ASSERT_EQ(top.lines.size(), 3U);
    std::map<std::string, UsageSums> expected;
    for (const KnownCall& call : calls)
      if (range.contains(call.at)) expected[kSessions.at(call.session).consumer] += call.sums;
    std::vector<std::int64_t> sizes;
    for (const auto& [consumer, sums] : expected)
      sizes.push_back(order == ConsumerOrder::cost ? sums.cost.nano_dollars : sums.tokens.total());
    std::ranges::sort(sizes, std::greater());
    for (std::size_t i = 0; i < top.lines.size(); ++i) {
      const UsageSums& sums = top.lines[i].tally.sums;
      EXPECT_EQ(sums, expected[top.lines[i].group.key]);
      EXPECT_EQ(order == ConsumerOrder::cost ? sums.cost.nano_dollars : sums.tokens.total(),
                sizes[i]);
    }
  }
}

TEST_F(UsageAccountTest, TellsFoldersOfOneNameApart) {
  ASSERT_TRUE(store.database().execute_script(
      "INSERT INTO project (path, name) VALUES ('/srv/fern', 'fern'), ('/srv/notes', 'notes');"
      "UPDATE session SET project = (SELECT key FROM project WHERE path = '/srv/fern') "
      "  WHERE id = 's-3'"));
  add_calls(60, test::at(0), std::chrono::hours(10));
  UsageQuestion question;
  question.by = UsageDimension::repository;
  const auto names_of = [&] {
    std::set<std::string> names;
    const auto account = query_usage(store, local, test::at(0), question).value();
    for (const auto& line : account.lines) names.insert(line.group.name);
    return names;
  };
  EXPECT_EQ(names_of(), (std::set<std::string>{"fern (src)", "fern (srv)", "notes (me)"}));
  question.filter.project = "fern (srv)";
  EXPECT_EQ(names_of(), std::set<std::string>{"fern (srv)"});
}

TEST_F(UsageAccountTest, ListsSessionsWithTheirActivity) {
  const Timestamp now = test::at(0);
  add_calls(150, now, std::chrono::hours(100));
  const TimeRange range{now - std::chrono::hours(60), now - std::chrono::minutes(77)};
  const auto sessions = query_usage_sessions(store, {}, range).value();
  ASSERT_EQ(sessions.size(), kSessions.size());
  for (const SessionUsage& one : sessions) {
    SCOPED_TRACE(one.id);
    std::optional<Timestamp> first;
    std::optional<Timestamp> last;
    UsageSums sums;
    for (const KnownCall& call : calls) {
      if (one.id != kSessions.at(call.session).id || !range.contains(call.at)) continue;
      if (!first || call.at < *first) first = call.at;
      if (!last || call.at > *last) last = call.at;
      sums += call.sums;
    }
    EXPECT_EQ(one.first_activity, first);
    EXPECT_EQ(one.last_activity, last);
    EXPECT_EQ(one.tally.sums, sums);
  }
  for (std::size_t i = 1; i < sessions.size(); ++i)
    EXPECT_GE(sessions[i - 1].tally.sums.cost, sessions[i].tally.sums.cost);
}

TEST_F(UsageAccountTest, ListsBranchesNewestFirst) {
  add_calls(50, test::at(0), std::chrono::hours(10));
  EXPECT_THAT(query_usage_choices(store, {}).value().branches,
              testing::UnorderedElementsAre("main", "me/quiet-fern", "me/tall-moss"));
}

TEST_F(UsageAccountTest, RefusesWhatNobodyKnows) {
  const auto error_of = [&](const std::function<void(UsageFilter&)>& set) {
    UsageQuestion question;
    set(question.filter);
    const auto account = query_usage(store, local, test::at(0), question);
    return account ? core::Error{} : account.error();
  };
  EXPECT_EQ(error_of([](UsageFilter& f) { f.branch = "x"; }).code, core::ErrorCode::not_found);
  EXPECT_EQ(error_of([](UsageFilter& f) { f.project = "x"; }).code, core::ErrorCode::not_found);
  EXPECT_EQ(error_of([](UsageFilter& f) { f.session = "x"; }).code, core::ErrorCode::not_found);
  EXPECT_EQ(error_of([](UsageFilter& f) { f.place.model = "gpt"; }).code,
            core::ErrorCode::not_found);
  EXPECT_EQ(error_of([](UsageFilter& f) { f.place.repository = core::RepositoryId("x"); }).code,
            core::ErrorCode::not_found);
  ASSERT_TRUE(store.database().execute_script(
      "INSERT INTO project (path, name) VALUES ('/other/notes', 'notes')"));
  EXPECT_EQ(error_of([](UsageFilter& f) { f.project = "notes"; }).code, core::ErrorCode::ambiguous);
}

}  // namespace
}  // namespace orchard::metrics
