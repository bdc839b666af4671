#include "core/base/time_text.h"
#include "metrics/recorder/keys.h"
#include "tests/metrics/support/ledger_fixture.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace orchard::metrics {
namespace {

using core::ApiCallId;
using core::ApiCallSeen;
using core::SessionId;
using core::Witness;
using test::at;

class ApiCallTest : public test::LedgerFixture {
 protected:
  /// What the ledger says of its only call.
  struct Told {
    core::TokenUsage usage;
    std::int64_t flags = 0;
    std::int64_t cost = 0;
    std::int64_t at = 0;
    std::string session;
    std::string turn;
    bool operator==(const Told&) const = default;
  };

  Told only_call() {
    EXPECT_EQ(count("SELECT COUNT(*) FROM api_call"), 1);
    auto row = store.database()
                   .prepare(
                       "SELECT c.input, c.output, c.cache_write_5m, c.cache_write_1h, "
                       "c.cache_read, c.flags, c.cost, c.at, s.id, t.id FROM api_call c "
                       "JOIN session s ON s.key = c.session "
                       "LEFT JOIN turn t ON t.key = c.turn")
                   .value();
    EXPECT_TRUE(row.step().value());
    return {{row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)},
            row.integer(5),
            row.integer(6),
            row.integer(7),
            row.text(8),
            row.text(9)};
  }

  void clear() {
    for (const char* sql :
         {"DELETE FROM api_call", "DELETE FROM api_call_message", "DELETE FROM api_call_request"})
      ASSERT_TRUE(store.database().execute_script(sql));
  }
};

TEST_F(ApiCallTest, JoinsItsWitnessesInAnyOrder) {
  ApiCallSeen start = test::call("msg_1", session, at(10));
  start.usage = {3, 1, 100, 200, 50};
  start.complete = false;
  start.turn = core::TurnId("t-1");
  ApiCallSeen named = start;
  named.request_id = "req_1";
  ApiCallSeen end = start;
  end.usage.output = 77;
  end.complete = true;
  ApiCallSeen file = named;
  file.turn.reset();
  file.witness = Witness::transcript;
  file.usage.output = 77;
  file.complete = true;
  file.at = at(12);
  ApiCallSeen fork = file;
  fork.session = SessionId("s-fork");
  ApiCallSeen wire;  // knows the request alone
  wire.session = session;
  wire.request_id = "req_1";
  wire.model = "claude-opus-4-8";
  wire.usage = {3, 77, 300, 0, 50};
  wire.usage.cache_write_5m = 0;
  wire.at = at(13);
  wire.complete = true;

  std::vector<core::Fact> sightings{start, named, end, file, fork, wire};
  std::vector<int> order{0, 1, 2, 3, 4, 5};
  std::optional<Told> first;
  do {
    clear();
    for (const int i : order) {
      record({sightings[static_cast<std::size_t>(i)]});
      record({sightings[static_cast<std::size_t>(i)]});
    }
    const Told told = only_call();
    if (!first) first = told;
    ASSERT_EQ(told.usage, (core::TokenUsage{3, 77, 100, 200, 50}));
    ASSERT_EQ(told.session, session.value);
    ASSERT_EQ(told.turn, "t-1");
    ASSERT_EQ(told, *first);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(ApiCallTest, PricesWhenRecorded) {
  record({test::call("msg_1", session, at(1))});
  EXPECT_EQ(only_call().cost, 140'317'500);
}

TEST_F(ApiCallTest, KeepsInputAndCacheOfAnAbortedReply) {
  ApiCallSeen aborted = test::call("msg_1", session, at(1));
  aborted.usage = {3, 1, 22'330, 0, 0};
  aborted.complete = false;
  record({aborted});
  EXPECT_EQ(only_call().cost, 3 * 5'000 + 25'000 + 22'330 * 6'250);
  EXPECT_EQ(only_call().flags & 1, 0);
}

TEST_F(ApiCallTest, TellsResponsesOfARelayApartThatRepeatsIds) {
  ApiCallSeen one = test::call("msg_same", session, at(1));
  one.request_id = "req_1";
  ApiCallSeen two = one;
  two.request_id = "req_2";
  record({one, two, one, two});
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call"), 2);

  clear();
  ApiCallSeen here = test::call("chatcmpl-1", session, at(1));
  ApiCallSeen there = test::call("chatcmpl-1", SessionId("s-2"), at(1));
  record({here, there, here, there});
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call"), 2);
}

TEST_F(ApiCallTest, CountsAReplyRepeatedByASideQuestionOnce) {
  ApiCallSeen reply = test::call("msg_1", session, at(1));
  reply.request_id = "req_1";
  ApiCallSeen repeat = reply;
  repeat.request_id = "req_2";
  repeat.sub_agent = true;
  // It has the side question's context, which the reply did not have.
  repeat.usage.cache_read += 50'000;
  for (const auto& order : {std::vector<core::Fact>{reply, repeat}, {repeat, reply}}) {
    clear();
    record(order);
    record(order);
    EXPECT_EQ(only_call().flags & 4, 0);
    EXPECT_EQ(count("SELECT cache_read FROM api_call"), reply.usage.cache_read);
  }
}

TEST_F(ApiCallTest, MarksAnEstimatedPrice) {
  ApiCallSeen fact = test::call("msg_1", session, at(1));
  fact.model = "claude-opus-77";
  record({fact});
  EXPECT_EQ(only_call().flags & 32, 32);
  EXPECT_EQ(only_call().cost, 140'317'500);
}

TEST_F(ApiCallTest, TakesAtMost120Bytes) {
  constexpr int kCalls = 20'000;
  const auto pages = [&] {
    EXPECT_TRUE(store.database().execute_script("PRAGMA wal_checkpoint(TRUNCATE)"));
    return count("PRAGMA page_count") * count("PRAGMA page_size");
  };
  std::vector<core::Fact> facts;
  for (int i = 0; i < 40; ++i)
    facts.push_back(core::TurnStarted{SessionId("s-" + std::to_string(i)), core::TurnId("t"), "",
                                      false, at(0)});
  record(facts);
  facts.clear();
  const std::int64_t before = pages();
  for (int i = 0; i < kCalls; ++i) {
    const auto noise = static_cast<std::uint64_t>(hash_id(std::to_string(i)));
    ApiCallSeen fact = test::call("msg_01" + std::to_string(noise),
                                  SessionId("s-" + std::to_string(noise % 40)), at(i * 4));
    fact.turn = core::TurnId("t");
    fact.request_id = "req_01" + std::to_string(noise);
    fact.usage = {
        static_cast<std::int64_t>(noise % 3'000), static_cast<std::int64_t>(noise % 4'001), 0,
        static_cast<std::int64_t>(noise % 20'003), static_cast<std::int64_t>(noise % 190'003)};
    facts.push_back(fact);
  }
  record(facts);
  const double bytes = static_cast<double>(pages() - before) / kCalls;
  RecordProperty("bytes_per_call", std::to_string(bytes));
  EXPECT_LE(bytes, 120.0);
}

TEST(HashId, DoesNotCollideAndNeverChanges) {
  EXPECT_EQ(hash_id(""), hash_id({}));
  EXPECT_EQ(hash_id("msg_01"), hash_id("msg_01"));
  std::unordered_set<std::int64_t> seen;
  for (int i = 0; i < 300'000; ++i) seen.insert(hash_id("msg_01" + std::to_string(i)));
  EXPECT_EQ(seen.size(), 300'000U);
}

TEST_F(ApiCallTest, ASumOfCacheWritesIsNotAddedToItsParts) {
  ApiCallSeen sum = test::call("msg_1", session, at(10));
  sum.usage = {4, 9, 41, 0, 14418};
  sum.cache_split_known = false;
  ApiCallSeen parts = sum;
  parts.usage = {4, 9, 36, 5, 14418};
  parts.cache_split_known = true;
  parts.witness = Witness::transcript;
  for (const auto& order : {std::vector<core::Fact>{sum, parts}, {parts, sum}, {sum, parts, sum}}) {
    clear();
    record(order);
    EXPECT_EQ(only_call().usage, parts.usage);
  }
  // Whatever the sum knows beyond the parts was written too.
  ApiCallSeen larger = sum;
  larger.usage.cache_write_5m = 50;
  clear();
  record({parts, larger});
  EXPECT_EQ(only_call().usage, (core::TokenUsage{4, 9, 45, 5, 14418}));
}

}  // namespace
}  // namespace orchard::metrics
