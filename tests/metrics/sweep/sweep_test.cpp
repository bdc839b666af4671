#include "tests/metrics/sweep/sweep_fixture.h"

#include <array>
#include <chrono>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

namespace orchard::metrics {
namespace {

namespace fs = std::filesystem;
using test::prompt_line;
using test::ReplyLine;

class SweepTest : public test::SweepFixture {};

TEST_F(SweepTest, CountsEachResponseOnceHoweverOftenItIsRead) {
  append(file(), ReplyLine{.message = "1", .output = 4}.text() +
                     ReplyLine{.message = "1", .output = 9}.text() + prompt_line("x", 1) +
                     ReplyLine{.message = "2"}.text());
  EXPECT_EQ(sweep().replies, 3);
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count("SELECT MAX(output) FROM api_call"), 9);
  SweepReport report = sweep();
  EXPECT_EQ(report.files, 1);
  EXPECT_EQ(report.read, 0);
  append(file(), ReplyLine{.message = "3"}.text());
  report = sweep();
  EXPECT_EQ(report.bytes, ReplyLine{.message = "3"}.text().size());
  EXPECT_EQ(calls(), 3);
}

TEST_F(SweepTest, KnowsSessionsOutsideOrchard) {
  append(file(), ReplyLine{.message = "1", .seconds = 60}.text() +
                     ReplyLine{.message = "0", .seconds = 5, .cwd = "/nowhere/first"}.text());
  sweep();
  EXPECT_EQ(count("SELECT outside FROM session WHERE id = 's-out'"), 1);
  EXPECT_EQ(count("SELECT started_at FROM session WHERE id = 's-out'"),
            test::at(5).time_since_epoch().count());
  EXPECT_EQ(count("SELECT last_active_at FROM session WHERE id = 's-out'"),
            test::at(60).time_since_epoch().count());
  EXPECT_EQ(text("SELECT p.path FROM session s JOIN project p ON p.key = s.project "
                 "WHERE s.id = 's-out'"),
            "/nowhere/first");
  EXPECT_EQ(text("SELECT b.name FROM api_call c JOIN branch b ON b.key = c.branch"), "main");
  EXPECT_EQ(text("SELECT cli_version FROM session WHERE id = 's-out'"), "2.1.9");
  EXPECT_EQ(count("SELECT COUNT(*) FROM usage_quarter"), 0);
}

TEST_F(SweepTest, LeavesOrchardsOwnSessionsItsOwn) {
  append(file("s-1"), ReplyLine{.message = "1", .session = "s-1"}.text());
  core::ApiCallSeen streamed = test::call("msg_1", session, test::at(0));
  streamed.request_id = "req_1";
  sweep();
  record({streamed});
  EXPECT_EQ(calls(), 1);
  EXPECT_EQ(count("SELECT flags & 24 FROM api_call"), 24) << "both witnesses saw it";
  EXPECT_EQ(count("SELECT outside FROM session WHERE id = 's-1'"), 0);
  EXPECT_EQ(count("SELECT SUM(calls) FROM usage_quarter"), 1);
}

TEST_F(SweepTest, WaitsForTheEndOfALineButTakesAWholeLastOne) {
  const std::string line = ReplyLine{.message = "1"}.text();
  append(file(), line.substr(0, line.size() - 30));
  sweep();
  EXPECT_EQ(calls(), 0);
  EXPECT_EQ(count_skipped_lines(store).value(), 0);
  append(file(), line.substr(line.size() - 30, 29));
  sweep();
  EXPECT_EQ(calls(), 1);
  append(file(), "\n" + ReplyLine{.message = "2"}.text());
  sweep();
  EXPECT_EQ(calls(), 2);
}

TEST_F(SweepTest, ReadsSubAgentsAndFilesAnywhereBelow) {
  append(folder() / "s-out" / "subagents" / "agent-a1.jsonl",
         ReplyLine{.message = "1", .more = R"("isSidechain":true,"agentId":"a1",)"}.text());
  append(folder() / "s-out" / "subagents" / "agent-acompact-1.jsonl",
         ReplyLine{.message = "2", .more = R"("isSidechain":true,"agentId":"acompact-1",)"}.text());
  append(config() / "projects" / "loose.jsonl", ReplyLine{.message = "3"}.text());
  append(folder() / "notes.json", ReplyLine{.message = "4"}.text());
  const fs::path elsewhere = directory / "elsewhere";
  append(elsewhere / "x.jsonl", ReplyLine{.message = "5"}.text());
  fs::create_directory_symlink(elsewhere, config() / "projects" / "linked");
  fs::create_directory_symlink(config() / "projects", folder() / "loop");
  sweep();
  EXPECT_EQ(calls(), 4);
  EXPECT_EQ(count("SELECT SUM(calls) FROM usage_session_day WHERE origin = 1"), 1);
  EXPECT_EQ(count("SELECT SUM(calls) FROM usage_session_day WHERE origin = 2"), 1);
}

TEST_F(SweepTest, FollowsShortenedReplacedRenamedAndDeletedFiles) {
  append(file(), ReplyLine{.message = "1"}.text() + "broken\n" + ReplyLine{.message = "2"}.text());
  sweep();
  EXPECT_EQ(count_skipped_lines(store).value(), 1);
  fs::rename(file(), file("renamed"));
  SweepReport report = sweep();
  EXPECT_EQ(report.read, 0) << "the same file under another name";
  EXPECT_EQ(count_skipped_lines(store).value(), 1);

  fs::resize_file(file("renamed"), 0);
  append(file("renamed"), ReplyLine{.message = "3"}.text());
  sweep();
  EXPECT_EQ(calls(), 3);
  put(file("new"), ReplyLine{.message = "4"}.text() + ReplyLine{.message = "3"}.text());
  fs::rename(file("new"), file("renamed"));
  sweep();
  EXPECT_EQ(calls(), 4);
  fs::remove(file("renamed"));
  sweep();
  EXPECT_EQ(calls(), 4) << "what was deleted stays counted";
  EXPECT_EQ(count("SELECT COUNT(*) FROM transcript"), 0);
}

TEST_F(SweepTest, ReadsEverythingAgainWhenAskedTo) {
  const std::string filler(200'000, 'y');
  const auto text_of = [&](const char* middle) {
    return ReplyLine{.message = "1"}.text() + "{\"x\":\"" + filler + "\"}\n" +
           ReplyLine{.message = middle}.text() + "{\"x\":\"" + filler + "\"}\n" +
           ReplyLine{.message = "3"}.text();
  };
  append(file(), text_of("2"));
  sweep();
  EXPECT_EQ(calls(), 3);
  // In place, at the same length, between the ends that are compared: never seen by itself.
  put(file(), text_of("7") + ReplyLine{.message = "4"}.text());
  sweep();
  EXPECT_EQ(calls(), 4);
  ASSERT_TRUE(forget_what_was_read(store));
  EXPECT_EQ(sweep().read, 1);
  EXPECT_EQ(calls(), 5);
  EXPECT_EQ(sweep().read, 0);
}

TEST_F(SweepTest, ListsWhatItCouldNotRead) {
  std::string lost = ReplyLine{.message = "9"}.text();
  lost.replace(lost.find("2026-11-20"), 10, "yesterday!");
  append(file(), prompt_line("x", 1) + lost + ReplyLine{.message = "1"}.text() + "{\"torn\n");
  sweep();
  EXPECT_EQ(calls(), 1);
  const auto lines = list_skipped_lines(store, test::at(3600)).value().lines;
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].path, file().string());
  EXPECT_EQ(lines[0].line, 2);
  EXPECT_EQ(lines[0].offset, prompt_line("x", 1).size());
  EXPECT_EQ(lines[0].fault, LineFault::bad_time);
  EXPECT_EQ(lines[1].line, 4);
  EXPECT_EQ(lines[1].fault, LineFault::broken);
}

TEST_F(SweepTest, ListsTheRestBesideAFileThatCannotBeRead) {
  for (const char* name : {"a", "b", "c"}) append(file(name), "{\"torn\n");
  sweep();
  fs::remove(file("b"));
  fs::create_symlink("b.jsonl", file("b"));
  const SkippedLines found = list_skipped_lines(store, test::at(3600)).value();
  ASSERT_EQ(found.lines.size(), 2U);
  EXPECT_EQ(found.lines[0].path, file("a").string());
  EXPECT_EQ(found.lines[1].path, file("c").string());
  ASSERT_EQ(found.problems.size(), 1U);
  EXPECT_THAT(found.problems[0].message, testing::HasSubstr(file("b").string()));
}

TEST_F(SweepTest, LooksIntoTheTranscriptsOfOrchardsOwnSessionsAlone) {
  append(file("s-1"), "{\"torn\n");
  append(folder() / "s-1" / "subagents" / "agent-a.jsonl", "{\"torn\n");
  append(file("s-out"), ReplyLine{.message = "1", .session = "s-out"}.text() + "{\"torn\n");
  append(file("nobody"), "{\"torn\n");
  sweep();
  ASSERT_EQ(list_skipped_lines(store, test::at(3600)).value().lines.size(), 4U);
  // What cannot be opened would be a problem.
  for (const char* name : {"s-out", "nobody"}) {
    fs::remove(file(name));
    fs::create_symlink("elsewhere.jsonl", file(name));
  }
  const SkippedLines found =
      list_skipped_lines(store, test::at(3600), SkippedLinesOf::own_sessions).value();
  EXPECT_TRUE(found.problems.empty());
  ASSERT_EQ(found.lines.size(), 2U);
  EXPECT_EQ(found.lines[0].path, file("s-1").string());
  EXPECT_EQ(found.lines[1].path, (folder() / "s-1" / "subagents" / "agent-a.jsonl").string());
}

TEST_F(SweepTest, KeepsCallsThatFailedApart) {
  const auto failure = [](const std::string& uuid, int seconds, const std::string& more) {
    return fmt::format(
        R"({{"parentUuid":"p1",{}"sessionId":"s-out","cwd":"/nowhere/notes","gitBranch":"main",)"
        R"("message":{{"id":"{}-m","model":"<synthetic>","usage":{{"input_tokens":0}},"content":)"
        R"([{{"type":"text","text":"API Error: 529 secretreply"}}]}},"type":"assistant",)"
        R"("isApiErrorMessage":true,"uuid":"{}","timestamp":"2026-11-20T12:00:{:02}.000Z"}})"
        "\n",
        more, uuid, uuid, seconds);
  };
  const std::string lines = prompt_line("p1", 10) + failure("f1", 40, "") +
                            ReplyLine{.message = "1", .seconds = 50, .parent = "f1"}.text() +
                            failure("f2", 55, R"("isSidechain":true,"agentId":"a1",)");
  append(file(), lines);
  const SweepReport report = sweep();
  EXPECT_EQ(report.replies, 1);
  EXPECT_EQ(report.skipped, 0);
  EXPECT_EQ(calls(), 1);
  EXPECT_EQ(count("SELECT SUM(calls) FROM usage_session_quarter"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM failed_call"), 2);
  EXPECT_EQ(count("SELECT status FROM failed_call WHERE origin = 0"), 529);
  EXPECT_EQ(count("SELECT duration FROM failed_call WHERE origin = 0"), 30'000);
  EXPECT_EQ(count("SELECT COUNT(*) FROM failed_call WHERE origin = 1"), 1);
  EXPECT_EQ(text("SELECT b.name FROM failed_call f JOIN branch b ON b.key = f.branch"), "main");
  // A fork copies what was said before it.
  append(file("s-fork"), lines);
  sweep();
  EXPECT_EQ(count("SELECT COUNT(*) FROM failed_call"), 2);
  EXPECT_EQ(text("SELECT duration FROM api_call"), "10000") << "the prompt was its parent's";
}

/// Replies of a given time, in a file that was written at another.
class FutureReplies : public SweepTest {
 protected:
  static std::string dated(const std::string& message, core::Timestamp at) {
    std::string line = ReplyLine{.message = message}.text();
    return line.replace(line.find("2026-11-20T12:00:00.000Z"), 24, core::to_iso8601(at));
  }
  void put_written_at(core::Timestamp at, std::string_view text) const {
    put(file(), text);
    const timespec time{std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count(), 0};
    const std::array<timespec, 2> times{time, time};
    ASSERT_EQ(::utimensat(AT_FDCWD, file().c_str(), times.data(), 0), 0);
  }
  SweepReport sweep_at(core::Timestamp moment) {
    return TranscriptSweep(store, moment).run({config()}).value();
  }

  const core::Timestamp now = test::at(3600);
  const core::Duration day = std::chrono::hours(24);
};

TEST_F(FutureReplies, AreSkippedUnlessTheirFileWasWrittenThatLate) {
  const std::string beyond = dated("2", now + day + std::chrono::seconds(1));
  put_written_at(now, dated("1", now + day) + beyond + beyond.substr(0, beyond.size() - 1));
  sweep();
  EXPECT_EQ(calls(), 1);
  EXPECT_EQ(count_skipped_lines(store).value(), 1);
  const SkippedLines found = list_skipped_lines(store, now).value();
  ASSERT_EQ(found.lines.size(), 1U);
  EXPECT_EQ(found.lines[0].line, 2);
  EXPECT_EQ(found.lines[0].fault, LineFault::too_late);

  put_written_at(now + 2 * day, beyond);
  sweep();
  EXPECT_EQ(calls(), 2) << "the clock was set back, or never set";
}

TEST_F(FutureReplies, AreTakenInFromALastLineWithoutAnEndToo) {
  std::string unfinished = dated("1", now + 3 * day);
  unfinished.pop_back();
  put_written_at(now, unfinished);
  sweep_at(now);
  EXPECT_EQ(calls(), 0);
  sweep_at(now + 3 * day);
  EXPECT_EQ(calls(), 1);
}

TEST_F(FutureReplies, AreTakenInWhenTheirDayComes) {
  const core::Duration second = std::chrono::seconds(1);
  put_written_at(now, dated("3", now + 3 * day) + dated("1", now) + dated("2", now + 2 * day) +
                          "{\"torn\n" + dated("4", now + day + second).substr(0, 100));
  sweep_at(now);
  EXPECT_EQ(calls(), 1);
  EXPECT_EQ(count_skipped_lines(store).value(), 3);
  EXPECT_EQ(sweep_at(now + day - second).read, 0) << "not yet";
  EXPECT_EQ(sweep_at(now + day).read, 1);
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count_skipped_lines(store).value(), 2);
  EXPECT_EQ(sweep_at(now + day).read, 0) << "only once";
  append(file(), "\n" + ReplyLine{.message = "5"}.text());
  sweep_at(now + day);
  EXPECT_EQ(calls(), 3);
  EXPECT_EQ(sweep_at(now + 2 * day).read, 1) << "what was read since keeps it in mind";
  EXPECT_EQ(calls(), 4);
  EXPECT_EQ(count_skipped_lines(store).value(), 2) << "the two torn ones";
}

TEST_F(FutureReplies, AreKeptInMindByALedgerOfBefore) {
  put_written_at(now, dated("1", now + 2 * day));
  sweep_at(now);
  ASSERT_TRUE(store.database().execute("UPDATE transcript SET due = 0"));
  EXPECT_EQ(sweep_at(now).read, 1);
  EXPECT_EQ(sweep_at(now).read, 0);
  EXPECT_EQ(sweep_at(now + day).read, 1);
  EXPECT_EQ(calls(), 1);
}

TEST_F(SweepTest, ReadsALineLongerThanItsBufferAndSkipsOneWithoutMeasure) {
  append(file(), R"({"type":"user","text":")" + std::string(600'000, 'x') + "\"}\n" +
                     ReplyLine{.message = "1"}.text() + std::string((std::size_t{17} << 20U), 'x') +
                     "\n" + ReplyLine{.message = "2"}.text());
  sweep();
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count_skipped_lines(store).value(), 1);
  EXPECT_EQ(list_skipped_lines(store, test::at(3600)).value().lines.at(0).line, 3);
}

TEST_F(SweepTest, TellsHowLongRepliesTook) {
  append(file(),
         prompt_line("p1", 10) + ReplyLine{.message = "1", .seconds = 12, .parent = "p1"}.text());
  sweep();
  append(file(), ReplyLine{.message = "1", .output = 2, .seconds = 15, .parent = "u-1-1"}.text() +
                     prompt_line("p2", 20));
  sweep();
  append(file(), ReplyLine{.message = "2", .seconds = 21, .parent = "p2"}.text() +
                     prompt_line("p3", 30) +
                     ReplyLine{.message = "3", .seconds = 33, .parent = "another"}.text());
  sweep();
  EXPECT_EQ(count("SELECT duration FROM api_call WHERE key = 1"), 5'000);
  EXPECT_EQ(count("SELECT duration FROM api_call WHERE key = 2"), 1'000);
  EXPECT_EQ(text("SELECT duration FROM api_call WHERE key = 3"), "NULL");
}

TEST_F(SweepTest, TellsRepliesWithoutMessageIdApart) {
  const auto without_id = [](const ReplyLine& line) {
    std::string text = line.text();
    const std::string id = "\"id\":\"msg_" + line.message + "\",";
    text.erase(text.find(id), id.size());
    return text;
  };
  append(file(),
         prompt_line("p1", 10) + without_id({.message = "1", .seconds = 12, .parent = "p1"}) +
             prompt_line("p2", 20) + without_id({.message = "2", .seconds = 21, .parent = "p2"}));
  sweep();
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(count("SELECT duration FROM api_call WHERE key = 1"), 2'000);
  EXPECT_EQ(count("SELECT duration FROM api_call WHERE key = 2"), 1'000);
}

TEST_F(SweepTest, KeepsNothingThatWasSaid) {
  append(file(), prompt_line("x", 1) + ReplyLine{.message = "1"}.text());
  sweep();
  ASSERT_TRUE(store.database().execute_script("PRAGMA wal_checkpoint(TRUNCATE)"));
  std::ifstream stored(directory / "orchard.db", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stored)), {});
  EXPECT_NE(bytes.find("/nowhere/notes"), std::string::npos);
  EXPECT_EQ(bytes.find("secretreply"), std::string::npos);
  EXPECT_EQ(bytes.find("secretprompt"), std::string::npos);
}

TEST_F(SweepTest, ReadsOnBesideWhatItMayNotRead) {
  append(file(), ReplyLine{.message = "1"}.text());
  ASSERT_EQ(::mkfifo(file("pipe").c_str(), 0600), 0);
  fs::create_symlink(directory / "nowhere", file("dangling"));
  sweep();
  EXPECT_EQ(calls(), 1);
}

// Other bytes under the same size and time are noticed only by who opens the file.
TEST_F(SweepTest, OpensNoFileThatDidNotChange) {
  for (const char* name : {"old", "older", "new"})
    append(file(name), ReplyLine{.message = name, .output = 4}.text());
  sweep();
  const auto written = fs::last_write_time(file("old"));
  std::string other = ReplyLine{.message = "old", .output = 9}.text();
  std::fstream(file("old"), std::ios::in | std::ios::out | std::ios::binary) << other;
  fs::last_write_time(file("old"), written);
  append(file("new"), ReplyLine{.message = "newest"}.text());
  const SweepReport report = sweep();
  EXPECT_EQ(report.files, 3);
  EXPECT_EQ(report.read, 1);
  EXPECT_EQ(report.bytes, ReplyLine{.message = "newest"}.text().size());
  EXPECT_EQ(count("SELECT MAX(output) FROM api_call"), 4);
  fs::last_write_time(file("old"), written + std::chrono::seconds(1));
  EXPECT_EQ(sweep().read, 1);
  EXPECT_EQ(count("SELECT MAX(output) FROM api_call"), 9) << "now it was opened";
}

TEST_F(SweepTest, LooksOnlyWhereItIsTold) {
  append(file(), ReplyLine{.message = "1"}.text());
  append(folder() / "below" / "b.jsonl", ReplyLine{.message = "2"}.text());
  TranscriptSweep some(store, test::at(3600));
  const SweepReport below = some.run_below({folder() / "below"}).value();
  EXPECT_EQ(below.replies, 1);
  EXPECT_THAT(below.directories, testing::ElementsAre((folder() / "below").string()));
  EXPECT_EQ(some.run_files({file(), file("missing")}).value().replies, 1);
  EXPECT_EQ(some.run_below({folder()}).value().read, 0);
  EXPECT_EQ(sweep().read, 0);
  EXPECT_EQ(calls(), 2);
}

}  // namespace
}  // namespace orchard::metrics
