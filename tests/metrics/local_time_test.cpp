#include "metrics/calendar/local_time.h"

#include "core/base/time_text.h"
#include "tests/metrics/support/time_zone.h"

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

using namespace std::chrono;

TEST(LocalTime, FindsDaysAcrossClockChanges) {
  const struct {
    const char* zone;
    const char* at;
    year_month_day day;
  } cases[] = {
      {"Europe/Berlin", "2026-03-28T22:59:59Z", 2026y / 3 / 28},
      {"Europe/Berlin", "2026-03-28T23:00:00Z", 2026y / 3 / 29},
      {"Europe/Berlin", "2026-03-29T21:59:59Z", 2026y / 3 / 29},
      {"Europe/Berlin", "2026-03-29T22:00:00Z", 2026y / 3 / 30},
      {"Europe/Berlin", "2026-10-24T22:00:00Z", 2026y / 10 / 25},
      {"Europe/Berlin", "2026-10-25T22:59:59Z", 2026y / 10 / 25},
      {"Europe/Berlin", "2026-10-25T23:00:00Z", 2026y / 10 / 26},
      {"America/New_York", "2026-03-08T04:59:59Z", 2026y / 3 / 7},
      {"America/New_York", "2026-03-08T05:00:00Z", 2026y / 3 / 8},
      {"America/New_York", "2026-03-09T04:00:00Z", 2026y / 3 / 9},
      {"America/New_York", "2026-11-01T04:00:00Z", 2026y / 11 / 1},
      {"America/New_York", "2026-11-02T04:59:59Z", 2026y / 11 / 1},
      {"Asia/Kolkata", "2026-11-20T18:30:00Z", 2026y / 11 / 21},
      {"UTC", "2026-11-20T23:59:59.999999Z", 2026y / 11 / 20},
  };
  for (const auto& c : cases) {
    const test::TimeZone zone(c.zone);
    EXPECT_EQ(SystemLocalTime().day_of(*core::parse_iso8601(c.at)), sys_days(c.day))
        << c.zone << " " << c.at;
  }
}

TEST(LocalTime, StartsDaysAtTheFirstMomentOfTheirDate) {
  const struct {
    const char* zone;
    year_month_day day;
    const char* start;
  } cases[] = {
      {"Europe/Berlin", 2026y / 3 / 29, "2026-03-28T23:00:00.000Z"},
      {"Europe/Berlin", 2026y / 3 / 30, "2026-03-29T22:00:00.000Z"},
      {"Europe/Berlin", 2026y / 10 / 26, "2026-10-25T23:00:00.000Z"},
      {"America/New_York", 2026y / 11 / 1, "2026-11-01T04:00:00.000Z"},
      {"America/New_York", 2026y / 11 / 2, "2026-11-02T05:00:00.000Z"},
      // Clocks jump from 00:00 to 01:00: midnight does not exist.
      {"Africa/Cairo", 2026y / 4 / 24, "2026-04-23T22:00:00.000Z"},
      {"Asia/Beirut", 2026y / 3 / 29, "2026-03-28T22:00:00.000Z"},
      {"Pacific/Kiritimati", 2026y / 11 / 21, "2026-11-20T10:00:00.000Z"},
      {"Etc/GMT+12", 2026y / 11 / 21, "2026-11-21T12:00:00.000Z"},
  };
  for (const auto& c : cases) {
    const test::TimeZone zone(c.zone);
    EXPECT_EQ(core::to_iso8601(SystemLocalTime().start_of(c.day)), c.start) << c.zone;
  }
}

TEST(LocalTime, CountsWeekdaysFromMonday) {
  EXPECT_EQ(weekday_of(2026y / 11 / 16), 0);
  EXPECT_EQ(weekday_of(2026y / 11 / 21), 5);
  EXPECT_EQ(weekday_of(2026y / 11 / 22), 6);
}

}  // namespace
}  // namespace orchard::metrics
