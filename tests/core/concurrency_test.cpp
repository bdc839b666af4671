#include "core/concurrency/mailbox.h"
#include "core/concurrency/published.h"
#include "core/concurrency/serial_executor.h"

#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::core {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr milliseconds kLong{60000};

TEST(Mailbox, GivesValuesInOrderAndOnce) {
  Mailbox<int> mailbox;
  EXPECT_THAT(mailbox.take(), IsEmpty());
  for (const int value : {1, 2, 3}) mailbox.post(value);
  EXPECT_THAT(mailbox.take(), ElementsAre(1, 2, 3));
  EXPECT_THAT(mailbox.take(), IsEmpty());
}

TEST(Mailbox, MovesValues) {
  Mailbox<std::unique_ptr<int>> mailbox;
  mailbox.post(std::make_unique<int>(7));
  EXPECT_EQ(*mailbox.wait(kLong).at(0), 7);
}

TEST(Mailbox, WaitEndsOnTimeoutAndOnClose) {
  Mailbox<int> mailbox;
  EXPECT_THAT(mailbox.wait(milliseconds(1)), IsEmpty());
  std::thread closer([&] { mailbox.close(); });
  EXPECT_THAT(mailbox.wait(kLong), IsEmpty());
  closer.join();
  EXPECT_TRUE(mailbox.is_closed());
  mailbox.post(1);
  EXPECT_THAT(mailbox.wait(kLong), ElementsAre(1));
}

TEST(Mailbox, LosesNothingFromManyThreadsAndKeepsEachOnesOrder) {
  constexpr int kThreads = 4;
  constexpr int kValues = 2000;
  Mailbox<std::pair<int, int>> mailbox;
  std::vector<std::thread> senders;
  for (int sender = 0; sender < kThreads; ++sender)
    senders.emplace_back([&mailbox, sender] {
      for (int value = 0; value < kValues; ++value) mailbox.post({sender, value});
    });
  std::vector<int> expected(kThreads, 0);
  for (int received = 0; received < kThreads * kValues;) {
    const auto batch = mailbox.wait(kLong);
    ASSERT_FALSE(batch.empty());
    for (const auto& [sender, value] : batch)
      ASSERT_EQ(value, expected[static_cast<std::size_t>(sender)]++);
    received += static_cast<int>(batch.size());
  }
  for (std::thread& sender : senders) sender.join();
}

TEST(Published, GivesTheLatestAndKeepsWhatAReaderHolds) {
  Published<int> published;
  EXPECT_EQ(published.get(), nullptr);
  published.publish(std::make_shared<const int>(1));
  const auto held = published.get();
  published.publish(std::make_shared<const int>(2));
  EXPECT_EQ(*held, 1);
  EXPECT_EQ(*published.get(), 2);
}

TEST(Published, ReadersNeverSeeAnOlderValueAgain) {
  constexpr int kLast = 3000;
  Published<int> published;
  published.publish(std::make_shared<const int>(0));
  std::atomic<bool> went_back = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      for (int seen = 0; seen < kLast;) {
        const int now = *published.get();
        if (now < seen) went_back = true;
        seen = now;
      }
    });
  for (int value = 1; value <= kLast; ++value)
    published.publish(std::make_shared<const int>(value));
  for (std::thread& reader : readers) reader.join();
  EXPECT_FALSE(went_back);
}

TEST(SerialExecutor, RunsInOrderOnOneOtherThread) {
  std::vector<int> order;
  std::vector<std::thread::id> threads;
  {
    SerialExecutor executor;
    for (int i = 0; i < 100; ++i)
      executor.post([&, i] {
        order.push_back(i);
        threads.push_back(std::this_thread::get_id());
      });
  }
  ASSERT_EQ(order.size(), 100U);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
  EXPECT_THAT(threads, testing::Each(threads.front()));
  EXPECT_NE(threads.front(), std::this_thread::get_id());
}

TEST(SerialExecutor, CountsTheRunningAndTheWaiting) {
  SerialExecutor executor;
  EXPECT_EQ(executor.pending(), 0U);
  std::promise<void> begun;
  std::promise<void> release;
  executor.post([&] {
    begun.set_value();
    release.get_future().wait();
  });
  begun.get_future().wait();
  executor.post([] {});
  EXPECT_EQ(executor.pending(), 2U);
  std::promise<std::size_t> seen_by_last;
  executor.post([&] { seen_by_last.set_value(executor.pending()); });
  release.set_value();
  EXPECT_EQ(seen_by_last.get_future().get(), 1U);
}

TEST(SerialExecutor, FinishesWhatIsPostedWhileItEnds) {
  int ran = 0;
  {
    SerialExecutor executor;
    executor.post([&] {
      ++ran;
      executor.post([&] {
        ++ran;
        executor.post([&] { ++ran; });
      });
    });
  }
  EXPECT_EQ(ran, 3);
}

TEST(SerialExecutor, LosesNothingFromManyThreads) {
  int ran = 0;
  {
    SerialExecutor executor;
    std::vector<std::thread> senders;
    for (int i = 0; i < 4; ++i)
      senders.emplace_back([&] {
        for (int turn = 0; turn < 1000; ++turn) executor.post([&ran] { ++ran; });
      });
    for (std::thread& sender : senders) sender.join();
  }
  EXPECT_EQ(ran, 4000);
}

TEST(SerialExecutor, LetsGoOfWhatAClosureHeld) {
  SerialExecutor executor;
  auto held = std::make_shared<int>(1);
  std::weak_ptr<int> watched = held;
  executor.post([held = std::move(held)] {});
  std::promise<bool> gone;
  executor.post([&] { gone.set_value(watched.expired()); });
  EXPECT_TRUE(gone.get_future().get());
}

}  // namespace
}  // namespace orchard::core
