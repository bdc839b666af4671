#include "app/view_model/text/format.h"

#include "app/view_model/text/local_time.h"
#include "core/base/time_text.h"
#include "tests/view_model/time_zone.h"

#include <chrono>
#include <limits>
#include <utility>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using test::TimeZone;
using namespace std::chrono_literals;

core::Timestamp at(std::string_view text) {
  return core::parse_iso8601(text).value();
}
core::Cost nanos(std::int64_t value) {
  return {value};
}

TEST(Format, CompactsNumbers) {
  const std::pair<std::int64_t, const char*> cases[] = {
      {0, "0"},
      {7, "7"},
      {999, "999"},
      {1'000, "1.0K"},
      {1'049, "1.0K"},
      {1'050, "1.1K"},
      {45'000, "45.0K"},
      {71'800, "71.8K"},
      {999'949, "999.9K"},
      {999'950, "1.0M"},
      {1'500'000, "1.5M"},
      {180'800'000, "180.8M"},
      {2'100'000'000, "2.1B"},
      {-45'000, "\u221245.0K"},
      {std::numeric_limits<std::int64_t>::max(), "9223372.0T"},
      {std::numeric_limits<std::int64_t>::min(), "\u22129223372.0T"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(compact_number(value), text);
  EXPECT_EQ(compact_limit(200'000), "200K");
  EXPECT_EQ(compact_limit(1'000'000), "1M");
  EXPECT_EQ(compact_limit(71'800), "71.8K");
}

TEST(Format, GroupsThousandsAndSigns) {
  EXPECT_EQ(grouped_number(0), "0");
  EXPECT_EQ(grouped_number(999), "999");
  EXPECT_EQ(grouped_number(1'234'567), "1,234,567");
  EXPECT_EQ(grouped_number(-1'000), "\u22121,000");
  EXPECT_EQ(additions_text(5'664), "+5,664");
  EXPECT_EQ(deletions_text(2'063), "\u22122,063");
  EXPECT_EQ(deletions_text(0), "\u22120");
  EXPECT_EQ(signed_number(-31), "\u221231");
  EXPECT_EQ(signed_number(0), "+0");
}

TEST(Format, WritesMoney) {
  const std::pair<std::int64_t, const char*> cases[] = {
      {0, "$0.00"},
      {214'900'000'000, "$214.90"},
      {1'234'567'890'000, "$1,234.57"},
      {2'744'999'999, "$2.74"},
      {2'745'000'000, "$2.75"},
      {10'000'000, "$0.01"},
      {4'211'300, "$0.0042"},
      {50'000, "$0.0001"},
      {49'999, "<$0.0001"},
      {1, "<$0.0001"},
      {-2'000'000'000, "\u2212$2.00"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(money(nanos(value)), text);
  EXPECT_EQ(money_about(nanos(2'745'000'000), false), "$2.75");
  EXPECT_EQ(money_about(nanos(2'745'000'000), true), "≈$2.75");
  EXPECT_EQ(money_fine(nanos(271'000'000)), "$0.2710");
  EXPECT_EQ(money_exact(nanos(4'211'300)), "$0.0042113");
  EXPECT_EQ(money_exact(nanos(2'000'000'000)), "$2.00");
}

TEST(Format, WritesPercentWithoutFalseHundreds) {
  EXPECT_EQ(percent(89, 97), "92%");
  EXPECT_EQ(percent(999, 1000), "99%");
  EXPECT_EQ(percent(1000, 1000), "100%");
  EXPECT_EQ(percent(1, 1000), "<1%");
  EXPECT_EQ(percent(6, 1000), "1%");
  EXPECT_EQ(percent(0, 1000), "0%");
  EXPECT_EQ(percent(0, 0), "\u2013");
}

TEST(Format, WritesDurations) {
  EXPECT_EQ(elapsed(41s), "41s");
  EXPECT_EQ(elapsed(125s), "2m 05s");
  EXPECT_EQ(elapsed(3840s), "1h 04m");
  EXPECT_EQ(elapsed(51h), "2d 3h");
  EXPECT_EQ(elapsed(-5s), "0s");
  EXPECT_EQ(elapsed_words(9s), "9 s");
  EXPECT_EQ(elapsed_words(400ms), "under 1 s");
  EXPECT_EQ(elapsed_words(125s), "2 min 5 s");
}

TEST(Format, WritesRelativeTimes) {
  const TimeZone zone("UTC0");
  const auto now = at("2026-11-20T16:42:00Z");
  const std::pair<const char*, const char*> cases[] = {
      {"2026-11-20T16:41:30Z", "just now"},   {"2026-11-20T16:43:00Z", "just now"},
      {"2026-11-20T16:30:00Z", "12 m ago"},   {"2026-11-20T13:00:00Z", "3 h ago"},
      {"2026-11-19T16:00:00Z", "yesterday"},  {"2026-11-19T00:00:00Z", "yesterday"},
      {"2026-11-18T23:00:00Z", "2 d ago"},    {"2026-10-21T12:00:00Z", "30 d ago"},
      {"2026-10-01T12:00:00Z", "1 Oct 2026"},
  };
  for (const auto& [when, text] : cases) EXPECT_EQ(relative_time(at(when), now), text) << when;
  EXPECT_EQ(age(at("2026-11-20T16:28:00Z"), now), "14 m");
  EXPECT_EQ(age(at("2026-11-19T12:00:00Z"), now), "1 d");
}

TEST(Format, UsesTheZoneOfTheUserAcrossDaylightSaving) {
  const TimeZone zone("CET-1CEST,M3.5.0,M10.5.0/3");
  EXPECT_EQ(clock_time(at("2026-11-20T15:37:00Z")), "16:37");
  EXPECT_EQ(clock_time(at("2026-07-20T15:37:00Z")), "17:37");
  EXPECT_EQ(full_time(at("2026-11-20T15:42:07Z")), "Fri 20 Nov 2026, 16:42:07");
  // 25 hours lie between these noons.
  EXPECT_EQ(days_between(at("2026-10-24T10:00:00Z"), at("2026-10-25T11:00:00Z")), 1);
  EXPECT_EQ(days_between(at("2026-11-19T22:30:00Z"), at("2026-11-19T23:30:00Z")), 1);
}

TEST(Format, CountsThings) {
  EXPECT_EQ(counted(1, "commit", "commits"), "1 commit");
  EXPECT_EQ(counted(0, "commit", "commits"), "0 commits");
  EXPECT_EQ(counted(1'204, "commit", "commits"), "1,204 commits");
}

TEST(Format, ShowsPathsInsideAFolderWithoutIt) {
  struct Case {
    const char* path;
    const char* folder;
    const char* shown;
  };
  const Case cases[] = {
      {"/w/tree/src/a.rs", "/w/tree", "src/a.rs"},
      {"/w/tree/a.rs", "/w/tree/", "a.rs"},
      {"/w/tree2/a.rs", "/w/tree", "/w/tree2/a.rs"},
      {"/w/tree/../key", "/w/tree", "/w/tree/../key"},
      {"/w/tree/a/../../key", "/w/tree", "/w/tree/a/../../key"},
      {"/w/tree/a/..", "/w/tree", "/w/tree/a/.."},
      {"/w/tree/..a/b", "/w/tree", "..a/b"},
      {"/w/tree", "/w/tree", "/w/tree"},
      {"src/a.rs", "/w/tree", "src/a.rs"},
      {"/etc/passwd", "", "/etc/passwd"},
      {"", "/w/tree", ""},
  };
  for (const auto& [path, folder, shown] : cases) EXPECT_EQ(path_inside(path, folder), shown);
}

TEST(Format, ShortensPathsBeforeTheName) {
  EXPECT_EQ(shorten_path("src/a.cpp", 20), "src/a.cpp");
  EXPECT_EQ(shorten_path("src/http/rate_limit/headers.rs", 20), "src/http\u2026/headers.rs");
  EXPECT_EQ(shorten_path("a_very_long_file_name.cpp", 10), "a_very_lo\u2026");
}

}  // namespace
}  // namespace orchard::app
