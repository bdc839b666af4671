#include "app/services/upkeep/tidy.h"

#include "app/services/upkeep/steady_time.h"
#include "core/log/log.h"
#include "metrics/calendar/local_time.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/tree_state.h"
#include "tests/support/fake_clock.h"

#include <chrono>

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

  /// Tidies in a process of its own time.
  void tidy_at(core::Duration later) {
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
    const auto done = app::tidy(*engine);
    EXPECT_TRUE(done) << done.error().describe();
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
