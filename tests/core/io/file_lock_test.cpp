#include "core/io/file_lock.h"

#include "tests/support/temp_dir.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using std::chrono::milliseconds;

TEST(FileLock, ExcludesASecondHolderUntilReleased) {
  const test::TempDir dir;
  {
    const auto first = FileLock::try_acquire(dir / "lock");
    ASSERT_TRUE(first && first->has_value());
    const auto second = FileLock::try_acquire(dir / "lock");
    ASSERT_TRUE(second);
    EXPECT_FALSE(second->has_value());
  }
  const auto third = FileLock::try_acquire(dir / "lock");
  ASSERT_TRUE(third);
  EXPECT_TRUE(third->has_value());
}

TEST(FileLock, GivesUpWithASentence) {
  const test::TempDir dir;
  const auto held = FileLock::acquire(dir / "lock", milliseconds(0));
  ASSERT_TRUE(held);
  const auto refused = FileLock::acquire(dir / "lock", milliseconds(5));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::timed_out);
  EXPECT_THAT(refused.error().message, testing::HasSubstr((dir / "lock").string()));
}

TEST(FileLock, IsFreeAtOnceThoughAForkedChildStillHasTheDescriptor) {
  const test::TempDir dir;
  int hold[2];
  ASSERT_EQ(::pipe(hold), 0);
  auto held = FileLock::try_acquire(dir / "lock");
  ASSERT_TRUE(held && held->has_value());
  const pid_t child = ::fork();
  if (child == 0) {
    char byte = 0;
    ::close(hold[1]);
    (void)!::read(hold[0], &byte, 1);
    ::_exit(0);
  }
  held->reset();
  const auto again = FileLock::try_acquire(dir / "lock");
  EXPECT_TRUE(again && again->has_value());
  ::close(hold[0]);
  ::close(hold[1]);
  EXPECT_EQ(::waitpid(child, nullptr, 0), child);
}

TEST(FileLock, IsDroppedWhenItsHolderDies) {
  const test::TempDir dir;
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = FileLock::try_acquire(dir / "lock");
    ::_exit(held && held->has_value() ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  const auto lock = FileLock::try_acquire(dir / "lock");
  EXPECT_TRUE(lock && lock->has_value());
}

TEST(FileLock, LocksTheFileThatIsThereAfterAReplacement) {
  const test::TempDir dir;
  const auto first = FileLock::try_acquire(dir / "lock");
  ASSERT_TRUE(first && first->has_value());
  std::filesystem::remove(dir / "lock");
  const auto second = FileLock::try_acquire(dir / "lock");
  EXPECT_TRUE(second && second->has_value());
  EXPECT_TRUE(std::filesystem::exists(dir / "lock"));
}

TEST(FileLock, LetsOneThreadInAtATime) {
  const test::TempDir dir;
  std::atomic<int> inside = 0;
  std::atomic<int> entries = 0;
  std::atomic<bool> overlapped = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int turn = 0; turn < 10; ++turn) {
        const auto lock = FileLock::acquire(dir / "lock", milliseconds(60000));
        if (!lock) return;
        if (inside.fetch_add(1) != 0) overlapped = true;
        ++entries;
        inside.fetch_sub(1);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(entries, 80);
  EXPECT_FALSE(overlapped);
}

TEST(FileLock, MovesItsHold) {
  const test::TempDir dir;
  auto a = FileLock::acquire(dir / "a", milliseconds(0));
  auto b = FileLock::acquire(dir / "b", milliseconds(0));
  ASSERT_TRUE(a && b);
  {
    FileLock moved = std::move(*a);
    *b = std::move(moved);
  }
  EXPECT_FALSE(FileLock::try_acquire(dir / "a").value().has_value());
  EXPECT_TRUE(FileLock::try_acquire(dir / "b").value().has_value());
}

}  // namespace
}  // namespace orchard::core
