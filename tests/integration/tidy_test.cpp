#include "app/services/upkeep/tidy.h"

#include "app/services/upkeep/steady_time.h"
#include "core/log/log.h"
#include "metrics/calendar/local_time.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/tree_state.h"
#include "tests/support/fake_clock.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using std::chrono::days;
using std::chrono::hours;

/// Orchard on the store of a machine, with a clock that can be set.
class Tidied : public testing::Test {
 protected:
  Tidied() { (void)machine_.create_workspace("apple"); }

  using Work = std::function<void(app::Engine&)>;

  /// Works on the store at a time of its own.
  void at(core::Duration later, const Work& work) {
    const FakeClock clock(start_ + later);
    const auto log = core::open_log(machine_.path("tidy.log"));
    const metrics::SystemLocalTime local_time;
    const app::Machine machine{core::paths_below(machine_.path("orchard")),
                               clock,
                               **log,
                               local_time,
                               machine_.environment(),
                               ORCHARD_PROGRAM};
    auto engine = app::Engine::open(machine);
    ASSERT_TRUE(engine) << engine.error().describe();
    work(*engine);
  }
  /// Tidies in a process of its own time.
  app::CleanUpState tidy_at(core::Duration later, const app::TidyWatch& watch = {}) {
    app::CleanUpState state;
    at(later, [&](app::Engine& engine) {
      const auto done = app::tidy(engine, watch);
      ASSERT_TRUE(done) << done.error().describe();
      EXPECT_EQ(done->problem, "");
      state = *done;
    });
    return state;
  }
  app::StoragePart part_at(core::Duration later, const std::string& kind) {
    app::StoragePart found;
    at(later, [&](app::Engine& engine) {
      const auto parts = app::measure_storage(engine);
      ASSERT_TRUE(parts) << parts.error().describe();
      for (const app::StoragePart& part : *parts)
        if (part.kind == kind) found = part;
      EXPECT_EQ(found.kind, kind);
    });
    return found;
  }
  bool trash_holds_something() const {
    return !std::filesystem::is_empty(machine_.path("orchard/trash"));
  }

  ScratchMachine machine_;
  std::filesystem::path repository_ = add_repository_with_files(machine_);
  core::Timestamp start_ = core::SystemClock().now();
};

TEST_F(Tidied, KeepsIgnoredFilesForThirtyDaysAndArchivedWorkForEver) {
  const std::filesystem::path folder =
      machine_.json({"workspace", "show", "apple"})["path"].get<std::string>();
  make_work(machine_, folder);
  auto before = tree_state(machine_, folder);
  (void)machine_.json({"workspace", "archive", "apple"});
  for (int day = 0; day <= 30; ++day) tidy_at(days(day));
  EXPECT_TRUE(trash_holds_something());
  for (int day = 31; day <= 33; ++day) tidy_at(days(day));
  EXPECT_FALSE(trash_holds_something());
  (void)machine_.json({"workspace", "restore", "apple"});
  EXPECT_EQ(before.erase("cache/big.o"), 1U);
  EXPECT_EQ(tree_state(machine_, folder), before);
}

TEST_F(Tidied, KeepsDeletedWorkForThirtyDaysFromItsDeletion) {
  const std::filesystem::path folder =
      machine_.json({"workspace", "show", "apple"})["path"].get<std::string>();
  make_work(machine_, folder);
  const auto before = tree_state(machine_, folder);
  (void)machine_.json({"workspace", "archive", "apple"});
  // Put away long ago, deleted just now.
  for (const auto& entry : std::filesystem::directory_iterator(machine_.path("orchard/trash")))
    std::filesystem::last_write_time(entry.path(),
                                     std::filesystem::file_time_type::clock::now() - days(29));
  const std::string id = machine_.json({"workspace", "delete", "apple", "--force"})["id"];
  for (int day = 0; day <= 30; ++day) tidy_at(days(day));
  (void)machine_.json({"workspace", "restore", id});
  EXPECT_EQ(tree_state(machine_, folder), before) << "ignored files included";
}

TEST_F(Tidied, ForgetsDeletedWorkAfterThirtyDays) {
  const std::string id = machine_.json({"workspace", "delete", "apple", "--force"})["id"];
  for (int day = 0; day <= 33; ++day) tidy_at(days(day));
  EXPECT_FALSE(trash_holds_something());
  EXPECT_EQ(machine_.git(repository_, {"for-each-ref", "refs/orchard"}), "");
}

TEST_F(Tidied, ThrowsNothingAwayWhenTheClockJumps) {
  const std::string id = machine_.json({"workspace", "delete", "apple", "--force"})["id"];
  tidy_at(hours(1));
  for (int years : {70, 1, -30}) {
    const auto jump = days(365 * years);
    tidy_at(jump);
    tidy_at(jump + hours(1));
    tidy_at(jump + hours(23));
    tidy_at(hours(2));  // put right again
    EXPECT_TRUE(trash_holds_something()) << years;
  }
  (void)machine_.json({"workspace", "restore", id});
}

TEST_F(Tidied, MeasuresWhatItWouldRemoveAndRemovesNoMore) {
  const std::filesystem::path folder =
      machine_.json({"workspace", "show", "apple"})["path"].get<std::string>();
  make_work(machine_, folder);
  (void)machine_.json({"workspace", "archive", "apple"});
  (void)machine_.create_workspace("plum");
  (void)machine_.json({"workspace", "delete", "plum", "--force"});
  const auto noon = [](int day) { return days(day) + hours(12); };
  for (int day = 0; day <= 30; ++day) {
    EXPECT_EQ(part_at(noon(day), "trash").removable_items, 0) << day;
    EXPECT_EQ(tidy_at(noon(day)).freed_items, 0) << day;
  }
  const app::StoragePart trash = part_at(noon(31), "trash");
  EXPECT_EQ(trash.items, 2);
  EXPECT_EQ(trash.removable_items, 2);
  EXPECT_GT(trash.removable_bytes, 0);
  EXPECT_LE(trash.removable_bytes, trash.bytes);
  EXPECT_EQ(part_at(noon(31), "trash"), trash) << "measuring changes nothing";
  EXPECT_EQ(part_at(noon(31), "kept").items, 2);
  EXPECT_EQ(part_at(noon(31), "kept").removable_items, 1) << "archived work stays";
  EXPECT_EQ(part_at(noon(31), "store").removable_bytes, 0);

  std::atomic<bool> cancel{true};
  const app::CleanUpState cancelled = tidy_at(noon(31), {{}, &cancel});
  EXPECT_TRUE(cancelled.cancelled);
  EXPECT_EQ(cancelled.freed_items, 0);
  EXPECT_TRUE(trash_holds_something());
  std::vector<app::CleanUpState> told;
  const app::CleanUpState done =
      tidy_at(noon(32), {[&](const app::CleanUpState& state) { told.push_back(state); }, nullptr});
  EXPECT_GE(done.freed_items, 2);
  EXPECT_GE(done.freed_bytes, trash.removable_bytes);
  EXPECT_FALSE(done.running);
  ASSERT_GE(told.size(), 3U);
  EXPECT_TRUE(told.front().running);
  EXPECT_EQ(told.front().doing, "Emptying the trash");
  EXPECT_EQ(told.back(), done);
  EXPECT_FALSE(trash_holds_something());
  EXPECT_EQ(part_at(noon(33), "kept").items, 1);
  EXPECT_EQ(tidy_at(noon(33)).freed_items, 0) << "nothing is left over twice";
  (void)machine_.json({"workspace", "restore", "apple"});
  EXPECT_TRUE(std::filesystem::exists(folder));
}

TEST(SteadyTime, IsThatOfATidyingADayAgo) {
  using app::TidyTimes;
  const auto at = [](int hour) { return core::Timestamp(hours(hour)); };
  const struct {
    TidyTimes known;
    core::Timestamp now;
    TidyTimes expected;
    const char* what;
  } cases[] = {
      {{}, at(500'000), {at(0), at(500'000)}, "the first"},
      {{at(0), at(100)}, at(101), {at(0), at(100)}, "the same day"},
      {{at(0), at(100)}, at(124), {at(100), at(124)}, "a day later"},
      {{at(76), at(100)}, at(90'000), {at(100), at(90'000)}, "a jump ahead"},
      {{at(100), at(90'000)}, at(101), {at(100), at(101)}, "and back"},
      {{at(100), at(124)}, at(20), {at(20), at(20)}, "a jump back"},
  };
  for (const auto& c : cases) {
    const TidyTimes noted = app::note_tidying(c.known, c.now);
    EXPECT_EQ(noted.before, c.expected.before) << c.what;
    EXPECT_EQ(noted.latest, c.expected.latest) << c.what;
    const TidyTimes read = app::parse_tidy_times(app::format_tidy_times(noted));
    EXPECT_EQ(read.before, noted.before);
    EXPECT_EQ(read.latest, noted.latest);
  }
  for (const char* text : {"", "x", "12", "12 ", "12 x", "20 10"})
    EXPECT_EQ(app::parse_tidy_times(text).latest, core::Timestamp()) << text;
}

}  // namespace
}  // namespace orchard::test
