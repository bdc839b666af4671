#include "app/cli/statusline/run_statusline.h"
#include "app/cli/statusline/statusline_input.h"
#include "app/cli/statusline/statusline_text.h"
#include "core/base/time_text.h"
#include "core/io/file_lock.h"
#include "metrics/ledger/store.h"
#include "metrics/schema/columns.h"
#include "metrics/usage/blocks/block_query.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_dir.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using core::Timestamp;
using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;

const Timestamp kNow = *core::parse_iso8601("2026-05-01T12:00:00Z");

TEST(Statusline, SaysWhatIsKnown) {
  struct Case {
    const char* what;
    const char* input;
    StatuslineFigures figures;
    const char* line;
  };
  const StatuslineFigures all{
      StatuslineFigures::Spent{{1'000'000'000}}, StatuslineFigures::Spent{{14'020'000'000}},
      StatuslineFigures::ActiveBlock{{{6'100'000'000}}, kNow + hours(2) + minutes(15), 3.1}, 5'000};
  StatuslineFigures soon = all;
  soon.block->end = kNow + minutes(14);
  soon.block->dollars_per_hour = std::nullopt;
  StatuslineFigures estimated = all;
  estimated.session->holds_estimate = estimated.today->holds_estimate = true;
  estimated.block->spent.holds_estimate = true;
  const Case cases[] = {
      {"estimates", R"({"model": {"id": "acme-9"}})", estimated,
       "acme-9 | ≈$1.00 session / ≈$14.02 today / ≈$6.10 block (2h 15m left) | ≈$3.10/h | "
       "context 5.0K (3%)"},
      {"what Claude Code says of its session is no estimate of Orchard's",
       R"({"cost": {"total_cost_usd": 2}})",
       {StatuslineFigures::Spent{{1}, true}, {}, {}, {}},
       "Claude | $2.00 session"},
      {"everything",
       R"({"session_id": "s", "model": {"id": "claude-opus-4-8", "display_name": "Opus 4.8"},
           "cost": {"total_cost_usd": 10024.204},
           "context_window": {"total_input_tokens": 45000, "context_window_size": 200000},
           "rate_limits": {"five_hour": {"used_percentage": 41.6, "resets_at": 1777644900},
                           "seven_day": {"used_percentage": 12, "resets_at": 1777744900}}})",
       all,
       "Opus 4.8 | $10,024.20 session / $14.02 today / $6.10 block (2h 15m left) | $3.10/h | "
       "context 45.0K (23%) | 5h 42%, 7d 12%"},
      {"no cost, no context: those of the ledger", R"({"model": {"id": "claude-x"}})", soon,
       "claude-x | $1.00 session / $14.02 today / $6.10 block (14m left) | context 5.0K (3%)"},
      {"no ledger",
       R"({"model": {"display_name": "Haiku"}, "cost": {"total_cost_usd": 0}})",
       {},
       "Haiku | $0.00 session"},
      {"what fills the window now counts, not the whole session",
       R"({"model": {"id": "m[1m]"}, "context_window": {"total_input_tokens": 9000000,
           "used_percentage": 50, "current_usage": {"input_tokens": 1000,
           "cache_read_input_tokens": 100000, "cache_creation_input_tokens": 9000}}})",
       {},
       "m[1m] | context 110.0K (11%)"},
      {"more than the usual window takes: it is the large one",
       R"({"context_window": {"total_input_tokens": 300000}})",
       {},
       "Claude | context 300.0K (30%)"},
      {"a share of the window",
       R"({"context_window": {"used_percentage": 8, "context_window_size": 200000}})",
       {},
       "Claude | context 16.0K (8%)"},
      {"limits that are nearly full or hardly used",
       R"({"rate_limits": {"five_hour": {"used_percentage": 99.96, "resets_at": 1777644900},
                           "seven_day": {"used_percentage": 0.4, "resets_at": 1777744900}}})",
       {},
       "Claude | 5h 99%, 7d <1%"},
      {"a limit that was reset since it was seen",
       R"({"rate_limits": {"five_hour": {"used_percentage": 90, "resets_at": 1777636800},
                           "seven_day": {"used_percentage": 12, "resets_at": 1777636801}}})",
       {},
       "Claude | 7d 12%"},
      {"nothing", "", {}, "Claude"},
      {"garbage", "{\"model\": {\"display_name\": \"x", {}, "Claude"},
      {"no object", "[1, 2]", {}, "Claude"},
      {"the wrong kinds of values",
       R"({"session_id": 5, "model": "opus", "cost": {"total_cost_usd": "1"}, "context_window":
           [], "rate_limits": {"five_hour": {"used_percentage": null}, "x": 3}})",
       {},
       "Claude"},
      {"numbers that make no sense",
       R"({"cost": {"total_cost_usd": -3}, "context_window": {"total_input_tokens": 1e300,
           "context_window_size": 0}, "rate_limits": {"five_hour": {"used_percentage": 1e99,
           "resets_at": 5}}})",
       {},
       "Claude"},
      {"escapes of a terminal",
       "{\"model\": {\"display_name\": \"a\\u001b[31mb\\nc\"}}",
       {},
       "a?[31mb c"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.what);
    EXPECT_EQ(statusline_text(read_statusline_input(c.input), c.figures, kNow), c.line);
  }
}

class StatuslineRun : public testing::Test {
 protected:
  StatuslineRun() : paths_(core::paths_below(directory_.path())) {
    EXPECT_TRUE(core::make_directories(paths_));
  }
  std::string line(std::string_view input) {
    return run_statusline(paths_, test::FakeClock(kNow), local_, input);
  }
  metrics::Store open() { return metrics::Store::open(paths_.database()).value(); }
  static void add_call(metrics::Store& store, const std::string& session, Timestamp at,
                       std::int64_t input, const char* model = "claude-opus-4-8") {
    core::ApiCallSeen call;
    call.call = core::ApiCallId("msg_" + core::to_iso8601(at));
    call.session = core::SessionId(session);
    call.model = model;
    call.usage.input = input;
    call.complete = true;
    call.at = at;
    ASSERT_TRUE(store.record(std::vector<core::Fact>{call}));
  }

  test::TempDir directory_;
  core::Paths paths_;
  metrics::SystemLocalTime local_;
};

TEST_F(StatuslineRun, MakesNoStore) {
  EXPECT_EQ(line("{}"), "Claude\n");
  EXPECT_FALSE(std::filesystem::exists(paths_.database()));
}

TEST_F(StatuslineRun, AsksTheLedger) {
  {
    metrics::Store store = open();
    add_call(store, "s-1", kNow - minutes(40), 100'000);
    add_call(store, "s-2", kNow - minutes(10), 200'000);
    add_call(store, "s-1", kNow - hours(80), 400'000);
  }
  EXPECT_EQ(line(R"({"session_id": "s-1", "model": {"display_name": "Opus"}})"),
            "Opus | $2.50 session / $1.50 today / $1.50 block (4h 00m left) | $3.00/h | "
            "context 100.0K (50%)\n");
}

TEST_F(StatuslineRun, MarksWhatHoldsAnEstimate) {
  {
    metrics::Store store = open();
    add_call(store, "s-1", kNow - minutes(40), 100'000);
    add_call(store, "s-2", kNow - minutes(10), 100'000, "claude-opus-99");
  }
  EXPECT_EQ(line(R"({"session_id": "s-1"})"),
            "Claude | $0.50 session / ≈$1.00 today / ≈$1.00 block (4h 00m left) | ≈$2.00/h | "
            "context 100.0K (50%)\n");
  EXPECT_THAT(line(R"({"session_id": "s-2"})"), HasSubstr("≈$0.50 session"));
}

TEST_F(StatuslineRun, WaitsForNobodyWhoOpensOrMigratesTheStore) {
  {
    metrics::Store store = open();
    add_call(store, "s-1", kNow - minutes(40), 100'000);
  }
  const auto lock =
      core::FileLock::acquire(paths_.database().string() + ".lock", std::chrono::milliseconds(0));
  ASSERT_TRUE(lock);
  const std::string input = R"({"session_id": "s-1", "cost": {"total_cost_usd": 3}})";
  EXPECT_THAT(line(input), HasSubstr("$0.50 today"));
  {
    auto store = metrics::Store::open_at_once(paths_.database(), std::chrono::milliseconds(20));
    ASSERT_TRUE(store);
    ASSERT_TRUE(store->database().execute_script("PRAGMA user_version = 1"));
  }
  EXPECT_EQ(line(input), "Claude | $3.00 session\n") << "what it was told itself";
}

TEST_F(StatuslineRun, KeepsTheLimitsAsTheAccountsWord) {
  { metrics::Store store = open(); }
  const std::string resets = std::to_string(
      std::chrono::duration_cast<std::chrono::seconds>((kNow + minutes(90)).time_since_epoch())
          .count());
  const std::string input = R"({"session_id": "s-9", "rate_limits": {"five_hour":
      {"used_percentage": 30, "resets_at": )" +
                            resets + "}}}";
  EXPECT_THAT(line(input), HasSubstr("5h 30%"));
  EXPECT_THAT(line(input), HasSubstr("5h 30%"));
  metrics::Store store = open();
  const auto limits = metrics::query_official_limits(store, kNow).value();
  ASSERT_EQ(limits.size(), 1U);
  EXPECT_EQ(limits[0].kind, "five_hour");
  EXPECT_DOUBLE_EQ(limits[0].said.used, 0.3);
  EXPECT_EQ(limits[0].source, core::PlanSource::status_line);
  EXPECT_EQ(limits[0].said.resets_at, kNow + minutes(90));
  EXPECT_EQ(
      metrics::query_official_windows(store).value(),
      (std::vector<metrics::OfficialWindow>{{kNow + minutes(90) - hours(5), kNow + minutes(90)}}));
  // Said twice and kept once; and the session is not taken for one of Orchard's.
  EXPECT_EQ(
      metrics::find_integer(store.database(), "SELECT COUNT(*) FROM rate_limit_sample").value(), 1);
  EXPECT_EQ(metrics::find_integer(store.database(), "SELECT outside FROM session WHERE id = 's-9'")
                .value(),
            1);
  add_call(store, "s-9", kNow - minutes(5), 200'000);
  EXPECT_THAT(line(input), HasSubstr("$1.00 block (1h 30m left)"));
}

TEST_F(StatuslineRun, SaysSomethingWhenTheStoreIsBroken) {
  std::filesystem::create_directories(paths_.database());
  EXPECT_EQ(line(R"({"model": {"display_name": "Opus"}})"), "Opus\n");
}

}  // namespace
}  // namespace orchard::app
