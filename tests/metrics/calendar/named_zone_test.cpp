#include "metrics/calendar/named_zone.h"

#include "core/base/time_text.h"
#include "core/io/file.h"
#include "metrics/calendar/local_time.h"
#include "tests/metrics/support/time_zone.h"

#include <string>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_seconds;

core::Timestamp at(const char* text) {
  return *core::parse_iso8601(text);
}

/// From 1970 to 2050, at every hour of the day in turn.
template <class Check>
void each_moment(Check&& check) {
  for (sys_seconds now{}; now < sys_seconds(hours(24 * 365 * 80)); now += hours(79)) check(now);
}

TEST(NamedZone, IsWhatTheSystemTakesItFor) {
  for (const char* name :
       {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Tehran",
        "America/St_Johns", "Africa/Casablanca", "Asia/Jerusalem", "America/Nuuk", "Pacific/Apia",
        "Europe/Dublin", "America/Argentina/Buenos_Aires", "Etc/GMT+3", "UTC"}) {
    const test::TimeZone here(name);
    const SystemLocalTime local;
    const auto zone = NamedZone::find(name);
    ASSERT_TRUE(zone) << name;
    each_moment([&](sys_seconds now) {
      ASSERT_EQ(zone->offset_at(now), local.offset_at(now))
          << name << " " << now.time_since_epoch().count();
    });
  }
}

TEST(ZoneRule, IsWhatTheSystemTakesItFor) {
  for (const char* text : {"CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0",
                           "IST-1GMT0,M10.5.0,M3.5.0/1", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
                           "IST-2IDT,M3.4.4/26,M10.5.0", "NZST-12NZDT,M9.5.0,M4.1.0/3",
                           "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "IST-5:30", "UTC0"}) {
    const test::TimeZone here(text);
    const SystemLocalTime local;
    const auto rule = ZoneRule::parse(text);
    ASSERT_TRUE(rule) << text;
    each_moment([&](sys_seconds now) {
      ASSERT_EQ(rule->offset_at(now), local.offset_at(now))
          << text << " " << now.time_since_epoch().count();
    });
  }
}

TEST(ZoneRule, IsNoneWhereItCannotBeRead) {
  for (const char* text :
       {"", "CET", "-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M13.5.0",
        "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J60,J300",
        "CET-1CEST,M3.5.0,M10.5.0/3x", "<CET-1", "CE-1", "CET-1CEST,M3.5.0,M10.5.0/"})
    EXPECT_FALSE(ZoneRule::parse(text)) << text;
}

TEST(NamedZone, IsNoneForNamesOfNone) {
  for (const char* name : {"", "Mars/Olympus", "Europe", "../etc/passwd", "/usr/share/zoneinfo/UTC",
                           "Europe/../Europe/Berlin", "Europe/Berlin\n", "tzdata.zi", "zone.tab"})
    EXPECT_FALSE(NamedZone::find(name)) << name;
}

TEST(NamedZone, IsNoneForAFileThatIsCut) {
  const std::string file = core::read_file("/usr/share/zoneinfo/Europe/Berlin").value();
  ASSERT_TRUE(NamedZone::parse(file));
  for (std::size_t size = 0; size < file.size(); ++size)
    EXPECT_FALSE(NamedZone::parse(std::string_view(file).substr(0, size))) << size;
  std::string counts = file;
  counts.replace(32, 4, "\xFF\xFF\xFF\xFF");
  EXPECT_FALSE(NamedZone::parse(counts));
}

TEST(NamedZone, FindsWhenClocksShowATime) {
  using namespace std::chrono;
  const struct {
    const char* zone;
    const char* after;
    ShownTime shown;
    const char* found;
  } cases[] = {
      {"Europe/Berlin", "2026-11-20T12:00:00Z", {{}, hours(15)}, "2026-11-20T14:00:00Z"},
      // It shows that right now: the next time counts.
      {"Europe/Berlin", "2026-11-20T14:00:00Z", {{}, hours(15)}, "2026-11-21T14:00:00Z"},
      {"Europe/Berlin", "2026-11-20T23:30:00Z", {{}, minutes(65)}, "2026-11-21T00:05:00Z"},
      {"Pacific/Auckland",
       "2026-11-20T12:00:00Z",
       {{}, hours(1) + minutes(30)},
       "2026-11-20T12:30:00Z"},
      {"America/Los_Angeles", "2026-11-20T12:00:00Z", {{}, hours(0)}, "2026-11-21T08:00:00Z"},
      // The day is set forward at two and back at three.
      {"Europe/Berlin", "2026-03-29T00:00:00Z", {{}, hours(4)}, "2026-03-29T02:00:00Z"},
      {"Europe/Berlin", "2026-03-29T00:00:00Z", {{}, minutes(150)}, "2026-03-30T00:30:00Z"},
      {"Europe/Berlin", "2026-10-25T00:00:00Z", {{}, minutes(150)}, "2026-10-25T00:30:00Z"},
      {"Europe/Berlin", "2026-10-25T00:40:00Z", {{}, minutes(150)}, "2026-10-25T01:30:00Z"},
      {"Europe/Berlin", "2026-11-20T12:00:00Z", {November / 24, hours(17)}, "2026-11-24T16:00:00Z"},
      {"Europe/Berlin", "2026-12-30T12:00:00Z", {January / 2, hours(9)}, "2027-01-02T08:00:00Z"},
      {"Europe/Berlin", "2026-03-27T12:00:00Z", {March / 29, minutes(150)}, nullptr},
      {"UTC", "2025-11-20T12:00:00Z", {February / 29, hours(9)}, nullptr},
  };
  for (const auto& one : cases) {
    const auto found = NamedZone::find(one.zone).value().first_after(at(one.after), one.shown);
    if (one.found == nullptr)
      EXPECT_FALSE(found && *found < at(one.after) + hours(24 * 9)) << one.after;
    else
      EXPECT_EQ(found, at(one.found)) << one.zone << " " << one.after;
  }
}

}  // namespace
}  // namespace orchard::metrics
