#include "tests/e2e/usage/machine.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

/// What a program counts of a corpus.
struct Count {
  int input = 0;
  int output = 0;
  int cache_write = 0;
  int cache_read = 0;
  double dollars = 0;
};

/// Transcripts of which the two programs count different things, and why. metrics/CCUSAGE.md lists
/// them for people.
struct Difference {
  const char* name;
  std::string text;
  Count ccusage;
  Count orchard;
  const char* why;  ///< who is right
};

void PrintTo(const Difference& difference, std::ostream* out) {
  *out << difference.name;
}

/// One line; each part may be replaced.
struct Line {
  std::string usage = R"({"input_tokens":1000,"output_tokens":10})";
  std::string model = "claude-opus-4-8";
  std::string message = R"("id":"msg_1",)";
  std::string content = R"([{"type":"text","text":"done"}])";
  std::string time = "2026-05-05T12:00:00.000Z";
  std::string record = R"("requestId":"req_1",)";

  [[nodiscard]] std::string text() const {
    const bool of_another = record.find("sessionId") != std::string::npos;
    return R"({"cwd":"/home/ada/api","type":"assistant","uuid":"u-1",)" +
           std::string(of_another ? "" : R"("sessionId":"s-1",)") + record + R"("message":{)" +
           message + R"("model":")" + model + R"(","content":)" + content +
           R"(,"stop_reason":"end_turn","usage":)" + usage + R"(},"timestamp":")" + time + "\"}\n";
  }
};

/// 1,000 tokens in and 10 out of claude-opus-4-8: the price list says 5 and 25 dollars a million.
constexpr Count kPlain{1000, 10, 0, 0, 0.00525};
constexpr Count kNothing{};

std::string with(std::string Line::*part, std::string value) {
  Line line;
  line.*part = std::move(value);
  return line.text();
}

/// As a JSON library writes that puts a blank behind each colon.
std::string spaced() {
  std::string text = Line().text();
  for (auto at = text.find("\":"); at != std::string::npos; at = text.find("\":", at + 3))
    text.insert(at + 2, " ");
  return text;
}

std::string usage_of(const std::string& message, const std::string& usage,
                     const std::string& record = R"("requestId":"req_1",)",
                     const std::string& time = "2026-05-05T12:00:00.000Z") {
  Line line;
  line.message = R"("id":")" + message + R"(",)";
  line.usage = usage;
  line.record = record;
  line.time = time;
  return line.text();
}

std::vector<Difference> differences_of_lines() {
  return {
      {"BlankBehindColons", spaced(), kNothing, kPlain,
       "Orchard: JSON may have blanks; ccusage looks for the bytes \"usage\":{"},
      {"Microseconds", with(&Line::time, "2026-05-05T12:00:00.123456Z"), kNothing, kPlain,
       "Orchard: a time is a time at any precision; ccusage takes 0 or 3 digits"},
      {"NullInToolInput",
       with(&Line::content, R"([{"type":"tool_use","name":"t","input":{"id":null}}])"), kNothing,
       kPlain, "Orchard: what a tool was given says nothing of the reply"},
      {"LoneSurrogate", with(&Line::content, R"([{"type":"text","text":"\ud83d","x":null}])"),
       kNothing, kPlain, "Orchard: half an emoji in a text says nothing of the reply"},
      {"BrokenUtf8", with(&Line::content, "[{\"type\":\"text\",\"text\":\"\xff\",\"x\":null}]"),
       kNothing, kPlain, "Orchard: a bad byte in a text says nothing of the reply"},
      {"NullRequestId", with(&Line::record, R"("requestId":null,)"), kNothing, kPlain,
       "Orchard: a proxy that gives no request id was paid all the same"},
      {"NewSpeed",
       with(&Line::usage, R"({"input_tokens":1000,"output_tokens":10,"speed":"turbo"})"), kNothing,
       kPlain, "Orchard: a speed it does not know yet still used tokens; counted as standard"},
      {"WholeFraction", with(&Line::usage, R"({"input_tokens":1000.0,"output_tokens":10})"),
       kNothing, kPlain, "Orchard: 1000.0 is 1000 in JSON"},
      {"NegativeNumber", with(&Line::usage, R"({"input_tokens":-5,"output_tokens":10})"), kNothing,
       kNothing, "both drop a damaged record, Orchard counts the line as skipped"},
      {"OddVersion", with(&Line::record, R"("version":"v2","requestId":"req_1",)"), kNothing,
       kPlain, "Orchard: the version of the program does not matter"},
      {"ByteOrderMark", "\xEF\xBB\xBF" + Line().text(), kNothing, kPlain,
       "Orchard: an editor may leave a mark before the first line"},
      {"NulBytesBefore", std::string(64, '\0') + Line().text(), kNothing, kPlain,
       "Orchard: after a crash of the machine the record behind the hole is whole"},
      {"TwoRecordsOnALine", Line().text().substr(0, Line().text().size() - 1) + Line().text(),
       kNothing, kNothing, "nobody: both lose it, Orchard counts the line as skipped"},
      {"BeforeClaudeCode", with(&Line::time, "2019-05-05T12:00:00.000Z"), kPlain, kNothing,
       "Orchard: the time is damaged; it counts the line as skipped"},
      {"NotYetCome", with(&Line::time, "2999-05-05T12:00:00.000Z"), kPlain, kNothing,
       "Orchard: the time is damaged; it counts the line as skipped"},
      {"TimeWithoutZone", with(&Line::time, "2026-05-05T12:00:00"), kNothing, kNothing,
       "nobody knows when it was: both drop it, Orchard counts the line as skipped"},
      {"TimeWithoutSeconds", with(&Line::time, "2026-05-05T12:00Z"), kNothing, kNothing,
       "no time of RFC 3339: both drop it, Orchard counts the line as skipped"},
      {"MadeByClaudeCodeItself",
       with(&Line::model, "<synthetic>"),
       {1000, 10, 0, 0, 0},
       kNothing,
       "Orchard: no model answered; the tokens are a sub-agent's, told by its own lines"},
      {"ErrorWithTokens", with(&Line::record, R"("isApiErrorMessage":true,)"), kPlain, kNothing,
       "Orchard: no reply came; Claude Code writes zeros there"},
  };
}

std::vector<Difference> differences_of_counting() {
  const std::string side = R"("requestId":"req_2","isSidechain":true,)";
  return {
      {"EmptySplitOfCacheWrites",
       with(&Line::usage,
            R"({"input_tokens":1000,"output_tokens":10,"cache_creation_input_tokens":1000,)"
            R"("cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0}})"),
       kPlain,
       {1000, 10, 1000, 0, 0.0115},
       "Orchard: 1,000 tokens were written; a split that says nothing does not undo that"},
      {"LaterLineWithLess",
       usage_of("msg_1",
                R"({"input_tokens":1000,"output_tokens":1,"cache_read_input_tokens":900})") +
           usage_of("msg_1", R"({"input_tokens":1000,"output_tokens":10})"),
       {1000, 1, 0, 900, 0.005475},
       {1000, 10, 0, 900, 0.0057},
       "Orchard: the lines of a reply only ever tell more of it; each number at its largest"},
      {"SideQuestionLater",
       usage_of("msg_1", R"({"input_tokens":1000,"output_tokens":10})") +
           usage_of("msg_1", R"({"input_tokens":5000,"output_tokens":10})", side,
                    "2026-05-05T12:30:00.000Z"),
       {6000, 20, 0, 0, 0.0305},
       kPlain,
       "Orchard: a side question repeats a reply with its message id, whatever the time"},
      {"ResumedWithoutRequestId",
       usage_of("msg_1", R"({"input_tokens":1000,"output_tokens":10})", "") +
           usage_of("msg_1", R"({"input_tokens":1000,"output_tokens":10})",
                    R"("sessionId":"s-2",)"),
       {2000, 20, 0, 0, 0.0105},
       kPlain,
       "Orchard: the API gives a message id once; a resumed session copies it"},
      {"ResumedByWayOfARelay",
       usage_of("chatcmpl-1", R"({"input_tokens":1000,"output_tokens":10})", "") +
           usage_of("chatcmpl-1", R"({"input_tokens":1000,"output_tokens":10})",
                    R"("sessionId":"s-2",)"),
       {2000, 20, 0, 0, 0.0105},
       kPlain,
       "Orchard: a copy keeps id, time, model and tokens"},
      {"ProgressOfALostFile",
       R"({"cwd":"/home/ada/api","sessionId":"s-1","type":"progress","data":{"type":)"
       R"("agent_progress","agentId":"a1","message":{"type":"assistant","timestamp":)"
       R"("2026-05-05T12:00:00.000Z","requestId":"req_1","uuid":"u-1","message":{"id":"msg_1",)"
       R"("model":"claude-opus-4-8","stop_reason":"end_turn","usage":)"
       R"({"input_tokens":1000,"output_tokens":10}}}},"timestamp":"2026-05-05T12:00:00.000Z"})"
       "\n",
       kNothing, kPlain,
       "Orchard: the sub-agent was paid even if its own file is gone; where it is there it counts "
       "once"},
      {"SeveralLinesWithoutMessageId",
       with(&Line::message, "") + with(&Line::message, ""),
       {2000, 20, 0, 0, 0.0105},
       kPlain,
       "Orchard: two lines with one request id are one reply"},
  };
}

std::vector<Difference> differences_of_prices() {
  return {
      {"UnknownModel",
       with(&Line::model, "claude-opus-9"),
       {1000, 10, 0, 0, 0},
       kPlain,
       "Orchard: nothing new is free; estimated from its family and marked so"},
      {"LongContext",
       [] {
         Line line;
         line.model = "claude-sonnet-4-5-20250929";
         line.usage = R"({"input_tokens":150000,"output_tokens":0,)"
                      R"("cache_read_input_tokens":150000})";
         return line.text();
       }(),
       {150000, 0, 0, 150000, 0.495},
       {150000, 0, 0, 150000, 0.99},
       "Orchard: beyond 200,000 tokens of context the whole request costs more, not only the "
       "part of one kind of token beyond it"},
      {"WebSearch",
       with(&Line::usage, R"({"input_tokens":1000,"output_tokens":10,"server_tool_use":)"
                          R"({"web_search_requests":3}})"),
       kPlain,
       {1000, 10, 0, 0, 0.03525},
       "Orchard: a search costs a cent"},
      {"UnitedStatesOnly",
       with(&Line::usage, R"({"input_tokens":1000,"output_tokens":10,"inference_geo":"us"})"),
       kPlain,
       {1000, 10, 0, 0, 0.005775},
       "Orchard: tokens cost a tenth more there"},
      {"ReportedCostOfNothing",
       with(&Line::record, R"("requestId":"req_1","costUSD":0,)"),
       {1000, 10, 0, 0, 0},
       kPlain,
       "Orchard: old versions wrote 0 where they did not know"},
  };
}

class CcusageDifference : public ::testing::TestWithParam<Difference> {};

std::string shown(const json& totals) {
  return json{{"input", totals.at("inputTokens")},
              {"output", totals.at("outputTokens")},
              {"cache write", totals.at("cacheCreationTokens")},
              {"cache read", totals.at("cacheReadTokens")}}
      .dump();
}

std::string shown(const Count& count) {
  return json{{"input", count.input},
              {"output", count.output},
              {"cache write", count.cache_write},
              {"cache read", count.cache_read}}
      .dump();
}

TEST_P(CcusageDifference, IsAsDocumented) {
  const Difference& difference = GetParam();
  SCOPED_TRACE(difference.why);
  const UsageMachine machine;
  machine.write("-home-ada-api/s-1.jsonl", difference.text);

  const json theirs = machine.ccusage({"claude", "session"});
  EXPECT_EQ(shown(theirs.at("totals")), shown(difference.ccusage)) << "ccusage";
  EXPECT_NEAR(theirs.at("totals").at("totalCost").get<double>(), difference.ccusage.dollars, 1e-8);
  EXPECT_EQ(differences(theirs, machine.orchard({"session", "--compat", "ccusage"})), "");

  const json ours = machine.orchard({"daily"});
  EXPECT_EQ(shown(ours.at("totals")), shown(difference.orchard)) << "Orchard";
  EXPECT_NEAR(ours.at("totals").at("totalCost").get<double>(), difference.orchard.dollars, 1e-8);
}

std::string name_of(const ::testing::TestParamInfo<Difference>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Lines, CcusageDifference, ::testing::ValuesIn(differences_of_lines()),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Counting, CcusageDifference,
                         ::testing::ValuesIn(differences_of_counting()), name_of);
INSTANTIATE_TEST_SUITE_P(Prices, CcusageDifference, ::testing::ValuesIn(differences_of_prices()),
                         name_of);

}  // namespace
}  // namespace orchard::test
