#include "metrics/intake/usage_line.h"

#include "core/base/time_text.h"

#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

constexpr std::string_view kUsage =
    R"({"input_tokens":3,"cache_creation_input_tokens":30,"cache_read_input_tokens":10,)"
    R"("cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},)"
    R"("output_tokens":77,"service_tier":"priority","server_tool_use":)"
    R"({"web_search_requests":2,"web_fetch_requests":1},"iterations":[{"input_tokens":9}]})";

/// A line as the program writes it, with one part of each kind replaceable.
struct Parts {
  std::string before;  ///< members of the record before all others
  std::string timestamp = R"("2026-11-20T12:00:01.500Z")";
  std::string content = R"([{"type":"text","text":"done"}])";
  std::string usage = std::string(kUsage);
  std::string message;  ///< members of the message before all others
  std::string after;    ///< members of the record after all others

  [[nodiscard]] std::string line() const {
    return R"({)" + before + R"("parentUuid":null,"isSidechain":false,"cwd":"/src/a b",)" +
           R"("sessionId":"s-1","version":"2.1.44","gitBranch":"main","message":{)" + message +
           R"("model":"claude-opus-4-8","id":"msg_1","type":"message","content":)" + content +
           R"(,"stop_reason":"end_turn","usage":)" + usage +
           R"(},"requestId":"req_1","type":"assistant","uuid":"u-1","timestamp":)" + timestamp +
           after + "}";
  }
};

struct Reading {
  LineVerdict verdict = LineVerdict::nothing;
  UsageLine line;
};

/// What the views of a reading point into.
class UsageLineTest : public ::testing::Test {
 protected:
  Reading read(std::string text) {
    // Memory of its own length: an address sanitizer sees a step over the end.
    text_.assign(text.begin(), text.end());
    text_.shrink_to_fit();
    Reading reading;
    reading.verdict =
        read_usage_line(std::string_view(text_.data(), text_.size()), scratch_, reading.line);
    return reading;
  }
  LineVerdict verdict(const std::string& text) { return read(text).verdict; }

 private:
  std::vector<char> text_;
  std::string scratch_;
};

TEST_F(UsageLineTest, ReadsWhatALineTells) {
  const auto [verdict, line] = read(Parts{}.line());
  ASSERT_EQ(verdict, LineVerdict::usage);
  EXPECT_EQ(core::to_iso8601(line.at), "2026-11-20T12:00:01.500Z");
  EXPECT_EQ(line.message_id, "msg_1");
  EXPECT_EQ(line.request_id, "req_1");
  EXPECT_EQ(line.uuid, "u-1");
  EXPECT_EQ(line.session, "s-1");
  EXPECT_EQ(line.agent, "");
  EXPECT_EQ(line.model, "claude-opus-4-8");
  EXPECT_EQ(line.cwd, "/src/a b");
  EXPECT_EQ(line.branch, "main");
  EXPECT_EQ(line.cli_version, "2.1.44");
  EXPECT_EQ(line.service_tier, "priority");
  EXPECT_EQ(line.tokens, (core::TokenUsage{3, 77, 10, 20, 10}));
  EXPECT_TRUE(line.cache_split_known);
  EXPECT_EQ(line.web_searches, 2);
  EXPECT_FALSE(line.reported_dollars);
  EXPECT_FALSE(line.fast);
  EXPECT_TRUE(line.complete);
  EXPECT_FALSE(line.of_sub_agent());
}

TEST_F(UsageLineTest, KnowsTheRareMembers) {
  Parts parts;
  parts.before = R"("isSidechain":true,"agentId":"a1","isMeta":true,"isCompactSummary":true,)"
                 R"("costUSD":0.25,)";
  parts.usage = R"({"input_tokens":1,"speed":"fast","inference_geo":"us"})";
  std::string text = parts.line();
  text.erase(text.find(R"("isSidechain":false,)"), 20);
  const auto [verdict, line] = read(text);
  ASSERT_EQ(verdict, LineVerdict::usage);
  EXPECT_TRUE(line.is_sidechain);
  EXPECT_TRUE(line.of_sub_agent());
  EXPECT_EQ(line.agent, "a1");
  EXPECT_TRUE(line.is_meta);
  EXPECT_TRUE(line.is_compact_summary);
  EXPECT_EQ(line.reported_dollars, 0.25);
  EXPECT_TRUE(line.fast);
  EXPECT_TRUE(line.us_only);
  parts.usage = R"({"input_tokens":1,"inference_geo":"not_available"})";
  EXPECT_FALSE(read(parts.line()).line.us_only);
}

TEST_F(UsageLineTest, AcceptsAllThatIsValid) {
  Parts surrogate, broken, nulls, brackets, quotes, deep;
  surrogate.content = R"([{"text":"\ud83d and \udc00"}])";
  broken.content = "[{\"text\":\"\xff\xfe \xc3\"}]";
  nulls.content = R"([{"type":"tool_use","input":{"id":null,"model":null,"sessionId":null}}])";
  brackets.content = R"([{"text":"]}]}{[{\"usage\":{\"input_tokens\":1}}"}])";
  quotes.content = R"([{"text":"a\\"},{"text":"\\\"\\\\"},"\"usage\":{"])";
  deep.content = std::string(3000, '[') + std::string(3000, ']');
  const std::string plain = Parts{}.line();
  for (const std::string& text :
       {surrogate.line(), broken.line(), nulls.line(), brackets.line(), quotes.line(), deep.line(),
        "\xEF\xBB\xBF" + plain, "  \t" + plain, plain + "\r", plain + "\r\n", plain + "  ",
        std::string(9, '\0') + plain}) {
    const auto [verdict, line] = read(text);
    EXPECT_EQ(verdict, LineVerdict::usage) << text.substr(0, 400);
    EXPECT_EQ(line.tokens, (core::TokenUsage{3, 77, 10, 20, 10})) << text.substr(0, 400);
  }
}

TEST_F(UsageLineTest, AcceptsAnySpacingAndOrder) {
  const auto [verdict, line] = read(
      "{ \"timestamp\" : \"2026-11-20T12:00:00Z\" ,\t\"message\" :{ \"usage\"\t: "
      "{ \"output_tokens\" : 7 , \"input_tokens\":5 } , \"id\" : \"msg_1\" } , \"a\" : [ ] }");
  ASSERT_EQ(verdict, LineVerdict::usage);
  EXPECT_EQ(line.tokens, (core::TokenUsage{5, 7, 0, 0, 0}));
  EXPECT_EQ(line.message_id, "msg_1");
}

TEST_F(UsageLineTest, AcceptsTimesOfAnyPrecision) {
  const struct {
    const char* text;
    const char* at;
  } cases[] = {
      {"2026-11-20T12:00:01Z", "2026-11-20T12:00:01.000Z"},
      {"2026-11-20T12:00:01.5Z", "2026-11-20T12:00:01.500Z"},
      {"2026-11-20T12:00:01.123456Z", "2026-11-20T12:00:01.123Z"},
      {"2026-11-20T12:00:01.123456789Z", "2026-11-20T12:00:01.123Z"},
      {"2026-11-20T12:00:01.123+05:30", "2026-11-20T06:30:01.123Z"},
      {"2026-11-20T12:00:01-08:00", "2026-11-20T20:00:01.000Z"},
      {R"(2026\u002d11-20T12:00:01Z)", "2026-11-20T12:00:01.000Z"},
  };
  for (const auto& c : cases) {
    Parts parts;
    parts.timestamp = std::string("\"") + c.text + "\"";
    const auto [verdict, line] = read(parts.line());
    ASSERT_EQ(verdict, LineVerdict::usage) << c.text;
    EXPECT_EQ(core::to_iso8601(line.at), c.at) << c.text;
  }
}

TEST_F(UsageLineTest, CountsTokensAsTheyCome) {
  const struct {
    const char* usage;
    core::TokenUsage tokens;
    bool split_known;
  } cases[] = {
      {R"({"input_tokens":1,"cache_creation_input_tokens":100})", {1, 0, 100, 0, 0}, false},
      {R"({"cache_creation":null,"cache_creation_input_tokens":100})", {0, 0, 100, 0, 0}, false},
      {R"({"cache_creation":{"ephemeral_5m_input_tokens":0},"cache_creation_input_tokens":100})",
       {0, 0, 100, 0, 0},
       false},
      {R"({"cache_creation":{"ephemeral_1h_input_tokens":70},"cache_creation_input_tokens":100})",
       {0, 0, 0, 70, 0},
       true},
      {R"({"cache_creation":{}})", {}, true},
      {R"({"input_tokens":7.0,"output_tokens":1e9,"cache_read_input_tokens":9.9e1})",
       {7, 1'000'000'000, 0, 0, 99},
       false},
      {R"({"input_tokens":-0,"output_tokens":null,"server_tool_use":null,"speed":"turbo"})",
       {},
       false},
      {R"({"input_tokens":1,"input_tokens":2})", {2, 0, 0, 0, 0}, false},
      {R"({})", {}, false},
  };
  for (const auto& c : cases) {
    Parts parts;
    parts.usage = c.usage;
    const auto [verdict, line] = read(parts.line());
    ASSERT_EQ(verdict, LineVerdict::usage) << c.usage;
    EXPECT_EQ(line.tokens, c.tokens) << c.usage;
    EXPECT_EQ(line.cache_split_known, c.split_known) << c.usage;
    EXPECT_FALSE(line.fast) << c.usage;
  }
}

TEST_F(UsageLineTest, KnowsSeveralRecordsOnALineFromABrokenOne) {
  const std::string line = Parts{}.line();
  for (const std::string& several : {line + line, line + " " + line, line + line + "{}"}) {
    const Reading reading = read(several);
    EXPECT_EQ(reading.verdict, LineVerdict::malformed);
    EXPECT_EQ(reading.line.fault, LineFault::several);
  }
  for (const std::string& broken :
       {line.substr(0, 150) + line, line + "}", line + "[]", line + line.substr(0, 100) + "}"})
    EXPECT_EQ(read(broken).line.fault, LineFault::broken) << broken;
}

// Their tokens stand nowhere else; those of the other iterations are in the reply's own.
TEST_F(UsageLineTest, ReadsWhatAdvisorsTook) {
  Parts parts;
  parts.usage = R"({"input_tokens":2,"output_tokens":491,"iterations":[)"
                R"({"type":"message","model":null,"input_tokens":1,"output_tokens":45},)"
                R"({"type":"advisor_message","model":"claude-\u006fpus-4-7","input_tokens":159419,)"
                R"("output_tokens":7805,"cache_creation_input_tokens":30,"cache_creation":)"
                R"({"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}},)"
                R"({"type":"advisor_message","input_tokens":5},)"
                R"({ "output_tokens" : 3, "model":"acme-9", "type":"advisor_message" },)"
                R"({"type":"message","input_tokens":1,"output_tokens":446}]})";
  const auto [verdict, line] = read(parts.line());
  ASSERT_EQ(verdict, LineVerdict::usage);
  EXPECT_EQ(line.tokens, (core::TokenUsage{2, 491, 0, 0, 0}));
  ASSERT_EQ(line.advisors.size(), 2U);
  EXPECT_EQ(line.advisors[0].model, "claude-opus-4-7");
  EXPECT_EQ(line.advisors[0].tokens, (core::TokenUsage{159'419, 7805, 10, 20, 0}));
  EXPECT_TRUE(line.advisors[0].cache_split_known);
  EXPECT_EQ(line.advisors[1].model, "acme-9");
  EXPECT_EQ(line.advisors[1].tokens, (core::TokenUsage{0, 3, 0, 0, 0}));
}

TEST_F(UsageLineTest, LooksIntoIterationsOnlyForAdvisors) {
  for (const char* iterations :
       {"[]", "null", "7", R"([{"type":"message","input_tokens":-1}])", R"([7,"x",[]])"}) {
    Parts parts;
    parts.usage = std::string(R"({"input_tokens":2,"iterations":)") + iterations + "}";
    const auto [verdict, line] = read(parts.line());
    ASSERT_EQ(verdict, LineVerdict::usage) << iterations;
    EXPECT_TRUE(line.advisors.empty()) << iterations;
  }
  for (const char* damaged : {R"([{"type":"advisor_message","model":"m","input_tokens":-1}])",
                              R"([{"type":"advisor_message","model":"m","input_tokens":1},])",
                              R"([7,{"type":"advisor_message","model":"m","input_tokens":1}])",
                              R"({"type":"advisor_message","model":"m","input_tokens":1})"}) {
    Parts parts;
    parts.usage = std::string(R"({"input_tokens":2,"iterations":)") + damaged + "}";
    const auto [verdict, line] = read(parts.line());
    ASSERT_EQ(verdict, LineVerdict::usage) << damaged;
    EXPECT_EQ(line.tokens.input, 2) << "the reply itself is sound";
    EXPECT_TRUE(line.lost_advisor && line.advisors.empty()) << damaged;
  }
}

// What no reply can have was damaged: any sum with it would be wrong by as much.
TEST_F(UsageLineTest, TakesNoReplyWithACountThatIsNone) {
  for (const char* member :
       {"input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"})
    for (const char* value : {"1e30", "1e999", "-1e999", "9223372036854775807", "1000000001", "-5",
                              "\"12\"", "0.5", "1e-999", "1E-999", "true", "[]", "{}"}) {
      Parts parts;
      parts.usage = std::string("{\"") + member + "\":" + value + "}";
      EXPECT_EQ(verdict(parts.line()), LineVerdict::malformed) << parts.usage;
    }
  Parts split, searches;
  split.usage = R"({"cache_creation":{"ephemeral_1h_input_tokens":-1}})";
  searches.usage = R"({"server_tool_use":{"web_search_requests":1e12}})";
  EXPECT_EQ(verdict(split.line()), LineVerdict::malformed);
  EXPECT_EQ(verdict(searches.line()), LineVerdict::malformed);
}

TEST_F(UsageLineTest, TakesNoUsageButTheReplys) {
  Parts nested;
  nested.content = R"([{"type":"tool_use","usage":{"input_tokens":999},"input":{"message":)"
                   R"({"usage":{"output_tokens":999}}}}])";
  nested.before = R"("usage":{"input_tokens":999},"data":[{"message":{"message":{"usage":{}}}}],)";
  nested.after = R"(,"toolUseResult":{"usage":{"input_tokens":999},"message":{"usage":{}}})";
  const auto [verdict, line] = read(nested.line());
  ASSERT_EQ(verdict, LineVerdict::usage);
  EXPECT_EQ(line.tokens, (core::TokenUsage{3, 77, 10, 20, 10}));
}

TEST_F(UsageLineTest, BelievesTheLastOfRepeatedMembers) {
  const auto [verdict, line] = read(
      R"({"timestamp":"noon","timestamp":"2026-11-20T12:00:01Z","message":{"id":"msg_1","model":"m",)"
      R"("usage":{"input_tokens":1,"speed":"fast"}},"message":{"id":"msg_2","usage":)"
      R"({"output_tokens":3,"output_tokens":2}}})");
  ASSERT_EQ(verdict, LineVerdict::usage);
  EXPECT_EQ(line.message_id, "msg_2");
  EXPECT_EQ(line.model, "");
  EXPECT_FALSE(line.fast);
  EXPECT_EQ(line.tokens, (core::TokenUsage{0, 2, 0, 0, 0}));
}

TEST_F(UsageLineTest, ReadsTheReplyOfASubAgentInAProgressRecord) {
  const auto [verdict, line] = read(
      R"({"cwd":"/w","sessionId":"s-1","type":"progress","data":{"type":"agent_progress","message":)"
      R"({"type":"assistant","timestamp":"2026-11-20T12:00:01Z","message":{"id":"msg_1","model":"m",)"
      R"("usage":{"output_tokens":7}},"requestId":"req_1","uuid":"u-1","isSidechain":true},)"
      R"("agentId":"a1"},"timestamp":"2026-11-20T12:00:09Z","uuid":"u-9"})");
  ASSERT_EQ(verdict, LineVerdict::usage);
  EXPECT_TRUE(line.is_progress);
  EXPECT_TRUE(line.of_sub_agent());
  EXPECT_EQ(line.agent, "a1");
  EXPECT_EQ(line.session, "s-1");
  EXPECT_EQ(line.cwd, "/w");
  EXPECT_EQ(line.uuid, "u-1");
  EXPECT_EQ(line.request_id, "req_1");
  EXPECT_EQ(core::to_iso8601(line.at), "2026-11-20T12:00:01.000Z");
  EXPECT_EQ(line.tokens.output, 7);
}

TEST_F(UsageLineTest, UnescapesTextsIntoTheScratch) {
  Parts parts;
  parts.before = R"("agentId":"a\"\\\/\n\u00e9\ud83d\ude00\ud83d!",)";
  std::string text = parts.line();
  text.replace(text.find("/src/a b"), 8, "/src/\xC3\xA9\xff\\u00e9");
  const auto [verdict, line] = read(text);
  ASSERT_EQ(verdict, LineVerdict::usage);
  EXPECT_EQ(line.agent, "a\"\\/\n\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBD!");
  EXPECT_EQ(line.cwd, "/src/\xC3\xA9\xEF\xBF\xBD\xC3\xA9");
  EXPECT_EQ(line.session, "s-1");
}

TEST_F(UsageLineTest, SeesNothingInOtherRecords) {
  for (const char* text : {
           "",
           " \t\r\n",
           "\xEF\xBB\xBF",
           "{}",
           R"({"type":"summary","summary":"\"usage\""})",
           R"({"type":"user","toolUseResult":{"usage":{"input_tokens":5}}})",
           R"({"message":"usage","usage":{}})",
           R"({"message":{"usage":null,"id":"msg_1"}})",
           R"({"message":{"id":"u","model":"<synthetic>","usage":{"input_tokens":0}}})",
           R"({"isApiErrorMessage":true,"message":{"id":"u","model":"m","usage":{}}})",
           R"({"data":{"type":"bash_progress","message":{"usage":{}}}})",
           R"({"message":{"content":[{"usage":{"output_tokens":7}}]}})",
       })
    EXPECT_EQ(verdict(text), LineVerdict::nothing) << text;
}

TEST_F(UsageLineTest, TakesNoBranchForOne) {
  std::string detached = Parts{}.line();
  detached.replace(detached.find("\"main\""), 6, "\"HEAD\"");
  const auto [verdict, line] = read(detached);
  EXPECT_EQ(verdict, LineVerdict::usage);
  EXPECT_EQ(line.branch, "");
}

TEST_F(UsageLineTest, SaysWhenSomethingIsLost) {
  const std::string plain = Parts{}.line();
  Parts undated, epoch, list, early;
  early.timestamp = R"("2019-12-31T23:59:59.999Z")";
  undated.timestamp = R"("yesterday")";
  epoch.timestamp = "1763640000";
  list.usage = "[7]";
  for (const std::string& text :
       {std::string("garbage"), std::string("[]"), std::string("\"usage\""), std::string(40, '\0'),
        plain + plain, plain + "}", plain.substr(1), undated.line(), epoch.line(), list.line(),
        early.line(),
        std::string(R"({"message":{"usage":{},"model":"m"},"timestamp":"2026-11-20T12:00:00Z"})"),
        std::string(R"({"message":{"usage":{"input_tokens":01},"id":"m"}})"),
        std::string(R"({"message":{"usage":{"input_tokens":},"id":"m"}})"),
        std::string(R"({"message":{"usage":{"input_tokens":1 2},"id":"m"}})"),
        std::string(R"({"usage":{},})"), std::string(R"({"usage" {}})"),
        std::string(R"({"usage":nul})")})
    EXPECT_EQ(verdict(text), LineVerdict::malformed) << text.substr(0, 300);
  const struct {
    std::string text;
    LineFault fault;
  } reasons[] = {
      {"garbage", LineFault::broken},
      {plain.substr(1), LineFault::broken},
      {undated.line(), LineFault::bad_time},
      {epoch.line(), LineFault::bad_time},
      {early.line(), LineFault::too_early},
      {list.line(), LineFault::no_counts},
      {std::string(R"({"message":{"usage":{}},"timestamp":"2026-11-20T12:00:00Z"})"),
       LineFault::no_id},
  };
  for (const auto& reason : reasons)
    EXPECT_EQ(read(reason.text).line.fault, reason.fault) << reason.text;
}

// A writer that was killed leaves any part of a line, and the next record may follow it at once.
TEST_F(UsageLineTest, NeverTakesATornLine) {
  const std::string plain = Parts{}.line();
  for (std::size_t length = 1; length < plain.size(); ++length) {
    const std::string torn = plain.substr(0, length);
    EXPECT_NE(verdict(torn), LineVerdict::usage) << torn;
    EXPECT_EQ(verdict(torn + plain), LineVerdict::malformed) << torn;
  }
}

}  // namespace
}  // namespace orchard::metrics
