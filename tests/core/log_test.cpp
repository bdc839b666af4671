#include "core/log/log.h"

#include "core/io/file.h"
#include "tests/support/temp_dir.h"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace orchard::core {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;

TEST(Log, AppendsLinesWithTimeAndLevel) {
  const test::TempDir dir;
  open_log(dir / "a.log").value()->write(LogLevel::info, "first");
  open_log(dir / "a.log").value()->write(LogLevel::error, "second {} %s");
  const std::string time = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{3}Z";
  EXPECT_THAT(read_file(dir / "a.log").value(),
              MatchesRegex(time + " info first\n" + time + " error second [{][}] %s\n"));
  struct stat status {};
  ASSERT_EQ(::stat((dir / "a.log").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Log, EscapesControlCharactersAndBrokenText) {
  const test::TempDir dir;
  const auto log = open_log(dir / "a.log").value();
  log->write(LogLevel::debug,
             "a\nb\tc\x1b[31m\x7f\xc2\x9b"
             "1m\xff \u00fc");
  EXPECT_THAT(read_file(dir / "a.log").value(),
              EndsWith(" debug a\\nb\\tc\\x1b[31m\\x7f\\x9b1m\ufffd \u00fc\n"));
}

TEST(Log, CutsHugeMessages) {
  const test::TempDir dir;
  open_log(dir / "a.log").value()->write(LogLevel::warning, std::string(10'000'000, 'x'));
  const std::string text = read_file(dir / "a.log").value();
  EXPECT_LT(text.size(), 20000U);
  EXPECT_THAT(text, EndsWith("x (cut)\n"));
}

TEST(Log, MovesALargeFileAwayWhenOpened) {
  const test::TempDir dir;
  ASSERT_TRUE(write_file_atomically(dir / "a.log", std::string((std::size_t{5} << 20U) + 1, 'x')));
  open_log(dir / "a.log").value()->write(LogLevel::info, "fresh");
  EXPECT_EQ(std::filesystem::file_size(dir / "a.log.1"), (std::size_t{5} << 20U) + 1);
  EXPECT_THAT(read_file(dir / "a.log").value(), EndsWith(" info fresh\n"));
  open_log(dir / "a.log").value()->write(LogLevel::info, "more");
  EXPECT_THAT(read_file(dir / "a.log").value(), HasSubstr("fresh"));
}

TEST(Log, KeepsLinesOfManyWritersWhole) {
  const test::TempDir dir;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&dir, i] {
      const auto log = open_log(dir / "a.log").value();
      for (int turn = 0; turn < 200; ++turn)
        log->write(LogLevel::info, std::string(200, static_cast<char>('a' + i)));
    });
  for (std::thread& thread : threads) thread.join();
  const std::string text = read_file(dir / "a.log").value();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 800);
  EXPECT_EQ(text.size(), 800U * (24 + 6 + 200 + 1));
}

TEST(Log, NamesAFileItCannotOpen) {
  const test::TempDir dir;
  const auto log = open_log(dir / "missing" / "a.log");
  ASSERT_FALSE(log);
  EXPECT_THAT(log.error().message, HasSubstr((dir / "missing" / "a.log").string()));
}

// On the file system of processes there is room for nothing.
TEST(Log, KeepsNothingWhereTheDiskTakesNothing) {
  const auto log = open_log("/proc/orchard.log");
  ASSERT_TRUE(log) << log.error().describe();
  (*log)->write(LogLevel::error, "lost");
}

}  // namespace
}  // namespace orchard::core
