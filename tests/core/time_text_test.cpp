#include "core/base/time_text.h"

#include <gtest/gtest.h>

namespace orchard::core {
namespace {

TEST(TimeText, WritesMillisecondsInUtc) {
  const Timestamp at = Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20)) +
                       std::chrono::hours(16) + Duration(7'123'999);
  EXPECT_EQ(to_iso8601(at), "2026-11-20T16:00:07.123Z");
}

TEST(TimeText, ReadsEveryFormThatTranscriptsUse) {
  const struct {
    const char* text;
    const char* utc;
  } cases[] = {
      {"2026-11-20T16:42:07Z", "2026-11-20T16:42:07.000Z"},
      {"2026-11-20T16:42:07.5Z", "2026-11-20T16:42:07.500Z"},
      {"2026-11-20T16:42:07.123456789Z", "2026-11-20T16:42:07.123Z"},
      {"2026-11-20T16:42:07.250+05:30", "2026-11-20T11:12:07.250Z"},
      {"2026-01-01T00:30:00-01:00", "2026-01-01T01:30:00.000Z"},
  };
  for (const auto& c : cases) {
    const auto at = parse_iso8601(c.text);
    ASSERT_TRUE(at) << c.text;
    EXPECT_EQ(to_iso8601(*at), c.utc) << c.text;
  }
}

TEST(TimeText, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2026", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-20T24:00:00Z",
        "2026-11-20T16:42:07", "2026-11-20T16:42:07Zx", "2026-11-20T16:42:07+0530"})
    EXPECT_FALSE(parse_iso8601(text)) << text;
}

}  // namespace
}  // namespace orchard::core
