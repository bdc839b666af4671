#include "metrics/calls/call_book.h"

#include "metrics/recorder/keys.h"
#include "metrics/recorder/write_facts.h"
#include "metrics/schema/columns.h"
#include "metrics/sweep/harvest.h"
#include "tests/metrics/support/ledger_fixture.h"

#include <random>

#include <fmt/format.h>

namespace orchard::metrics {
namespace {

using namespace core;
using test::at;

/// A sighting as a transcript line tells it, with the texts that it points into.
struct ToldLine {
  std::string message, request, uuid, session, model, branch, agent, type;
  UsageLine line;
  std::optional<std::int64_t> duration;

  const UsageLine& view() {
    line.message_id = message;
    line.request_id = request;
    line.uuid = uuid;
    line.session = session;
    line.model = model;
    line.branch = branch;
    line.agent = agent;
    return line;
  }
};

/// Few ids, so that sightings meet in every way: copies, halves, relays that repeat ids.
class Lines {
 public:
  explicit Lines(unsigned seed) : random_(seed) {}

  ToldLine next() {
    ToldLine told;
    const int reply = below(40);
    told.message = below(12) == 0  ? ""
                   : below(6) == 0 ? fmt::format("relay-{}", reply % 5)
                                   : fmt::format("msg_{}", reply);
    told.request = below(5) == 0 || (below(2) == 0 && told.message.starts_with("relay"))
                       ? ""
                       : fmt::format("req_{}", below(8) == 0 ? below(40) : reply);
    told.uuid = fmt::format("u-{}", below(1000));
    told.session = fmt::format("s-{}", below(4));
    told.model = below(6) == 0 ? "" : below(9) == 0 ? "claude-nobody-knows-9" : "claude-opus-4-8";
    told.branch = below(3) == 0 ? "" : fmt::format("b-{}", below(3));
    told.agent = below(3) == 0 ? "a12" : below(20) == 0 ? "acompact-1" : "";
    told.type = below(3) == 0 ? "" : fmt::format("type-{}", below(3));
    told.line.at = at(reply * 700 + below(3));
    told.line.tokens = {below(9), below(900), below(50), below(50), below(9000)};
    if (told.message.starts_with("relay") && below(2) == 0) told.line.tokens = {reply, 7, 0, 0, 9};
    told.line.cache_split_known = below(4) != 0;
    if (!told.line.cache_split_known) told.line.tokens.cache_write_1h = 0;
    told.line.web_searches = below(9) == 0 ? 1 : 0;
    if (below(15) == 0) told.line.reported_dollars = 0.25 * below(3);
    told.line.fast = below(12) == 0;
    told.line.complete = below(3) != 0;
    if (below(2) == 0) told.duration = below(60'000);
    return told;
  }
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

 private:
  std::mt19937 random_;
};

/// The same sighting for the recorder that takes one at a time.
Result<void> write_alone(Store& store, const Sighting& seen, const ToldLine& told) {
  ApiCallSeen fact;
  const bool has_api_id = !told.message.empty() || !told.request.empty();
  fact.call = ApiCallId(has_api_id ? told.message : told.uuid);
  fact.session = SessionId(told.session);
  fact.request_id = told.request;
  fact.model = told.model;
  fact.usage = told.line.tokens;
  fact.web_searches = told.line.web_searches;
  fact.fast = told.line.fast;
  fact.sub_agent = !told.agent.empty();
  fact.complete = told.line.complete;
  fact.witness = Witness::transcript;
  fact.at = told.line.at;
  fact.cache_split_known = told.line.cache_split_known;
  CallDetails details;
  details.background = told.agent == "acompact-1";
  details.branch = told.branch;
  if (told.agent == "a12") details.agent = told.type;
  if (told.duration) details.duration = std::chrono::milliseconds(*told.duration);
  if (seen.reported > 0) details.reported = Cost{seen.reported};
  return write_api_call(store.database(), store.prices(), fact, details);
}

class CallBookTest : public test::LedgerFixture, public testing::WithParamInterface<unsigned> {
 protected:
  static std::string dump(Store& of, const std::string& columns, const std::string& from) {
    auto rows =
        of.database().prepare("SELECT json_array(" + columns + ") FROM " + from + " ORDER BY 1");
    EXPECT_TRUE(rows) << from;
    std::string text;
    EXPECT_TRUE(rows->each([&](const Statement& row) { text += row.text(0) + "\n"; }));
    return text;
  }
  /// Everything but the keys of models and branches, which come in the order of their first use.
  static std::string dump(Store& of) {
    const std::string sums =
        "u.session, m.name, u.origin, b.name, a.name, calls, input, output, cache_write_5m, "
        "cache_write_1h, cache_read, cost, estimated";
    const std::string names =
        " u JOIN model m ON m.key = u.model LEFT JOIN branch b ON b.key = u.branch "
        "LEFT JOIN agent a ON a.key = u.agent";
    return dump(of,
                "c.key, session, m.name, at, input, output, cache_write_5m, cache_write_1h, "
                "cache_read, web_searches, flags, cost, b.name, duration, a.name",
                "api_call c JOIN model m ON m.key = c.model LEFT JOIN branch b "
                "ON b.key = c.branch LEFT JOIN agent a ON a.key = c.agent") +
           dump(of, "hash, call", "api_call_message") + dump(of, "hash, call", "api_call_request") +
           dump(of, "quarter, calls, output, cost, estimated", "usage_quarter") +
           dump(of, "quarter, " + sums, "usage_session_quarter" + names) +
           dump(of, "day, " + sums, "usage_session_day" + names);
  }
  Store one_by_one = Store::open(directory / "other.db").value();
};

TEST_P(CallBookTest, MakesWhatOneByOneWouldHaveMade) {
  Lines lines(GetParam());
  ASSERT_TRUE(one_by_one.put_repository(repository));
  ASSERT_TRUE(one_by_one.put_workspace(workspace));
  ASSERT_TRUE(one_by_one.create_session(session, workspace.id, "", "", at(0)));
  CallBook book(store.database(), store.prices());
  for (int transaction = 0; transaction < 12; ++transaction) {
    Transaction mine = store.database().begin().value();
    Transaction theirs = one_by_one.database().begin().value();
    for (int part = lines.below(3); part >= 0; --part) {
      SightingBatch batch;
      for (int i = lines.below(30); i >= 0; --i) {
        ToldLine told = lines.next();
        SightingBatch alone;
        add_reply(alone, told.view(), {"", told.type}, told.duration);
        add_reply(batch, told.view(), {"", told.type}, told.duration);
        ASSERT_TRUE(write_alone(one_by_one, alone.sightings.at(0), told));
      }
      std::vector<std::int64_t> keys;
      for (const SessionNews& news : batch.sessions)
        keys.push_back(
            active_session_key(store.database(), SessionId(news.id), timestamp(news.last_at))
                .value());
      ASSERT_TRUE(book.enter(batch, keys));
    }
    ASSERT_TRUE(book.write());
    ASSERT_TRUE(mine.commit());
    ASSERT_TRUE(theirs.commit());
    if (lines.below(4) == 0) book.forget();
    ASSERT_EQ(dump(store), dump(one_by_one)) << "transaction " << transaction;
  }
}

INSTANTIATE_TEST_SUITE_P(Random, CallBookTest, testing::Range(1U, 31U));

}  // namespace
}  // namespace orchard::metrics
