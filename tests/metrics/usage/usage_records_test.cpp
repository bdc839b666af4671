#include "metrics/usage/usage_records.h"

#include "tests/metrics/usage/usage_world.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <tuple>
#include <utility>

namespace orchard::metrics {
namespace {

using core::Timestamp;
using test::KnownCall;

class UsageRecordsTest : public test::UsageWorld {
 protected:
  std::vector<std::int64_t> keys_of(const RecordPage& page) {
    std::vector<std::int64_t> keys;
    for (const UsageRecord& row : page.rows) keys.push_back(row.key);
    return keys;
  }

  static std::string name_of(const KnownCall& call) {
    const KnownSession& of = kSessions.at(call.session);
    return *of.workspace != '\0' ? of.workspace : of.repository;
  }

  static std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  }

  /// All that match, in order, the slow way.
  std::vector<KnownCall> expected(const RecordQuestion& question) {
    std::vector<KnownCall> found;
    for (const KnownCall& call : calls) {
      const std::string part = lower(question.search);
      const bool named = std::ranges::any_of(
          std::array<std::string, 3>{name_of(call), call.agent,
                                     kSessions.at(call.session).repository},
          [&](const std::string& name) { return lower(name).find(part) != std::string::npos; });
      const bool from = !question.filter.source || *question.filter.source == source_of(call);
      if (named && from && question.range.contains(call.at)) found.push_back(call);
    }
    const auto value = [&](const KnownCall& call) {
      switch (question.order) {
        case RecordColumn::time:
          return call.at.time_since_epoch().count();
        case RecordColumn::source:
          return static_cast<std::int64_t>(source_of(call));
        case RecordColumn::output:
          return call.sums.tokens.output;
        case RecordColumn::cost:
          return call.sums.cost.nano_dollars;
        case RecordColumn::cached: {
          const core::TokenUsage& tokens = call.sums.tokens;
          return static_cast<std::int64_t>(1e6 * static_cast<double>(tokens.cache_read) /
                                           static_cast<double>(tokens.context()));
        }
        default:
          return call.sums.tokens.context();
      }
    };
    std::ranges::sort(found, [&](const KnownCall& a, const KnownCall& b) {
      if (value(a) != value(b))
        return question.ascending ? value(a) < value(b) : value(b) < value(a);
      return std::tie(b.at, b.key) < std::tie(a.at, a.key);
    });
    return found;
  }

  void expect_pages(RecordQuestion question) {
    const auto all = expected(question);
    core::Cost cost;
    for (const KnownCall& call : all) cost += call.sums.cost;
    for (std::size_t offset = 0; offset <= all.size() + 20; offset += 7) {
      question.offset = offset;
      question.limit = 20;
      const auto page = query_usage_records(store, question);
      ASSERT_TRUE(page) << page.error().describe();
      EXPECT_EQ(page->count, static_cast<std::int64_t>(all.size()));
      EXPECT_EQ(page->cost, cost);
      std::vector<std::int64_t> keys;
      for (std::size_t i = offset; i < std::min(all.size(), offset + 20); ++i)
        keys.push_back(all[i].key);
      ASSERT_EQ(keys_of(*page), keys) << "from " << offset;
    }
  }
};

TEST_F(UsageRecordsTest, StandInPagesInAnyOrder) {
  const Timestamp now = test::at(0);
  add_calls(160, now, std::chrono::hours(30));
  // Many within one quarter of an hour.
  for (int i = 0; i < 50; ++i) add_call(now - std::chrono::seconds(static_cast<int>(below(600))));
  for (const RecordColumn column : {RecordColumn::time, RecordColumn::source, RecordColumn::output,
                                    RecordColumn::cost, RecordColumn::input, RecordColumn::cached})
    for (const bool ascending : {false, true}) {
      SCOPED_TRACE(std::string(to_string(column)) + (ascending ? " up" : " down"));
      RecordQuestion question;
      question.order = column;
      question.ascending = ascending;
      expect_pages(question);
      question.range = {now - std::chrono::hours(20) - core::Duration(1),
                        now - std::chrono::minutes(3)};
      question.filter.source = UsageSource::outside;
      expect_pages(question);
      question.filter.source = std::nullopt;
      for (const char* search : {"FeRn", "xplo", "plan"}) {
        question.search = search;
        expect_pages(question);
      }
      if (HasFailure()) return;
    }
}

TEST_F(UsageRecordsTest, StandByTheNameOfTheirPlaceThenOfTheirSubAgent) {
  add_calls(120, test::at(0), std::chrono::hours(30));
  RecordQuestion question;
  question.order = RecordColumn::name;
  question.ascending = true;
  question.limit = 200;
  const auto rows = query_usage_records(store, question).value().rows;
  ASSERT_EQ(rows.size(), 120U);
  const auto name = [](const UsageRecord& row) {
    return std::pair(row.workspace.empty() ? row.repository : row.workspace, row.agent_type);
  };
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_LE(name(rows[i - 1]), name(rows[i]));
  for (const UsageRecord& row : rows) {
    const auto call = std::ranges::find(calls, row.key, &KnownCall::key);
    ASSERT_NE(call, calls.end());
    EXPECT_EQ(row.agent_type, call->agent);
  }
}

TEST_F(UsageRecordsTest, SayEverythingOfACall) {
  add_call(test::at(1));
  const KnownCall& call = calls.front();
  const auto page = query_usage_records(store, {}).value();
  ASSERT_EQ(page.rows.size(), 1U);
  const UsageRecord& row = page.rows.front();
  EXPECT_EQ(row.at, call.at);
  EXPECT_EQ(row.source, source_of(call));
  EXPECT_EQ(row.session, kSessions.at(call.session).id);
  EXPECT_EQ(row.workspace, kSessions.at(call.session).workspace);
  EXPECT_EQ(row.repository, kSessions.at(call.session).repository);
  EXPECT_EQ(row.branch, branch_of(call));
  EXPECT_EQ(row.model, call.model);
  EXPECT_EQ(row.tokens, call.sums.tokens);
  EXPECT_EQ(row.cost, call.sums.cost);
  EXPECT_EQ(row.kind, (call.flags & 32) != 0 ? CostKind::estimated : CostKind::calculated);
  EXPECT_TRUE(row.duration);
  const FigureTable table = record_table(page.rows);
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0].size(), table.columns.size());
}

TEST_F(UsageRecordsTest, ListFailuresAmongTheCallsWhenAskedTo) {
  record(
      {test::call("msg_1", session, test::at(100)), test::call("msg_2", session, test::at(300))});
  ASSERT_TRUE(store.database().execute(
      "INSERT INTO failed_call (record, session, at, origin, status, duration) "
      "SELECT 7, key, ?1, 1, 529, 30000 FROM session WHERE id = 's-1'",
      test::at(200).time_since_epoch().count()));
  RecordQuestion question;
  EXPECT_EQ(query_usage_records(store, question).value().count, 2);
  question.with_failures = true;
  const auto page = query_usage_records(store, question).value();
  EXPECT_EQ(page.count, 3);
  ASSERT_EQ(page.rows.size(), 3U);
  const UsageRecord& failure = page.rows[1];
  EXPECT_TRUE(failure.failed);
  EXPECT_EQ(failure.http_status, 529);
  EXPECT_EQ(failure.at, test::at(200));
  EXPECT_EQ(failure.source, UsageSource::sub_agent);
  EXPECT_EQ(failure.session, "s-1");
  EXPECT_EQ(failure.workspace, page.rows[0].workspace);
  EXPECT_EQ(failure.cost, core::Cost{});
  EXPECT_EQ(failure.duration, core::Duration(std::chrono::seconds(30)));
  EXPECT_FALSE(page.rows[0].failed);
  // Whatever they are ordered by, each stands on one page.
  for (int column = 0; column <= static_cast<int>(RecordColumn::duration); ++column)
    for (const bool ascending : {false, true}) {
      question.order = static_cast<RecordColumn>(column);
      question.ascending = ascending;
      question.limit = 1;
      int failures = 0;
      for (question.offset = 0; question.offset < 3; ++question.offset)
        failures += query_usage_records(store, question).value().rows.at(0).failed ? 1 : 0;
      EXPECT_EQ(failures, 1) << to_string(question.order);
    }
  question = {};
  question.with_failures = true;
  question.filter.source = UsageSource::interactive;
  EXPECT_EQ(query_usage_records(store, question).value().count, 2);
  question.filter.source = UsageSource::sub_agent;
  EXPECT_EQ(query_usage_records(store, question).value().count, 1);
  const FigureTable table = record_table(page.rows);
  EXPECT_EQ(table.columns.at(table.columns.size() - 2).name, "failure");
  EXPECT_EQ(std::get<std::string>(table.rows[1].at(table.columns.size() - 2)), "529");
}

TEST_F(UsageRecordsTest, FindTheTitleOfAConversation) {
  record(
      {core::TurnStarted{session, core::TurnId("t"), "\n Paint the Shed \nred", false, test::at(0)},
       test::call("msg_1", session, test::at(1)),
       test::call("msg_2", core::SessionId("s-2"), test::at(2))});
  RecordQuestion question;
  question.search = "the shed";
  const auto page = query_usage_records(store, question).value();
  ASSERT_EQ(page.count, 1);
  EXPECT_EQ(page.rows.at(0).title, "Paint the Shed");
  question.search = "nothing like it";
  EXPECT_EQ(query_usage_records(store, question).value().count, 0);
}

}  // namespace
}  // namespace orchard::metrics
