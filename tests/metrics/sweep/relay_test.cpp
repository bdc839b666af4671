#include "metrics/recorder/keys.h"
#include "metrics/usage/call_explanation.h"
#include "tests/metrics/sweep/sweep_fixture.h"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace orchard::metrics {
namespace {

using test::ReplyLine;

/// Replies by way of a relay that makes up message ids and gives no request ids.
class RelayTest : public test::SweepFixture {
 protected:
  static std::string relayed(const ReplyLine& reply, const std::string& id = "chatcmpl-9f86d081") {
    std::string text = reply.text();
    const std::string message = "msg_" + reply.message;
    text.replace(text.find(message), message.size(), id);
    const std::string request = R"("requestId":"req_)" + reply.message + R"(",)";
    text.erase(text.find(request), request.size());
    return text;
  }
  static ReplyLine of(const std::string& session, int output = 9, int seconds = 60) {
    return {.message = "1", .session = session, .output = output, .seconds = seconds};
  }
};

TEST_F(RelayTest, CopiesInAResumedSessionCountOnce) {
  append(file("s-a"), relayed(of("s-a", 1, 60)) + relayed(of("s-a", 9, 61)));
  append(file("s-b"), relayed(of("s-b", 1, 60)) + relayed(of("s-b", 9, 61)));
  sweep();
  EXPECT_EQ(calls(), 1);
  EXPECT_EQ(count("SELECT output FROM api_call"), 9);
  EXPECT_EQ(text("SELECT s.id FROM api_call c JOIN session s ON s.key = c.session"), "s-a");
}

TEST_F(RelayTest, CopiesCountOnceInWhateverOrderTheyAreRead) {
  append(file("s-b"), relayed(of("s-b", 1, 60)) + relayed(of("s-b", 9, 61)));
  sweep();
  EXPECT_EQ(calls(), 1);
  append(file("s-a"), relayed(of("s-a", 1, 60)));
  sweep();
  append(file("s-a"), relayed(of("s-a", 9, 61)) + relayed(of("s-a", 12, 62)));
  sweep();
  EXPECT_EQ(calls(), 1);
  EXPECT_EQ(count("SELECT SUM(output) FROM usage_session_day"), 12);
  EXPECT_EQ(text("SELECT s.id FROM api_call c JOIN session s ON s.key = c.session"), "s-a");
}

TEST_F(RelayTest, TheSameIdInTwoSessionsIsTwoRepliesElse) {
  append(file("s-a"), relayed(of("s-a", 9, 60)));
  append(file("s-b"), relayed(of("s-b", 9, 61)));
  append(file("s-c"), relayed(of("s-c", 8, 60)));
  sweep();
  EXPECT_EQ(calls(), 3);
}

TEST_F(RelayTest, TheSameIdBehindACopyIsAnotherReply) {
  append(file("s-a"), relayed(of("s-a", 9, 60)));
  append(file("s-b"), relayed(of("s-b", 9, 60)) + relayed(of("s-b", 700, 500)));
  sweep();
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count("SELECT SUM(output) FROM usage_session_day"), 709);
}

TEST_F(RelayTest, CopiesThatCountedTwiceCountOnceWhenReadAgain) {
  const auto as_before = [&] {
    ASSERT_TRUE(store.database().execute_script(
        "DELETE FROM api_call_request; UPDATE api_call SET flags = flags & ~8192"));
  };
  append(file("s-a"), relayed(of("s-a")));
  sweep();
  as_before();
  append(file("s-b"), relayed(of("s-b")));
  sweep();
  as_before();
  ASSERT_EQ(calls(), 2);
  ASSERT_TRUE(store.database().execute("UPDATE transcript SET mtime = 0, offset = 0"));
  sweep();
  EXPECT_EQ(calls(), 1);
  EXPECT_EQ(count("SELECT SUM(output) FROM usage_session_day"), 9);
}

/// Replies by way of a relay that answers every request with one request id.
class OneRequestId : public RelayTest {
 protected:
  static std::string reply(const std::string& message, const std::string& session, int seconds,
                           int output, const std::string& prefix = "msg_") {
    const ReplyLine line{
        .message = message, .session = session, .output = output, .seconds = seconds};
    std::string text = line.text();
    const std::string request = "req_" + message;
    text.replace(text.find(request), request.size(), "req_same");
    const std::string id = "msg_" + message;
    return text.replace(text.find(id), id.size(), prefix + message);
  }
};

TEST_F(OneRequestId, LeavesEachMessageAReplyOfItsOwn) {
  for (const std::string prefix : {"msg_", "chatcmpl-"}) {
    SCOPED_TRACE(prefix);
    const std::int64_t before = calls();
    const auto lines = [&](const std::string& number, int seconds) {
      return reply(prefix + number, "s-a", seconds, 1, prefix) +
             reply(prefix + number, "s-a", seconds + 1, 9, prefix);
    };
    append(file("s-a"), lines("1", 60) + lines("2", 120) + lines("3", 180) + lines("1", 60));
    sweep();
    EXPECT_EQ(calls(), before + 3);
  }
  EXPECT_EQ(count("SELECT SUM(output) FROM usage_session_day"), 6 * 9);
}

TEST_F(OneRequestId, LeavesRepliesOfTwoSessionsApartAndTheirCopiesTogether) {
  const std::string first = reply("1", "s-a", 60, 5);
  const std::string second = reply("2", "s-b", 500, 7);
  append(file("s-c"), reply("1", "s-c", 60, 5) + reply("2", "s-c", 500, 7));
  append(file("s-a"), first);
  append(file("s-b"), second);
  sweep();
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count("SELECT SUM(output) FROM usage_session_day"), 12);
}

TEST_F(OneRequestId, LeavesRepliesOfTwoSessionsApartWhateverTheirMessageIdsAre) {
  const auto with_id = [](const std::string& id, const std::string& name, int seconds, int output) {
    std::string text = reply("9", name, seconds, output);
    return text.replace(text.find("msg_9"), 5, id);
  };
  const std::array<std::array<std::string, 3>, 5> cases{{
      {"chatcmpl-1", "chatcmpl-2", "chatcmpl-3"},
      {"msg_11", "chatcmpl-12", "msg_13"},
      {"chatcmpl-21", "msg_22", "gen-23"},
      {"6a1c0c1e-0001", "6a1c0c1e-0002", "6a1c0c1e-0003"},
      {"1", "2", "3"},
  }};
  std::int64_t expected = 0;
  int number = 0;
  for (const auto& ids : cases) {
    for (const std::string& id : ids) {
      const std::string name = "s-" + std::to_string(number++);
      append(file(name),
             with_id(id, name, 60 * number, 1) + with_id(id, name, 60 * number + 1, number));
      expected += number;
    }
    sweep();
    EXPECT_EQ(calls(), number) << ids.front();
    EXPECT_EQ(count("SELECT SUM(output) FROM usage_session_day"), expected);
  }
  // A session that was resumed from all of them.
  std::string copies;
  number = 0;
  for (const auto& ids : cases)
    for (const std::string& id : ids) {
      ++number;
      copies += with_id(id, "s-resumed", 60 * number, 1) +
                with_id(id, "s-resumed", 60 * number + 1, number);
    }
  append(file("s-resumed"), copies);
  sweep();
  EXPECT_EQ(calls(), number);
  EXPECT_EQ(count("SELECT SUM(output) FROM usage_session_day"), expected);
}

TEST_F(RelayTest, ItsCopiesWithARequestIdCountOnce) {
  const auto line = [](const std::string& name) {
    std::string text = of(name).text();
    return text.replace(text.find("msg_1"), 5, "chatcmpl-1");
  };
  append(file("s-a"), line("s-a") + line("s-a"));
  append(file("s-b"), line("s-b") + line("s-b"));
  sweep();
  EXPECT_EQ(calls(), 1);
}

/// A ledger of an earlier version, which knew a relay's replies by the request id alone.
class EarlierRelay : public RelayTest {
 protected:
  /// Replies whose input tells them apart, each with its own output.
  static std::string reply(const std::string& name, const std::string& message,
                           const std::string& request, int number) {
    std::string text =
        ReplyLine{.message = "9", .session = name, .output = number, .seconds = 60 * number}.text();
    const std::string input = R"("input_tokens":)";
    text.replace(text.find(input), input.size() + 1, input + std::to_string(number));
    text.replace(text.find("msg_9"), 5, message);
    return text.replace(text.find("req_9"), 5, request);
  }
  /// Names the stored replies as it did: the first of each request id.
  void become_earlier(const std::vector<std::string>& requests) {
    ASSERT_TRUE(store.database().execute("DELETE FROM api_call_request"));
    for (std::size_t i = 0; i < requests.size(); ++i)
      ASSERT_TRUE(
          store.database().execute("INSERT OR IGNORE INTO api_call_request (hash, call) "
                                   "SELECT ?1, key FROM api_call WHERE output = ?2",
                                   hash_id(requests[i]), static_cast<std::int64_t>(i + 1)));
    ASSERT_TRUE(store.database().execute("UPDATE transcript SET mtime = 0, offset = 0"));
  }
};

struct RelayIds {
  const char* description;
  std::vector<std::string> messages;
  std::vector<std::string> requests;
};

class EarlierRelayIds : public EarlierRelay, public testing::WithParamInterface<RelayIds> {};

TEST_P(EarlierRelayIds, CountNothingTwiceWhenReadAgain) {
  const auto& [description, messages, requests] = GetParam();
  SCOPED_TRACE(description);
  for (std::size_t i = 0; i < messages.size(); ++i)
    append(file("s-a"), reply("s-a", messages[i], requests[i], static_cast<int>(i) + 1));
  sweep();
  ASSERT_EQ(calls(), 3);
  become_earlier(requests);
  for (int again = 0; again < 2; ++again) {
    sweep();
    EXPECT_EQ(calls(), 3);
    EXPECT_EQ(count("SELECT SUM(output) FROM usage_session_day"), 6);
    ASSERT_TRUE(store.database().execute("UPDATE transcript SET mtime = 0, offset = 0"));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, EarlierRelayIds,
    testing::Values(
        RelayIds{"each its own", {"gen-1", "gen-2", "gen-3"}, {"req_1", "req_2", "req_3"}},
        RelayIds{"one request id", {"gen-1", "gen-2", "gen-3"}, {"same", "same", "same"}},
        RelayIds{"one message id", {"gen", "gen", "gen"}, {"req_1", "req_2", "req_3"}}));

TEST_F(EarlierRelay, KnowsTheCopiesOfASessionResumedSince) {
  append(file("s-b"), reply("s-b", "gen-1", "req_1", 1) + reply("s-b", "gen-2", "req_2", 2));
  sweep();
  become_earlier({"req_1", "req_2"});
  // Its file comes first.
  append(file("s-a"), reply("s-a", "gen-1", "req_1", 1) + reply("s-a", "gen-2", "req_2", 2));
  sweep();
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count("SELECT SUM(output) FROM usage_session_day"), 3);
}

TEST_F(RelayTest, LinesWithoutAnyIdAreKnownByTheirOwn) {
  append(file("s-a"), relayed(of("s-a"), ""));
  append(file("s-b"), relayed(of("s-b"), ""));
  sweep();
  EXPECT_EQ(calls(), 1);
}

TEST_F(RelayTest, CallsAreExplainedByWhateverIdTheyHave) {
  append(file("s-a"), relayed(of("s-a", 7), "chatcmpl-9f") + relayed(of("s-a", 8, 70), "gen-1") +
                          relayed(of("s-a", 9, 80), "1764000000123"));
  append(file("s-b"), relayed(of("s-b", 5, 90), "gen-1"));
  sweep();
  EXPECT_EQ(explain_call(store, "chatcmpl-9f")->record.tokens.output, 7);
  EXPECT_EQ(explain_call(store, "1764000000123")->record.tokens.output, 9);
  const auto two = explain_call(store, "gen-1");
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().code, core::ErrorCode::ambiguous);
  EXPECT_THAT(two.error().message, testing::StartsWith("'gen-1' names several calls: "));
  EXPECT_EQ(explain_call(store, "gen-2").error().code, core::ErrorCode::not_found);
}

}  // namespace
}  // namespace orchard::metrics
