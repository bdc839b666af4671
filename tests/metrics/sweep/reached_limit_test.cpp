#include "metrics/analytics/plan_limits.h"
#include "metrics/schema/migrations.h"
#include "metrics/usage/blocks/block_query.h"
#include "tests/metrics/sweep/sweep_fixture.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace orchard::metrics {
namespace {

namespace fs = std::filesystem;
using core::Timestamp;
using std::chrono::hours;
using std::chrono::minutes;
using test::ReplyLine;

/// What Claude Code writes in place of a reply.
struct Refusal {
  std::string text;
  std::string uuid = "f1";
  int minutes = 0;  ///< after 2026-11-20 12:00 UTC
  std::string session = "s-out";
  std::string more = R"("isApiErrorMessage":true,)";
  std::string model = "<synthetic>";

  [[nodiscard]] std::string line() const {
    return fmt::format(
        R"({{"parentUuid":"p1",{}"sessionId":"{}","cwd":"/nowhere/notes","gitBranch":"main",)"
        R"("message":{{"id":"{}-m","model":"{}","usage":{{"input_tokens":0,"output_tokens":0}},)"
        R"("content":[{{"type":"text","text":"{}"}}]}},"type":"assistant","error":"rate_limit",)"
        R"("uuid":"{}","timestamp":"2026-11-20T{:02}:{:02}:00.000Z"}})"
        "\n",
        more, session, uuid, model, text, uuid, 12 + minutes / 60, minutes % 60);
  }
};

const std::string kSession = "You've hit your session limit · resets 4:30pm (Europe/Berlin)";
const Timestamp kReset = test::at(0) + hours(3) + minutes(30);

class ReachedLimit : public test::SweepFixture {
 protected:
  std::int64_t readings() { return count("SELECT COUNT(*) FROM rate_limit_sample"); }
};

TEST_F(ReachedLimit, IsAReadingOfItsWindow) {
  append(file(),
         ReplyLine{.message = "1"}.text() + Refusal{.text = kSession, .minutes = 40}.line());
  sweep();
  const auto limits = query_plan_limits(store).value();
  ASSERT_EQ(limits.size(), 1U);
  EXPECT_EQ(limits[0].said.kind, "five_hour");
  EXPECT_EQ(limits[0].said.session.value, "s-out");
  EXPECT_EQ(limits[0].said.status, "rejected");
  EXPECT_EQ(limits[0].said.utilization, 1);
  EXPECT_EQ(limits[0].said.resets_at, kReset);
  EXPECT_EQ(limits[0].said.at, test::at(40 * 60));
  EXPECT_EQ(limits[0].source, core::PlanSource::transcript);
  EXPECT_EQ(count("SELECT status FROM failed_call"), 429) << "and still a call that failed";
  const auto official = query_official_limits(store, test::at(3600)).value();
  ASSERT_EQ(official.size(), 1U);
  EXPECT_EQ(official[0].said.used, 1);
  EXPECT_EQ(official[0].source, core::PlanSource::transcript);
}

TEST_F(ReachedLimit, TellsWhereItsBlockBeginsAndEndsLongAfter) {
  // By estimate it would begin at 12:00, the hour of the first call.
  append(file(),
         ReplyLine{.message = "1"}.text() + Refusal{.text = kSession, .minutes = 40}.line());
  sweep();
  const auto blocks = query_blocks(store, kReset + hours(24 * 30), std::nullopt).value().blocks;
  ASSERT_EQ(blocks.size(), 1U);
  EXPECT_EQ(blocks[0].bounds, Confidence::official);
  EXPECT_EQ(blocks[0].start, kReset - hours(5));
  EXPECT_EQ(blocks[0].end, kReset);
  EXPECT_TRUE(query_official_limits(store, kReset).value().empty()) << "it has been reset since";
}

TEST_F(ReachedLimit, IsToldByOldAndNewVersionsOfEveryWindow) {
  append(file(),
         Refusal{"Claude AI usage limit reached|1795186800", "f1", 1}.line() +
             Refusal{"You've hit your weekly limit · resets Nov 24, 5pm (UTC)", "f2", 2}.line() +
             Refusal{"You've hit your Opus limit · resets Nov 24, 6pm (UTC)", "f3", 3}.line() +
             Refusal{R"(You've hit your Sonnet limit \u00b7 resets Nov 24, 7pm (UTC))", "f4", 4}
                 .line());
  sweep();
  const auto limits = query_plan_limits(store).value();
  std::vector<std::string> kinds;
  kinds.reserve(limits.size());
  for (const ReportedLimit& limit : limits) kinds.push_back(limit.said.kind);
  EXPECT_EQ(kinds, (std::vector<std::string>{"five_hour", "seven_day", "seven_day_opus",
                                             "seven_day_sonnet"}));
}

TEST_F(ReachedLimit, IsNotToldByWhoeverQuotesTheWords) {
  append(
      file(),
      // A person, a model, and the answer of the API to something else.
      fmt::format(R"({{"type":"user","isApiErrorMessage":false,"message":{{"role":"user",)"
                  R"("content":[{{"type":"text","text":"{}"}}],"usage":{{"input_tokens":1}},)"
                  R"("id":"m"}},"sessionId":"s-out","uuid":"u1",)"
                  R"("timestamp":"2026-11-20T12:01:00.000Z"}})"
                  "\n",
                  kSession) +
          Refusal{.text = kSession, .uuid = "f1", .more = "", .model = "claude-opus-4-8"}.line() +
          Refusal{.text = kSession, .uuid = "f2", .more = ""}.line() +
          Refusal{.text = "API Error: 400 " + kSession, .uuid = "f3"}.line() +
          Refusal{.text = R"(\")" + kSession, .uuid = "f4"}.line());
  sweep();
  EXPECT_EQ(readings(), 0);
}

TEST_F(ReachedLimit, IsNotBelievedOfAnAbsurdTime) {
  append(
      file(),
      Refusal{"Claude AI usage limit reached|1595186800", "f1", 1}.line() +
          Refusal{"Claude AI usage limit reached|1995186800", "f2", 2}.line() +
          Refusal{"You've hit your weekly limit · resets Dec 24, 5pm (UTC)", "f3", 3}.line() +
          Refusal{"You've hit your session limit · resets 4:30pm (Mars/Olympus)", "f4", 4}.line() +
          Refusal{"You've hit your session limit · resets later (UTC)", "f5", 5}.line());
  sweep();
  EXPECT_EQ(readings(), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM failed_call"), 5);
}

TEST_F(ReachedLimit, IsOneReadingHoweverOftenItIsTold) {
  const std::string line = Refusal{.text = kSession, .minutes = 40}.line();
  append(file(), ReplyLine{.message = "1"}.text() + line);
  // A fork copies it under a session of its own, a crash leaves it without its end.
  append(file("s-fork"), Refusal{.text = kSession, .minutes = 40, .session = "s-fork"}.line());
  append(file("s-torn"), line.substr(0, line.size() - 1));
  sweep();
  EXPECT_EQ(readings(), 1);
  append(file("s-torn"), "\n");
  ASSERT_TRUE(forget_what_was_read(store));
  sweep();
  EXPECT_EQ(readings(), 1);
  append(file("s-fork"), Refusal{.text = kSession, .uuid = "f2", .minutes = 50}.line());
  sweep();
  EXPECT_EQ(readings(), 2) << "it was tried again";
  EXPECT_EQ(query_official_windows(store).value(),
            (std::vector<OfficialWindow>{{kReset - hours(5), kReset}}));
}

TEST_F(ReachedLimit, IsTheSameInWhateverOrderFilesAreRead) {
  std::vector<std::string> files{
      Refusal{.text = kSession, .uuid = "f1", .minutes = 40}.line(),
      Refusal{"You've hit your session limit · resets 10:30am (UTC)", "f2", -120}.line(),
      Refusal{.text = kSession, .uuid = "f3", .minutes = 90}.line()};
  std::vector<OfficialWindow> windows;
  std::ranges::sort(files);
  int tried = 0;
  do {
    Store other = Store::open(directory / fmt::format("{}.db", ++tried)).value();
    for (const std::string& text : files) {
      put(file(), text);
      ASSERT_TRUE(forget_what_was_read(other));
      ASSERT_TRUE(TranscriptSweep(other, test::at(7200)).run({config()}));
    }
    const auto found = query_official_windows(other).value();
    if (windows.empty()) windows = found;
    EXPECT_EQ(found.size(), 2U);
    EXPECT_EQ(found, windows);
    EXPECT_EQ(query_official_limits(other, test::at(7200)).value().at(0).said.at,
              test::at(90 * 60));
  } while (std::ranges::next_permutation(files).found);
}

TEST_F(ReachedLimit, LeavesTheNewerWordStanding) {
  // Bought more, then read the transcript.
  record({core::RateLimitSample{session, "five_hour", "allowed", std::nullopt, kReset,
                                test::at(45 * 60)}});
  ASSERT_TRUE(
      record_told_limit(store, "s-9", "seven_day", {test::at(50 * 60), 0.3, kReset + hours(24)}));
  append(
      file(),
      Refusal{.text = kSession, .minutes = 40}.line() +
          Refusal{"You've hit your weekly limit · resets Nov 21, 3:30pm (UTC)", "f2", 41}.line());
  sweep();
  const auto limits = query_plan_limits(store).value();
  ASSERT_EQ(limits.size(), 2U);
  EXPECT_EQ(limits[0].said.status, "allowed");
  EXPECT_EQ(limits[0].source, core::PlanSource::stream);
  EXPECT_EQ(limits[1].said.utilization, 0.3);
  EXPECT_EQ(limits[1].source, core::PlanSource::status_line);
  const auto official = query_official_limits(store, test::at(3600)).value();
  ASSERT_EQ(official.size(), 1U) << "an agent was let on after the other was used up";
  EXPECT_EQ(official[0].said.used, 0.3);
}

TEST_F(ReachedLimit, KeepsNoWordOfTheTranscript) {
  append(file(), Refusal{.text = kSession + " secretreply", .minutes = 40}.line());
  sweep();
  ASSERT_EQ(readings(), 1);
  ASSERT_TRUE(store.database().execute_script("PRAGMA wal_checkpoint(TRUNCATE)"));
  std::ifstream stream(directory / "orchard.db", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  for (const char* word : {"secretreply", "session limit", "Europe/Berlin"})
    EXPECT_EQ(bytes.find(word), std::string::npos) << word;
}

TEST_F(ReachedLimit, IsLookedUpInWhatAnOlderVersionRead) {
  const fs::path path = directory / "older.db";
  append(file(),
         ReplyLine{.message = "1"}.text() + Refusal{.text = kSession, .minutes = 40}.line());
  append(file("s-calm"), ReplyLine{.message = "2", .session = "s-calm"}.text());
  sweep();
  {
    auto older = core::Database::open(path, core::OpenMode::read_write, kApplicationId,
                                      migrations().first(14))
                     .value();
    ASSERT_TRUE(older.execute("ATTACH ?1 AS now", (directory / "orchard.db").string()));
    for (const char* table : {"repository", "workspace", "project", "session", "model", "branch",
                              "failed_call", "transcript"}) {
      const auto copied = older.execute_script(
          fmt::format("INSERT OR REPLACE INTO {0} SELECT * FROM now.{0}", table));
      ASSERT_TRUE(copied) << table << copied.error().describe();
    }
    ASSERT_TRUE(older.execute_script(
        "INSERT INTO rate_limit_sample SELECT 'seven_day', 5, key, 'allowed', 0.5, 9 FROM session "
        "WHERE outside = 1 LIMIT 1;"
        "INSERT INTO rate_limit_sample SELECT 'seven_day_opus', 5, key, 'allowed', 0.5, 9 "
        "FROM session WHERE outside = 0 LIMIT 1"));
  }
  Store upgraded = Store::open(path).value();
  EXPECT_EQ(TranscriptSweep(upgraded, test::at(3600)).run({config()}).value().read, 2);
  const auto limits = query_plan_limits(upgraded).value();
  ASSERT_EQ(limits.size(), 3U);
  EXPECT_EQ(limits[0].source, core::PlanSource::transcript);
  EXPECT_EQ(limits[1].source, core::PlanSource::status_line) << "of a session outside Orchard";
  EXPECT_EQ(limits[2].source, core::PlanSource::stream);
}

}  // namespace
}  // namespace orchard::metrics
