#include "tests/metrics/sweep/sweep_fixture.h"

namespace orchard::metrics {
namespace {

using test::ReplyLine;

/// Replies on whose way another model was asked for advice.
class AdvisorTest : public test::SweepFixture {
 protected:
  static std::string advised(const ReplyLine& reply, const std::string& advisors) {
    std::string text = reply.text();
    text.insert(text.find(R"("cache_creation")"), R"("iterations":[)" + advisors + "],");
    return text;
  }
  static std::string advisor(int input, int output, const std::string& model = "claude-opus-4-7") {
    return fmt::format(R"({{"type":"advisor_message","model":"{}","input_tokens":{},)"
                       R"("output_tokens":{}}})",
                       model, input, output);
  }
  static inline const std::string kMessage =
      R"({"type":"message","model":null,"input_tokens":3,"output_tokens":1},)";

  std::int64_t sum_of(const std::string& column, const std::string& model) {
    return count("SELECT COALESCE(SUM(c." + column +
                 "), 0) FROM api_call c JOIN model m ON m.key = c.model WHERE m.name = '" + model +
                 "'");
  }
};

TEST_F(AdvisorTest, IsACallOfItsOwnModelOfTheSameSession) {
  append(file(), advised({.message = "1", .output = 9, .seconds = 60},
                         kMessage + advisor(1000, 50) + "," + advisor(7, 8, "acme-9")));
  EXPECT_EQ(sweep().replies, 1);
  EXPECT_EQ(calls(), 3);
  EXPECT_EQ(sum_of("output", "claude-opus-4-8"), 9) << "the reply itself as ever";
  EXPECT_EQ(sum_of("input", "claude-opus-4-7"), 1000);
  EXPECT_EQ(sum_of("output", "claude-opus-4-7"), 50);
  EXPECT_EQ(sum_of("cost", "claude-opus-4-7"), 1000 * 5000 + 50 * 25'000);
  EXPECT_EQ(sum_of("output", "acme-9"), 8);
  EXPECT_EQ(count("SELECT COUNT(DISTINCT session) FROM api_call"), 1);
  EXPECT_EQ(count("SELECT COUNT(DISTINCT at) FROM api_call"), 1);
  EXPECT_EQ(count("SELECT COUNT(DISTINCT branch) FROM api_call"), 1);
  EXPECT_EQ(count("SELECT SUM(calls) FROM usage_session_day"), 3);
}

TEST_F(AdvisorTest, CountsOnceInPiecesCopiesAndProgress) {
  const ReplyLine first{.message = "1", .output = 1, .seconds = 60};
  ReplyLine copy = first;
  copy.session = "s-fork";
  append(file(), advised(first, "") + advised(first, advisor(1000, 20)) +
                     advised(first, advisor(1000, 50) + "," + advisor(3, 4)));
  append(file("s-fork"), advised(copy, advisor(1000, 50) + "," + advisor(3, 4)));
  std::string told = advised(first, advisor(1000, 50));
  told.pop_back();
  append(file("s-told"), R"({"type":"progress","sessionId":"s-told","data":{"agentId":"a1",)"
                         R"("message":)" +
                             told + R"(},"timestamp":"2026-11-20T12:01:00.000Z"})" + "\n");
  sweep();
  EXPECT_EQ(calls(), 3);
  EXPECT_EQ(sum_of("output", "claude-opus-4-7"), 54);
  EXPECT_EQ(count("SELECT COUNT(DISTINCT session) FROM api_call"), 1) << "with its reply";
}

TEST_F(AdvisorTest, CostsMoreInTheUnitedStatesAsItsReplyDoes) {
  append(file(), advised({.message = "1", .output = 9}, advisor(1000, 50)));
  std::string text = advised({.message = "2", .output = 9}, advisor(1000, 50));
  text.insert(text.find(R"("iterations")"), R"("inference_geo":"us",)");
  append(file(), text);
  sweep();
  EXPECT_EQ(count("SELECT SUM(cost) FROM api_call WHERE flags & 2048") * 10,
            count("SELECT SUM(cost) FROM api_call WHERE flags & 2048 = 0") * 11);
}

TEST_F(AdvisorTest, IsCountedAsSkippedWhereItCannotBeRead) {
  append(file(), advised({.message = "1", .output = 9}, advisor(-5, 50)));
  EXPECT_EQ(sweep().skipped, 1);
  EXPECT_EQ(calls(), 1);
  EXPECT_EQ(count("SELECT output FROM api_call"), 9);
}

TEST_F(AdvisorTest, IsASubAgentsIfTheReplyIs) {
  append(file(), advised({.message = "1", .more = R"("isSidechain":true,"agentId":"a1",)"},
                         advisor(10, 1)));
  sweep();
  EXPECT_EQ(count("SELECT SUM(calls) FROM usage_session_day WHERE origin = 1"), 2);
}

TEST_F(AdvisorTest, CountsOnceForBothWitnesses) {
  core::ApiCallSeen streamed = test::call("msg_1:advisor:0", session, test::at(60));
  streamed.request_id = "req_1:advisor:0";
  streamed.model = "claude-opus-4-7";
  record({streamed});
  append(file("s-1"),
         advised({.message = "1", .session = "s-1", .seconds = 60}, advisor(1000, 50)));
  sweep();
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call WHERE flags & 24 = 24"), 1);
}

}  // namespace
}  // namespace orchard::metrics
