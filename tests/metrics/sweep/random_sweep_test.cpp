#include "tests/metrics/sweep/sweep_fixture.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <thread>

namespace orchard::metrics {
namespace {

namespace fs = std::filesystem;
using test::ReplyLine;

/// Transcripts that are written, cut, replaced, moved and deleted in any order, while they are read
/// again and again.
class RandomSweepTest : public test::SweepFixture, public testing::WithParamInterface<unsigned> {
 protected:
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  /// The largest output of each response of which a whole line was ever read.
  void expect_counted(const std::map<std::string, int>& outputs) {
    std::int64_t sum = 0;
    for (const auto& [message, output] : outputs) sum += output;
    EXPECT_EQ(calls(), static_cast<std::int64_t>(outputs.size()));
    EXPECT_EQ(count("SELECT COALESCE(SUM(output), 0) FROM api_call"), sum);
    EXPECT_EQ(count("SELECT COALESCE(SUM(output), 0) FROM usage_session_day"), sum);
    EXPECT_EQ(count("SELECT COALESCE(SUM(output), 0) FROM usage_session_quarter"), sum);
  }

  std::string make_line(const std::string& more = {}) {
    ReplyLine line;
    line.more = more;
    const int reply = below(60);
    line.message = std::to_string(reply);
    line.output = 1 + below(50);
    line.session = "s-" + std::to_string(below(3));
    line.seconds = reply * 40;
    told_[line.message] = std::max(told_[line.message], line.output);
    return below(9) == 0 ? "not a record\n" + line.text() : line.text();
  }

  std::mt19937 random_{GetParam()};
  std::map<std::string, int> told_;
};

TEST_P(RandomSweepTest, CountsEveryWholeLineWhateverHappensToTheFiles) {
  std::map<std::string, std::string> unwritten;
  const std::vector<std::string> names{"a", "b", "c", "d"};
  for (int step = 0; step < 60; ++step) {
    const std::string& name = names[static_cast<std::size_t>(below(4))];
    std::string& rest = unwritten[name];
    switch (below(8)) {
      case 0:  // written in full, then swept, so that what comes next takes
               // nothing away unread
        append(file(name), rest);
        rest.clear();
        sweep();
        if (below(2) == 0) fs::remove(file(name));
        break;
      case 1:
        append(file(name), rest);
        rest.clear();
        sweep();
        if (fs::exists(file(name))) fs::resize_file(file(name), 0);
        break;
      case 2: {
        append(file(name), rest);
        rest.clear();
        sweep();
        put(file("new"), make_line() + make_line());
        fs::rename(file("new"), file(name));
        break;
      }
      case 3:
        append(file(name), "");
        fs::rename(file(name), file("moved"));
        sweep();
        fs::rename(file("moved"), file(name));
        break;
      default:
        if (rest.empty()) rest = make_line();
        const auto part = static_cast<std::size_t>(below(static_cast<int>(rest.size()))) + 1;
        append(file(name), rest.substr(0, part));
        rest.erase(0, part);
        if (below(2) == 0) sweep();
    }
  }
  for (const auto& [name, rest] : unwritten) append(file(name), rest);
  sweep();
  expect_counted(told_);
  SweepReport again = sweep();
  EXPECT_EQ(again.read, 0);
  expect_counted(told_);
}

TEST_P(RandomSweepTest, GivesTheSameInAnyOrderOfFilesAndPieces) {
  // Of two conversations, and of sub-agents that repeat replies of them and of each other.
  const std::vector<std::string> types{"", "", "Explore", "Plan", "Verify", ""};
  std::vector<std::string> texts(types.size());
  for (std::size_t i = 0; i < texts.size(); ++i)
    for (int line = 0; line < 25; ++line)
      texts[i] += make_line(i < 2 ? "" : R"("isSidechain":true,)");
  const auto place = [](const fs::path& root, std::size_t i) {
    const std::string name = std::to_string(i);
    const fs::path project = root / "projects" / "p";
    return i < 2 ? project / ("f" + name) : project / "s-0" / "subagents" / ("agent-" + name);
  };
  const auto put_types = [&](const fs::path& root) {
    for (std::size_t i = 0; i < types.size(); ++i)
      if (!types[i].empty())
        append(place(root, i).string() + ".meta.json", R"({"agentType":")" + types[i] + "\"}");
  };
  const auto dump = [](Store& of) {
    std::string rows;
    auto statement = of.database()
                         .prepare(
                             "SELECT s.id||' '||c.at||' '||c.output||' "
                             "'||c.cost||' '||c.flags||' '||COALESCE(a.name, '-') "
                             "FROM api_call c JOIN session s ON s.key = "
                             "c.session LEFT JOIN agent a ON a.key = c.agent ORDER BY 1")
                         .value();
    EXPECT_TRUE(statement.each([&](const core::Statement& row) { rows += row.text(0) + "\n"; }));
    return rows;
  };
  put_types(config());
  for (std::size_t i = 0; i < texts.size(); ++i)
    append(place(config(), i).string() + ".jsonl", texts[i]);
  sweep();
  const std::string once = dump(store);
  EXPECT_NE(once.find("Explore"), std::string::npos);

  Store other = Store::open(directory / "other.db").value();
  TranscriptSweep pieces(other, test::at(3600));
  const fs::path second = directory / "second";
  put_types(second);
  while (std::ranges::any_of(texts, [](const std::string& text) { return !text.empty(); })) {
    const auto i = static_cast<std::size_t>(below(static_cast<int>(texts.size())));
    const std::size_t part = std::min(texts[i].size(), static_cast<std::size_t>(below(2000)));
    append(place(second, i).string() + ".jsonl", texts[i].substr(0, part));
    texts[i].erase(0, part);
    ASSERT_TRUE(pieces.run({second}));
  }
  EXPECT_EQ(dump(other), once);
}

/// The window and a command read at once, while Claude Code writes.
TEST_P(RandomSweepTest, CountsOnceWhatSeveralReadAtOnce) {
  std::atomic<bool> done{false};
  std::atomic<int> failures{0};
  const auto read = [&] {
    auto own = Store::open(directory / "orchard.db");
    if (!own) ++failures;
    while (own && !done)
      if (!TranscriptSweep(*own, test::at(3600)).run({config()})) ++failures;
  };
  {
    const std::jthread window(read);
    const std::jthread command(read);
    for (int step = 0; step < 60; ++step) {
      const std::string name = std::string(1, static_cast<char>('a' + below(3)));
      const std::string line = make_line();
      const auto part = static_cast<std::size_t>(below(static_cast<int>(line.size())));
      append(file(name), line.substr(0, part));
      append(file(name), line.substr(part));
    }
    done = true;
  }
  EXPECT_EQ(failures, 0);
  sweep();
  expect_counted(told_);
}

/// A disk that is full at one page after another stands for a crash at any moment of writing.
TEST_P(RandomSweepTest, GoesOnWhereAWriteFailed) {
  std::string text;
  for (int line = 0; line < 300; ++line) {
    ReplyLine reply{.message = std::to_string(line), .seconds = line};
    told_[reply.message] = 1;
    text += reply.text();
  }
  put(file(), text);
  const auto limit = [this](std::int64_t pages) {
    auto pragma =
        store.database().prepare("PRAGMA max_page_count=" + std::to_string(pages)).value();
    EXPECT_TRUE(pragma.step().value());
  };
  std::int64_t pages = count("PRAGMA page_count");
  TranscriptSweep broken(store, test::at(3600));
  int failures = 0;
  while (true) {
    limit(++pages);
    if (broken.run({config()})) break;
    ++failures;
    EXPECT_EQ(calls(), 0) << "all or nothing";
    EXPECT_EQ(count("SELECT COUNT(*) FROM transcript"), 0);
  }
  EXPECT_GT(failures, 3);
  expect_counted(told_);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomSweepTest, testing::Range(1U, 13U));

}  // namespace
}  // namespace orchard::metrics
