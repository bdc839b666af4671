#include "metrics/intake/transcript_reader.h"

#include "metrics/intake/transcript_line.h"
#include "tests/metrics/support/ledger_fixture.h"

#include <fstream>

namespace orchard::metrics {
namespace {

using core::SessionId;
using test::at;

std::string reply(const std::string& id, int output, const std::string& extra = "",
                  const std::string& stop = "\"end_turn\"") {
  return R"({"type":"assistant","uuid":"u","timestamp":"2026-11-20T12:00:01.5Z",)" + extra +
         R"("requestId":"req_)" + id + R"(","message":{"id":"msg_)" + id +
         R"(","model":"claude-opus-4-8","stop_reason":)" + stop +
         R"(,"usage":{"input_tokens":3,"output_tokens":)" + std::to_string(output) +
         R"(,"cache_read_input_tokens":10,"cache_creation_input_tokens":30,)"
         R"("cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},)"
         R"("server_tool_use":{"web_search_requests":2},"speed":"fast"}}})";
}

TEST(TranscriptLine, ReadsAReply) {
  const auto call =
      decode_transcript_line(reply("1", 77, R"("sessionId":"s-9",)"), SessionId("file"));
  ASSERT_TRUE(call);
  EXPECT_EQ(call->call.value, "msg_1");
  EXPECT_EQ(call->request_id, "req_1");
  EXPECT_EQ(call->session.value, "s-9");
  EXPECT_EQ(call->usage, (core::TokenUsage{3, 77, 10, 20, 10}));
  EXPECT_EQ(call->web_searches, 2);
  EXPECT_TRUE(call->fast);
  EXPECT_TRUE(call->complete);
  EXPECT_FALSE(call->sub_agent);
  EXPECT_EQ(call->witness, core::Witness::transcript);
  EXPECT_EQ(call->at, at(1) + std::chrono::milliseconds(500));
}

TEST(TranscriptLine, KnowsAbortedRepliesAndSubAgents) {
  const auto aborted = decode_transcript_line(reply("1", 1, "", "null"), SessionId("file"));
  ASSERT_TRUE(aborted);
  EXPECT_FALSE(aborted->complete);
  EXPECT_EQ(aborted->session.value, "file");
  EXPECT_TRUE(
      decode_transcript_line(reply("1", 1, R"("isSidechain":true,)"), SessionId("f"))->sub_agent);
  EXPECT_TRUE(
      decode_transcript_line(reply("1", 1, R"("agentId":"a1",)"), SessionId("f"))->sub_agent);
}

TEST(TranscriptLine, TakesTheFlatCacheNumberWhereThereIsNoOther) {
  const struct {
    const char* usage;
    core::TokenUsage tokens;
  } cases[] = {
      {R"({"input_tokens":1,"cache_creation_input_tokens":100})", {1, 0, 100, 0, 0}},
      {R"({"cache_creation":null,"cache_creation_input_tokens":100})", {0, 0, 100, 0, 0}},
      {R"({"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},
           "cache_creation_input_tokens":100})",
       {0, 0, 100, 0, 0}},
      {R"({"cache_creation":{"ephemeral_5m_input_tokens":30,"ephemeral_1h_input_tokens":40},
           "cache_creation_input_tokens":100})",
       {0, 0, 30, 40, 0}},
      {R"({"input_tokens":7.0,"output_tokens":null})", {7, 0, 0, 0, 0}},
      {R"({})", {}},
  };
  for (const auto& c : cases) {
    const std::string line = std::string(R"({"timestamp":"2026-11-20T12:00:00Z","message":)") +
                             R"({"id":"msg_1","model":"m","usage":)" + c.usage + "}}";
    const auto call = decode_transcript_line(line, SessionId("s"));
    ASSERT_TRUE(call) << line;
    EXPECT_EQ(call->usage, c.tokens) << line;
  }
}

TEST(TranscriptLine, SkipsWhatIsNoReply) {
  for (const std::string& line : {
           std::string(),
           std::string(R"({"timestamp":"2026-11-20T12:00:00Z","message":)"
                       R"({"id":"msg_1","model":"m","usage":{"input_tokens":1e30}}})"),
           std::string("[]"),
           std::string("\"usage\""),
           std::string("{\"usage\":"),
           std::string("\xff\xfe\"usage\""),
           std::string(R"({"message":"usage","usage":{}})"),
           std::string(
               R"({"message":{"usage":7,"id":"msg_1"},"timestamp":"2026-11-20T12:00:00Z"})"),
           std::string(R"({"message":{"usage":{}},"timestamp":"2026-11-20T12:00:00Z"})"),
           std::string(R"({"message":{"usage":{},"id":"msg_1"},"timestamp":"yesterday"})"),
           std::string(R"({"message":{"usage":{},"id":"x","model":"<synthetic>"},)"
                       R"("timestamp":"2026-11-20T12:00:00Z"})"),
           std::string(R"({"isApiErrorMessage":true,"message":{"usage":{},"id":"msg_1"},)"
                       R"("timestamp":"2026-11-20T12:00:00Z"})"),
           std::string(R"({"toolUseResult":{"usage":{"input_tokens":5}},"type":"user"})"),
       })
    EXPECT_FALSE(decode_transcript_line(line, SessionId("s"))) << line;
}

TEST(TranscriptLine, TellsDamagedLinesFromOthers) {
  for (const std::string& fine : {std::string(), std::string(" \t\r"), std::string("{}"),
                                  std::string(" {\"a\":1} \r"), reply("1", 5)})
    EXPECT_FALSE(is_malformed_transcript_line(fine)) << fine;
  for (const std::string& damaged :
       {std::string("garbage"), std::string("[]"), std::string("{\"a\":"), reply("1", 5) + "}",
        std::string("{\"usage\":}")})
    EXPECT_TRUE(is_malformed_transcript_line(damaged)) << damaged;
}

TEST(TranscriptLine, TellsALostReplyFromWhatIsNone) {
  const std::string dated = R"("timestamp":"2026-11-20T12:00:00Z")";
  const std::string undated = R"("timestamp":"in the evening")";
  const std::string usage = R"("usage":{"output_tokens":7})";
  const auto line = [](const std::string& record, const std::string& message) {
    return "{" + record + R"(,"message":{)" + message + "}}";
  };
  const struct {
    std::string line;
    bool lost;
  } cases[] = {
      {line(dated, R"("id":"msg_1","model":"m",)" + usage), false},
      {line(undated, R"("id":"msg_1","model":"m",)" + usage), true},
      {line(R"("timestamp":1763640000)", R"("id":"msg_1","model":"m",)" + usage), true},
      {line(R"("type":"assistant")", R"("id":"msg_1","model":"m",)" + usage), true},
      {line(dated, R"("model":"m",)" + usage), true},
      {line(dated, R"("id":7,"model":"m",)" + usage), true},
      {line(dated, R"("id":"msg_1","model":"m","usage":[7])"), true},
      {line(dated, R"("id":"msg_1","model":"m","usage":null)"), false},
      {line(undated, R"("model":"<synthetic>",)" + usage), false},
      {line(undated + R"(,"isApiErrorMessage":true)", R"("model":"m",)" + usage), false},
      {line(undated, R"("content":[{"usage":{"output_tokens":7}}])"), false},
      {R"({"type":"user","toolUseResult":{"usage":{"input_tokens":5}}})", false},
      {R"({"message":"\"usage\"","usage":{}})", false},
  };
  for (const auto& c : cases) EXPECT_EQ(is_malformed_transcript_line(c.line), c.lost) << c.line;
}

TEST(TranscriptFolder, FollowsTheProgramsNaming) {
  EXPECT_EQ(transcript_folder_name("/tmp/lab/wt.0_x"), "-tmp-lab-wt-0-x");
  EXPECT_EQ(transcript_folder_name("/h/é"), "-h--");
  EXPECT_EQ(transcript_folder_name("/h/😀"), "-h---");
  const std::string at_limit = "/" + std::string(199, 'a');
  EXPECT_EQ(transcript_folder_name(at_limit), "-" + std::string(199, 'a'));
  // ((…('/' * 31 + 'a') * 31 …) as a signed 32-bit number, its magnitude in base 36.
  const std::string beyond = "/" + std::string(200, 'a');
  std::int32_t hash = 0;
  for (const char c : beyond)
    hash = static_cast<std::int32_t>(static_cast<std::uint32_t>(hash) * 31U +
                                     static_cast<std::uint32_t>(c));
  std::string digits;
  for (std::int64_t rest = std::abs(static_cast<std::int64_t>(hash)); rest > 0; rest /= 36)
    digits.insert(digits.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[rest % 36]);
  EXPECT_EQ(transcript_folder_name(beyond), "-" + std::string(199, 'a') + "-" + digits);
}

class TranscriptReaderTest : public test::LedgerFixture {
 protected:
  TranscriptReaderTest() : reader(directory / "claude", directory.path(), session) {
    std::filesystem::create_directories(sub_agents());
  }
  std::filesystem::path sub_agents() const {
    return reader.main_file().parent_path() / session.value / "subagents";
  }
  static void append(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::app | std::ios::binary) << text;
  }
  core::Result<IntakeReport> read_new(const TranscriptReader& of) {
    IntakeReport report;
    ORCHARD_CHECK(of.read_new(store, test::at(3600), report));
    return report;
  }
  std::int64_t calls() { return count("SELECT COUNT(*) FROM api_call"); }

  TranscriptReader reader;
};

TEST_F(TranscriptReaderTest, ReadsEachCompleteLineOnce) {
  EXPECT_EQ(read_new(reader)->files, 0);
  append(reader.main_file(),
         reply("1", 5) + "\n" + reply("1", 9) + "\ngarbage\n\n" + reply("2", 1));
  auto report = read_new(reader);
  ASSERT_TRUE(report) << report.error().describe();
  EXPECT_EQ(report->calls, 3) << "the last one is whole";
  EXPECT_EQ(report->skipped, 1);
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count("SELECT MAX(output) FROM api_call"), 9);
  EXPECT_EQ(read_new(reader)->bytes, 0U);

  append(reader.main_file(), "\n");
  append(sub_agents() / "agent-a.jsonl", reply("3", 1, R"("isSidechain":true,)") + "\n");
  append(sub_agents() / "agent-a.meta.json", "{}");
  EXPECT_EQ(read_new(reader)->calls, 2);
  EXPECT_EQ(calls(), 3);
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call WHERE flags & 4"), 1);
}

TEST_F(TranscriptReaderTest, ReadsAReplacedOrShortenedFileAgain) {
  append(reader.main_file(), reply("1", 1) + "\n" + reply("2", 1) + "\n");
  ASSERT_TRUE(read_new(reader));
  std::filesystem::resize_file(reader.main_file(), 0);
  append(reader.main_file(), reply("3", 1) + "\n");
  EXPECT_EQ(read_new(reader)->calls, 1);
  EXPECT_EQ(calls(), 3);

  std::filesystem::remove(reader.main_file());
  append(reader.main_file(), reply("4", 1) + "\n" + reply("2", 1) + "\n" + reply("5", 1) + "\n");
  EXPECT_EQ(read_new(reader)->calls, 3);
  EXPECT_EQ(calls(), 5);
  EXPECT_EQ(read_new(reader)->calls, 0);
}

TEST_F(TranscriptReaderTest, SkipsALineWithoutEnd) {
  append(reader.main_file(),
         std::string((std::size_t{17} << 20U), 'x') + "\n" + reply("1", 1) + "\n");
  const auto report = read_new(reader);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->calls, 1);
  EXPECT_EQ(report->skipped, 1);
  EXPECT_EQ(calls(), 1);
}

TEST_F(TranscriptReaderTest, CountsAReplyOfUnknownTimeAsSkipped) {
  std::string lost = reply("1", 5);
  lost.replace(lost.find("2026-11-20"), 10, "yesterday!");
  append(reader.main_file(), lost + "\n" + reply("2", 1) + "\n");
  const auto report = read_new(reader);
  ASSERT_TRUE(report) << report.error().describe();
  EXPECT_EQ(report->calls, 1);
  EXPECT_EQ(report->skipped, 1);
}

TEST_F(TranscriptReaderTest, TellsWhatItFoundBeforeAFileThatCannotBeRead) {
  append(sub_agents() / "agent-a.jsonl", "garbage\n" + reply("1", 1) + "\n");
  std::filesystem::create_symlink(sub_agents() / "agent-a.jsonl", sub_agents() / "agent-b.jsonl");
  IntakeReport report;
  EXPECT_FALSE(reader.read_new(store, test::at(3600), report));
  EXPECT_EQ(report.calls, 1);
  EXPECT_EQ(report.skipped, 1);
}

TEST_F(TranscriptReaderTest, CountsAForkedHistoryWhereItHappened) {
  core::ApiCallSeen streamed = test::call("msg_1", session, at(1));
  streamed.request_id = "req_1";
  const SessionId fork("s-fork");
  const TranscriptReader fork_reader(directory / "claude", directory.path(), fork);
  append(fork_reader.main_file(),
         reply("1", 5, R"("sessionId":"s-fork",)") + "\n" + reply("2", 5) + "\n");
  ASSERT_TRUE(read_new(fork_reader));
  record({streamed});
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count("SELECT COUNT(*) FROM api_call c JOIN session s ON s.key = c.session "
                  "WHERE s.id = 's-1'"),
            1);
}

}  // namespace
}  // namespace orchard::metrics
