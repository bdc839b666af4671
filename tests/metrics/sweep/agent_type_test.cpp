#include "metrics/sweep/scan/agent_type.h"

#include "metrics/schema/migrations.h"
#include "tests/metrics/sweep/sweep_fixture.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::metrics {
namespace {

namespace fs = std::filesystem;
using test::ReplyLine;

TEST(AgentType, IsTheNameAlone) {
  EXPECT_EQ(agent_type_of(R"({"agentType":"Explore","description":"secret","toolUseId":"t",)"
                          R"("spawnDepth":1})"),
            "Explore");
  EXPECT_EQ(agent_type_of(" {\n \"a\": {\"agentType\": \"no\"}, \"agentType\" : \"k\\u00e9\" }\n"),
            "ké");
  EXPECT_EQ(agent_type_of(R"({"agentType":"team:code-reviewer"})"), "team:code-reviewer");
  const std::string longest(100, 'x');
  EXPECT_EQ(agent_type_of(R"({"agentType":")" + longest + "\"}"), longest);
}

TEST(AgentType, IsNoneOfWhatIsNoName) {
  const std::vector<std::string> texts{
      "",
      "Explore",
      "\"Explore\"",
      "[]",
      "{}",
      "null",
      R"({"agentType":null})",
      R"({"agentType":7})",
      R"({"agentType":["Explore"]})",
      R"({"agentType":""})",
      R"({"agentType":"   "})",
      R"({"agentType":"Explore")",
      R"({"agentType":"Explore"}})",
      R"({"agentType":"Explore"}{})",
      R"({"agentType":"two\nlines"})",
      R"({"agentType":"\u001b[31mred"})",
      R"({"agentType":"\ud800"})",
      "{\"agentType\":\"\xff\xfe\"}",
      "{\"agentType\":\"" + std::string(101, 'x') + "\"}",
      std::string(3'000, '{'),
      "{\"agentType\":" + std::string(20'000, '['),
      std::string("\0\0\0", 3),
  };
  for (const std::string& text : texts) EXPECT_EQ(agent_type_of(text), "") << text.substr(0, 60);
}

class AgentNameTest : public test::SweepFixture {
 protected:
  [[nodiscard]] fs::path transcript(const std::string& agent,
                                    const std::string& session_id = "s-out") const {
    return folder() / session_id / "subagents" / ("agent-" + agent + ".jsonl");
  }
  [[nodiscard]] fs::path beside(const std::string& agent) const {
    return folder() / "s-out" / "subagents" / ("agent-" + agent + ".meta.json");
  }
  static std::string reply(const std::string& message, const std::string& agent) {
    return ReplyLine{.message = message,
                     .more = R"("isSidechain":true,"agentId":")" + agent + "\","}
        .text();
  }
  static std::string meta(const std::string& type) {
    return R"({"agentType":")" + type +
           R"(","description":"secretdescription","toolUseId":"toolu_1","spawnDepth":1})";
  }
  /// Of one call after the other, by the ids of their messages.
  std::string names() {
    return text(
        "SELECT group_concat(COALESCE(name, '-'), ' ') FROM (SELECT a.name FROM api_call c "
        "LEFT JOIN agent a ON a.key = c.agent ORDER BY c.output)");
  }
};

TEST_F(AgentNameTest, StandsAtTheCallsOfTheSubAgentAlone) {
  append(file(), ReplyLine{.message = "1", .output = 1}.text());
  append(transcript("a1"),
         ReplyLine{.message = "2", .output = 2, .more = R"("agentId":"a1",)"}.text());
  append(beside("a1"), meta("Explore"));
  append(transcript("a2"),
         ReplyLine{.message = "3", .output = 3, .more = R"("agentId":"a2",)"}.text());
  append(transcript("acompact-1"),
         ReplyLine{.message = "4", .output = 4, .more = R"("agentId":"acompact-1",)"}.text());
  append(beside("acompact-1"), meta("compact"));
  sweep();
  EXPECT_EQ(names(), "- Explore - -");
  for (const char* table : {"usage_session_day", "usage_session_quarter"})
    EXPECT_EQ(text(fmt::format("SELECT group_concat(output) FROM (SELECT u.output FROM {} u JOIN "
                               "agent a ON a.key = u.agent WHERE a.name = 'Explore')",
                               table)),
              "2");
  append(transcript("a1"),
         ReplyLine{.message = "5", .output = 5, .more = R"("agentId":"a1",)"}.text());
  sweep();
  EXPECT_EQ(names(), "- Explore - - Explore") << "read on";
}

TEST_F(AgentNameTest, KeepsNothingElseOfTheFile) {
  append(transcript("a1"), reply("1", "a1"));
  append(beside("a1"), meta("Explore"));
  sweep();
  ASSERT_TRUE(store.database().execute_script("PRAGMA wal_checkpoint(TRUNCATE)"));
  std::ifstream stored(directory / "orchard.db", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stored)), {});
  EXPECT_NE(bytes.find("Explore"), std::string::npos);
  for (const char* word : {"secret", "toolu_1"}) EXPECT_EQ(bytes.find(word), std::string::npos);
}

TEST_F(AgentNameTest, IsMissingWhereTheFileIsNoneOfClaudeCodes) {
  const std::vector<std::string> agents{"missing", "fifo",  "folder", "link",
                                        "huge",    "empty", "closed", "garbage"};
  int output = 0;
  for (const std::string& agent : agents)
    append(
        transcript(agent),
        ReplyLine{.message = agent, .output = ++output, .more = R"("isSidechain":true,)"}.text());
  ASSERT_EQ(::mkfifo(beside("fifo").c_str(), 0600), 0);
  fs::create_directory(beside("folder"));
  put(directory / "elsewhere", meta("Explore"));
  fs::create_symlink(directory / "elsewhere", beside("link"));
  put(beside("huge"), "{\"x\":\"" + std::string(70'000, 'x') + R"(","agentType":"Explore"})");
  put(beside("empty"), "");
  put(beside("closed"), meta("Explore"));
  fs::permissions(beside("closed"), fs::perms::none);
  put(beside("garbage"), std::string(9'000, '\xfe'));
  const SweepReport report = sweep();
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(report.skipped, 0);
  EXPECT_EQ(calls(), 8);
  const bool reads_all = ::geteuid() == 0;
  EXPECT_EQ(names(), reads_all ? "- - - - - - Explore -" : "- - - - - - - -");
}

TEST_F(AgentNameTest, IsTheSameInAnyOrderOfFiles) {
  // Told by the parent's progress, in a copy of the session, and under two names; the last reply is
  // the main conversation's, which a side question repeats.
  const std::string shared = reply("1", "a1");
  const std::vector<std::pair<std::string, std::string>> files{
      {"a1", "Plan"}, {"a2", "Explore"}, {"a3", ""}, {"main", ""}};
  std::vector<std::size_t> order{0, 1, 2, 3};
  do {
    Store other = Store::open(directory / "other.db").value();
    const fs::path root = directory / "ordered";
    for (const std::size_t i : order) {
      const auto& [agent, type] = files[i];
      const fs::path at = root / "projects" / "p" / "s-out" / "subagents" / ("agent-" + agent);
      if (!type.empty()) append(at.string() + ".meta.json", meta(type));
      if (agent == "main")
        append(root / "projects" / "p" / "s-out.jsonl", ReplyLine{.message = "2"}.text());
      else
        append(at.string() + ".jsonl", shared + reply("2", agent));
      ASSERT_TRUE(TranscriptSweep(other, test::at(3600)).run({root}));
    }
    auto rows = other.database()
                    .prepare(
                        "SELECT group_concat(COALESCE(a.name, '-'), ' ') FROM api_call c LEFT "
                        "JOIN agent a ON a.key = c.agent WHERE c.flags & 4")
                    .value();
    ASSERT_TRUE(rows.step().value());
    EXPECT_EQ(rows.text(0), "Explore");
    auto plain = other.database()
                     .prepare("SELECT COUNT(*) FROM api_call WHERE flags & 4 = 0 AND agent IS NULL")
                     .value();
    ASSERT_TRUE(plain.step().value());
    EXPECT_EQ(plain.integer(0), 1);
    fs::remove_all(root);
    fs::remove(directory / "other.db");
    fs::remove(directory / "other.db-wal");
    fs::remove(directory / "other.db-shm");
  } while (std::ranges::next_permutation(order).found);
}

TEST_F(AgentNameTest, StandsAtCallsThatFailedToo) {
  const std::string failure =
      R"({"parentUuid":"p1","isSidechain":true,"agentId":"a1","sessionId":"s-out",)"
      R"("message":{"id":"f1-m","model":"<synthetic>","usage":{"input_tokens":0},"content":[]},)"
      R"("type":"assistant","isApiErrorMessage":true,"uuid":"f1",)"
      R"("timestamp":"2026-11-20T12:00:05.000Z"})"
      "\n";
  append(transcript("a1"), failure);
  sweep();
  EXPECT_EQ(text("SELECT agent FROM failed_call"), "NULL");
  append(beside("a1"), meta("Plan"));
  append(transcript("b"), failure);
  append(beside("b"), meta("Verify"));
  ASSERT_TRUE(forget_what_was_read(store));
  sweep();
  EXPECT_EQ(count("SELECT COUNT(*) FROM failed_call"), 1);
  EXPECT_EQ(text("SELECT a.name FROM failed_call f JOIN agent a ON a.key = f.agent"), "Plan");
}

TEST_F(AgentNameTest, IsLookedUpOfWhatAnOlderVersionRead) {
  append(file(), ReplyLine{.message = "1", .output = 1}.text());
  append(transcript("a1"),
         ReplyLine{.message = "2", .output = 2, .more = R"("isSidechain":true,)"}.text());
  sweep();
  const fs::path path = directory / "older.db";
  {
    auto older = core::Database::open(path, core::OpenMode::read_write, kApplicationId,
                                      migrations().first(13))
                     .value();
    ASSERT_TRUE(older.execute("ATTACH ?1 AS now", (directory / "orchard.db").string()));
    for (const char* table : {"repository", "workspace", "project", "session", "model", "branch"}) {
      const auto copied = older.execute_script(
          fmt::format("INSERT OR REPLACE INTO {0} SELECT * FROM now.{0}", table));
      ASSERT_TRUE(copied) << table << copied.error().describe();
    }
    ASSERT_TRUE(older.execute_script(
        "INSERT INTO api_call SELECT key, session, turn, model, at, input, output, cache_write_5m, "
        "cache_write_1h, cache_read, web_searches, flags, cost, branch, duration "
        "FROM now.api_call;"
        "INSERT INTO api_call_message SELECT * FROM now.api_call_message;"
        "INSERT INTO api_call_request SELECT * FROM now.api_call_request;"
        "INSERT INTO transcript SELECT * FROM now.transcript;"));
  }
  append(beside("a1"), meta("Explore"));
  Store upgraded = Store::open(path).value();
  const auto sum = [&](const std::string& sql) {
    auto rows = upgraded.database().prepare(sql).value();
    EXPECT_TRUE(rows.step().value());
    return rows.integer(0);
  };
  for (const char* table : {"usage_session_day", "usage_session_quarter"}) {
    EXPECT_EQ(sum(fmt::format("SELECT SUM(calls) FROM {}", table)), 2);
    EXPECT_EQ(sum(fmt::format("SELECT SUM(output) FROM {} WHERE agent = 0", table)), 3);
  }
  TranscriptSweep sweep(upgraded, test::at(3600));
  EXPECT_EQ(sweep.run({config()}).value().read, 2);
  EXPECT_EQ(sum("SELECT COUNT(*) FROM api_call"), 2);
  EXPECT_EQ(sum("SELECT output FROM api_call WHERE agent IS NOT NULL"), 2);
  for (const char* table : {"usage_session_day", "usage_session_quarter"}) {
    EXPECT_EQ(sum(fmt::format("SELECT SUM(calls) FROM {}", table)), 2);
    EXPECT_EQ(sum(fmt::format("SELECT SUM(output) FROM {} WHERE agent <> 0", table)), 2);
  }
  EXPECT_EQ(sweep.run({config()}).value().read, 0);
}

}  // namespace
}  // namespace orchard::metrics
