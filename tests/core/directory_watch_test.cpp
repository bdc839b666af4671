#include "core/watch/directory_watch.h"

#include "core/io/file.h"
#include "tests/support/temp_dir.h"

#include <fstream>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr milliseconds kLong{60000};
constexpr milliseconds kNow{0};

class DirectoryWatchTest : public testing::Test {
 protected:
  DirectoryWatchTest() {
    for (const auto& path : {a, b}) {
      std::filesystem::create_directory(path);
      EXPECT_TRUE(watch.add(path));
    }
  }
  test::TempDir dir;
  std::filesystem::path a = dir / "a";
  std::filesystem::path b = dir / "b";
  DirectoryWatch watch = DirectoryWatch::create().value();
};

TEST_F(DirectoryWatchTest, TellsEveryKindOfChangeOnce) {
  EXPECT_THAT(watch.wait(kNow), IsEmpty());
  std::ofstream(a / "f") << "made";
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a));
  EXPECT_THAT(watch.wait(kNow), IsEmpty());
  std::ofstream(a / "f") << "written";
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a));
  std::filesystem::rename(a / "f", b / "g");
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a, b));
  std::filesystem::remove(b / "g");
  EXPECT_THAT(watch.wait(kLong), ElementsAre(b));
  std::filesystem::create_directory(b / "sub");
  EXPECT_THAT(watch.wait(kLong), ElementsAre(b));
}

TEST_F(DirectoryWatchTest, TellsALineAppendedToAFileThatStaysOpen) {
  const auto file = open_file(a / "log", O_WRONLY | O_APPEND | O_CREAT).value();
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a));
  ASSERT_EQ(::write(file.get(), "line\n", 5), 5);
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a));
}

TEST_F(DirectoryWatchTest, EndsItsWaitWhenWokenFromAnotherThread) {
  std::thread waker([this] { watch.wake(); });
  EXPECT_THAT(watch.wait(kLong), IsEmpty());
  waker.join();
  watch.wake();
  watch.wake();
  EXPECT_THAT(watch.wait(kLong), IsEmpty());
  std::ofstream(a / "f") << "x";
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a));
}

TEST_F(DirectoryWatchTest, EndsItsWaitInTime) {
  EXPECT_THAT(watch.wait(milliseconds(1)), IsEmpty());
}

TEST_F(DirectoryWatchTest, ForgetsWhatIsRemoved) {
  watch.remove(a);
  watch.remove(a);
  watch.remove(dir / "never added");
  std::ofstream(a / "f") << "x";
  std::ofstream(b / "f") << "x";
  EXPECT_THAT(watch.wait(kLong), ElementsAre(b));
}

TEST_F(DirectoryWatchTest, TakesOneDirectoryTwiceAndByTwoPaths) {
  const auto link = dir / "link";
  std::filesystem::create_directory_symlink(a, link);
  ASSERT_TRUE(watch.add(a));
  ASSERT_TRUE(watch.add(link));
  std::ofstream(a / "f") << "x";
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a, link));
  watch.remove(a);
  std::ofstream(a / "f") << "y";
  EXPECT_THAT(watch.wait(kLong), ElementsAre(link));
}

TEST_F(DirectoryWatchTest, ReportsARemovedDirectoryAndWatchesItsSuccessor) {
  std::filesystem::remove(a);
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a));
  std::filesystem::create_directory(a);
  EXPECT_EQ(watch.add(a), true) << "new to the watch";
  EXPECT_EQ(watch.add(a), false);
  std::ofstream(a / "f") << "x";
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a));
}

TEST_F(DirectoryWatchTest, ReportsAMovedDirectoryAndLetsItGo) {
  std::filesystem::rename(a, dir / "moved");
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a));
  std::ofstream(dir / "moved" / "f") << "x";
  std::ofstream(b / "f") << "x";
  EXPECT_THAT(watch.wait(kLong), ElementsAre(b));
}

TEST_F(DirectoryWatchTest, RefusesWhatIsNoDirectory) {
  std::ofstream(dir / "file") << "x";
  EXPECT_EQ(watch.add(dir / "missing").error().code, ErrorCode::not_found);
  EXPECT_EQ(watch.add(dir / "file").error().code, ErrorCode::not_found);
}

TEST_F(DirectoryWatchTest, KeepsUpWithManyFiles) {
  for (int i = 0; i < 3000; ++i) std::ofstream(a / std::to_string(i)) << "x";
  EXPECT_THAT(watch.wait(kLong), ElementsAre(a));
  EXPECT_THAT(watch.wait(kNow), IsEmpty());
}

}  // namespace
}  // namespace orchard::core
