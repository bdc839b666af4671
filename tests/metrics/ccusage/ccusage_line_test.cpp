#include "metrics/ccusage/reading/ccusage_line.h"

#include "core/base/time_text.h"

#include <string>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

/// One line; each part may be replaced.
struct Line {
  std::string usage = R"({"input_tokens":1,"output_tokens":2})";
  std::string timestamp = R"("2026-05-05T10:00:00.000Z")";
  std::string message = R"("id":"msg_1","model":"claude-opus-4-8")";
  std::string content = "[]";
  std::string record = R"("sessionId":"s-1")";

  [[nodiscard]] std::string text() const {
    return "{" + record + R"(,"timestamp":)" + timestamp + R"(,"message":{)" + message +
           R"(,"content":)" + content + R"(,"usage":)" + usage + "}}";
  }
};

bool counts(const Line& line) {
  return read_ccusage_line(line.text()).has_value();
}

TEST(CcusageLine, ReadsWhatItNeeds) {
  Line line;
  line.usage = R"({"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,)"
               R"("cache_creation_input_tokens":9,"cache_creation":)"
               R"({"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":5},"speed":"fast"})";
  line.record = R"("sessionId":"s-1","requestId":"req_1","isSidechain":true,"costUSD":0.5,)"
                R"("version":"2.1.44-beta")";
  const auto entry = read_ccusage_line(line.text());
  ASSERT_TRUE(entry);
  EXPECT_EQ(core::to_iso8601(entry->at), "2026-05-05T10:00:00.000Z");
  EXPECT_EQ(entry->tokens, (CcusageTokens{1, 2, 4, 5, 3}));
  EXPECT_EQ(entry->message_id, "msg_1");
  EXPECT_EQ(entry->request_id, "req_1");
  EXPECT_EQ(entry->session_id, "s-1");
  EXPECT_EQ(entry->reported_dollars, 0.5);
  EXPECT_TRUE(entry->is_sidechain);
  EXPECT_TRUE(entry->has_speed);
  EXPECT_EQ(entry->shown_model(), "claude-opus-4-8-fast");
}

TEST(CcusageLine, SeesOnlyUsageWrittenWithoutABlank) {
  std::string spaced = Line().text();
  spaced.insert(spaced.find(R"("usage":)") + 8, " ");
  EXPECT_FALSE(read_ccusage_line(spaced));
  EXPECT_TRUE(read_ccusage_line("  " + Line().text() + "\r"));
  EXPECT_FALSE(read_ccusage_line("\xEF\xBB\xBF" + Line().text()));
  EXPECT_FALSE(read_ccusage_line(std::string(3, '\0') + Line().text()));
  EXPECT_FALSE(read_ccusage_line(Line().text() + Line().text()));
}

TEST(CcusageLine, DropsALineForANullAnywhereInIt) {
  for (const char* content :
       {R"([{"id":null}])", R"([{"id": null}])", R"([{"id" :null}])", R"([{"model":null}])",
        R"([{"input":{"cwd":null}}])", R"([{"speed":null}])"}) {
    Line line;
    line.content = content;
    EXPECT_FALSE(counts(line)) << content;
  }
  for (const char* content :
       {R"(["{\"id\":null}"])", R"([{"x":null}])", R"(["id",null])", R"([{"stop":null,"id":1}])"}) {
    Line line;
    line.content = content;
    EXPECT_TRUE(counts(line)) << content;
  }
}

TEST(CcusageLine, ReadsBrokenTextOnlyOfLinesWithoutNull) {
  for (const char* content : {R"(["\ud83d"])", "[\"\xff\"]"}) {
    Line line;
    line.content = content;
    EXPECT_TRUE(counts(line)) << content;
    line.record = R"("parentUuid":null)";
    EXPECT_FALSE(counts(line)) << content;
  }
  for (const char* content : {R"(["\q"])", R"(["\u12z"])", "[\"\x01\"]"}) {
    Line line;
    line.content = content;
    EXPECT_FALSE(counts(line)) << content;
  }
  Line sound;
  sound.content = "[\"\\ud83d\\ude00 \\\\ud83d \\uFFFD \xC3\xA9\",null]";
  EXPECT_TRUE(counts(sound));
}

TEST(CcusageLine, TakesOnlyWholeNumbers) {
  const struct {
    const char* usage;
    bool counted;
  } cases[] = {
      {R"({"input_tokens":7.0,"output_tokens":2})", false},
      {R"({"input_tokens":-7,"output_tokens":2})", false},
      {R"({"input_tokens":"7","output_tokens":2})", false},
      {R"({"input_tokens":1e2,"output_tokens":2})", false},
      {R"({"output_tokens":2})", false},
      {R"({"input_tokens":2})", false},
      {R"({"input_tokens":9223372036854775808,"output_tokens":2})", true},
      {R"({"input_tokens":18446744073709551616,"output_tokens":2})", false},
      {R"({"input_tokens":1,"input_tokens":1,"output_tokens":2})", false},
      {R"({"input_tokens":1,"output_tokens":2,"speed":"standard"})", true},
      {R"({"input_tokens":1,"output_tokens":2,"speed":"turbo"})", false},
      {R"({"input_tokens":1,"output_tokens":2,"speed":1})", false},
      {R"({"input_tokens":1,"output_tokens":2,"cache_creation":5})", false},
      {R"({"input_tokens":1,"output_tokens":2,"service_tier":null,"server_tool_use":7})", true},
  };
  for (const auto& c : cases) {
    Line line;
    line.usage = c.usage;
    EXPECT_EQ(counts(line), c.counted) << c.usage;
  }
}

TEST(CcusageLine, BelievesASplitOfCacheWritesWhateverTheirSum) {
  const struct {
    const char* split;
    std::uint64_t five_minutes, hour;
  } cases[] = {
      {"null", 100, 0},
      {"{}", 0, 0},
      {R"({"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0})", 0, 0},
      {R"({"ephemeral_5m_input_tokens":30,"ephemeral_1h_input_tokens":40})", 30, 40},
      {R"({"ephemeral_1h_input_tokens":40})", 0, 40},
  };
  for (const auto& c : cases) {
    Line line;
    line.usage = R"({"input_tokens":1,"output_tokens":2,"cache_creation_input_tokens":100,)"
                 R"("cache_creation":)" +
                 std::string(c.split) + "}";
    const auto entry = read_ccusage_line(line.text());
    ASSERT_TRUE(entry) << c.split;
    EXPECT_EQ(entry->tokens.cache_write_5m, c.five_minutes) << c.split;
    EXPECT_EQ(entry->tokens.cache_write_1h, c.hour) << c.split;
  }
}

TEST(CcusageLine, KnowsFewTimes) {
  for (const char* good :
       {"2026-05-05T10:00:00Z", "2026-05-05T10:00:00.123Z", "2026-05-05T10:00:00+05:30",
        "2026-05-05T10:00:00.123-08:00", R"(2026-05-05T10:00:00\u005a)"}) {
    Line line;
    line.timestamp = std::string("\"") + good + "\"";
    EXPECT_TRUE(counts(line)) << good;
  }
  for (const char* bad :
       {"2026-05-05T10:00:00.000000Z", "2026-05-05T10:00:00.0Z", "2026-05-05 10:00:00Z",
        "2026-05-05T10:00:00", "2026-05-05T10:00:60Z", "2026-02-30T10:00:00Z",
        "2026-05-05T10:00:00z", "2026-05-05T10:00:00.", "2026-05-05T10:00:00+0530", ""}) {
    Line line;
    line.timestamp = std::string("\"") + bad + "\"";
    EXPECT_FALSE(counts(line)) << bad;
  }
  Line epoch;
  epoch.timestamp = "1777975200";
  EXPECT_FALSE(counts(epoch));
}

TEST(CcusageLine, IsParticularAboutTexts) {
  const struct {
    const char* record;
    bool counted;
  } cases[] = {
      {R"("x":1)", true},
      {R"("sessionId":"")", false},
      {R"("sessionId":5)", false},
      {R"("requestId":"")", false},
      {R"("version":"v2.1.1")", false},
      {R"("version":"2.1")", false},
      {R"("version":2)", false},
      {R"("version":"")", false},
      {R"("isSidechain":null)", true},
      {R"("isSidechain":"x")", false},
      {R"("isApiErrorMessage":"x")", false},
      {R"("costUSD":"x")", false},
      {R"("costUSD":-1.5)", true},
      {R"("cwd":5)", true},
      {"\"sessionId\":\"\\ud83d\"", false},
      {"\"sessionId\":\"\xff\"", false},
      {"\"note\":\"\xff \\ud83d\"", true},
  };
  for (const auto& c : cases) {
    Line line;
    line.record = c.record;
    EXPECT_EQ(counts(line), c.counted) << c.record;
  }
  for (const char* message : {R"("id":"")", R"("id":5)", R"("model":"")"}) {
    Line line;
    line.message = message;
    EXPECT_FALSE(counts(line)) << message;
  }
}

TEST(CcusageLine, ReadsTheResetOfAnOldLimitNotice) {
  Line line;
  line.content = R"([{"text":"Claude AI usage limit reached|1777777777"}])";
  EXPECT_FALSE(read_ccusage_line(line.text())->limit_resets_at);
  line.record = R"("isApiErrorMessage":true)";
  const auto entry = read_ccusage_line(line.text());
  ASSERT_TRUE(entry && entry->limit_resets_at);
  EXPECT_EQ(core::to_iso8601(*entry->limit_resets_at), "2026-05-03T03:09:37.000Z");
}

TEST(CcusageLine, DropsALineThatRepeatsAMember) {
  for (const char* more : {R"(,"sessionId":"s-1")", R"(,"message":{"usage":{}})"}) {
    std::string text = Line().text();
    text.insert(text.size() - 1, more);
    EXPECT_FALSE(read_ccusage_line(text)) << more;
  }
}

TEST(CcusageLine, LetsOnlyTheModelOfAnIterationBeNull) {
  Line line;
  line.usage = R"({"input_tokens":1,"output_tokens":2,"iterations":[{"model":null}]})";
  EXPECT_TRUE(counts(line));
  line.usage = R"({"input_tokens":1,"output_tokens":2,"iterations":[{"id":null}]})";
  EXPECT_FALSE(counts(line));
  line.usage = R"({"input_tokens":1,"output_tokens":2,"iterations":[]})";
  line.content = R"([{"iterations":[{"model":null}]}])";
  EXPECT_FALSE(counts(line));
}

/// How many calls to advisors it sees in `iterations`.
std::size_t advisors(const std::string& iterations) {
  Line line;
  line.usage = R"({"input_tokens":1,"output_tokens":2,"iterations":)" + iterations + "}";
  const auto entry = read_ccusage_line(line.text());
  return entry ? read_ccusage_advisors(line.text(), *entry).size() : 99;
}

TEST(CcusageLine, SeesAllAdvisorsOfALineOrNone) {
  const std::string good =
      R"({"type":"advisor_message","model":"m","input_tokens":1,"output_tokens":2})";
  const struct {
    std::string other;
    std::size_t count;
  } cases[] = {
      {R"({"type":"advisor_message","model":null,"input_tokens":1,"output_tokens":2})", 1},
      {R"({"type":"advisor_message","model":"","input_tokens":1,"output_tokens":2})", 1},
      {R"({"type":"advisor_message","input_tokens":1,"output_tokens":2})", 1},
      {R"({"type":"message","input_tokens":1,"output_tokens":2})", 1},
      {good, 2},
      {R"({"type":"message"})", 0},
      {R"({"model":"m","input_tokens":1,"output_tokens":2})", 0},
      {R"({"type":"advisor_message","model":5,"input_tokens":1,"output_tokens":2})", 0},
      {R"({"type":"message","input_tokens":1.0,"output_tokens":2})", 0},
      {R"({"type":"message","input_tokens":1,"output_tokens":2,"speed":"turbo"})", 0},
      {"7", 0},
  };
  for (const auto& c : cases) EXPECT_EQ(advisors("[" + good + "," + c.other + "]"), c.count);
  EXPECT_EQ(advisors(good), 0U);
}

TEST(CcusageLine, CountsAnAdvisorBesideItsReply) {
  Line line;
  line.usage = R"({"input_tokens":1,"output_tokens":2,"iterations":[{"type":"advisor_message",)"
               R"("model":"claude-opus-4-8","input_tokens":7,"output_tokens":8,)"
               R"("cache_creation_input_tokens":9,"speed":"fast"}]})";
  line.record = R"("sessionId":"s-1","costUSD":0.5)";
  const auto entry = read_ccusage_line(line.text());
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->tokens, (CcusageTokens{1, 2, 0, 0, 0}));
  const auto calls = read_ccusage_advisors(line.text(), *entry);
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].message_id, "msg_1:advisor:0");
  EXPECT_EQ(calls[0].tokens, (CcusageTokens{7, 8, 9, 0, 0}));
  EXPECT_FALSE(calls[0].reported_dollars);
  EXPECT_TRUE(calls[0].fast);
  EXPECT_EQ(calls[0].shown_model(), "claude-opus-4-8") << "ccusage does not name its speed";
}

TEST(CcusageLine, SkipsSubAgentsToldOfByTheirSession) {
  EXPECT_FALSE(read_ccusage_line(
      R"({"timestamp":"2026-05-05T10:00:00Z","data":{"message":{"timestamp":"2026-05-05T10:00:00Z",)"
      R"("message":{"id":"m","usage":{"input_tokens":1,"output_tokens":1}}}}})"));
}

}  // namespace
}  // namespace orchard::metrics
