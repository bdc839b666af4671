#include "agents/supervisor/log_tail.h"

#include "tests/support/temp_dir.h"

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

class LogTailTest : public testing::Test {
 protected:
  void append(const std::string& text) { std::ofstream(path(), std::ios::app) << text; }
  [[nodiscard]] std::filesystem::path path() const { return temp_ / "events-1.ndjson"; }
  std::vector<std::pair<std::string, std::uint64_t>> read(LogTail& log, std::size_t budget = 1000) {
    std::vector<std::pair<std::string, std::uint64_t>> lines;
    EXPECT_TRUE(log.read(
        [&](const core::LineFramer::Line& line) { lines.emplace_back(line.text, line.end); },
        budget));
    return lines;
  }
  using Lines = std::vector<std::pair<std::string, std::uint64_t>>;
  test::TempDir temp_;
};

TEST_F(LogTailTest, WaitsForAFileThatIsNotThereYet) {
  LogTail log(path(), 0);
  EXPECT_TRUE(read(log).empty());
  append("a\n");
  EXPECT_EQ(read(log), (Lines{{"a", 2}}));
}

TEST_F(LogTailTest, HoldsAnUnfinishedLineBack) {
  LogTail log(path(), 0);
  append("one\ntw");
  EXPECT_EQ(read(log), (Lines{{"one", 4}}));
  EXPECT_EQ(log.complete_until(), 4U);
  append("o\n");
  EXPECT_EQ(read(log), (Lines{{"two", 8}}));
}

TEST_F(LogTailTest, ContinuesWhereAnotherStopped) {
  append("one\ntwo\nthree\n");
  LogTail log(path(), 4);
  EXPECT_EQ(read(log), (Lines{{"two", 8}, {"three", 14}}));
  EXPECT_TRUE(read(log).empty());
}

TEST_F(LogTailTest, ReadsNoMoreThanItMay) {
  append("one\ntwo\n");
  LogTail log(path(), 0);
  EXPECT_EQ(read(log, 5), (Lines{{"one", 4}}));
  EXPECT_EQ(read(log, 5), (Lines{{"two", 8}}));
}

TEST_F(LogTailTest, SkipsALineOverTheLimit) {
  append(std::string(100, 'x') + "\nok\n");
  LogTail log(path(), 0, 50);
  std::vector<bool> too_long;
  ASSERT_TRUE(
      log.read([&](const core::LineFramer::Line& line) { too_long.push_back(line.too_long); }));
  EXPECT_EQ(too_long, (std::vector<bool>{true, false}));
}

TEST_F(LogTailTest, SaysWhenTheFileWasCut) {
  append("one\ntwo\n");
  LogTail log(path(), 0);
  EXPECT_EQ(read(log).size(), 2U);
  std::filesystem::resize_file(path(), 3);
  const auto cut = log.read([](const core::LineFramer::Line&) {});
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, core::ErrorCode::corrupt);
}

}  // namespace
}  // namespace orchard::agents
