#include "metrics/plan/limit_word.h"

#include "core/base/time_text.h"

#include <string>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

core::Timestamp at(const char* text) {
  return *core::parse_iso8601(text);
}

struct Told {
  std::string kind;
  std::string reset;
};

/// What becomes of the text of a record that was written then; nothing: of no limit.
Told told(const std::string& text, const char* when) {
  const auto word = read_limit_word(text);
  if (!word) return {};
  const auto zone = NamedZone::find(word->zone);
  const auto reset = reset_told(*word, at(when), zone ? &*zone : nullptr);
  if (!reset) return {};
  return {std::string(word->kind), core::to_iso8601(*reset)};
}

TEST(LimitWord, TellsWhichLimitWasUsedUpAndWhenItResets) {
  const char* noon = "2026-11-20T12:00:00Z";
  const struct {
    const char* text;
    const char* kind;
    const char* reset;
  } cases[] = {
      {"You've hit your session limit · resets 4pm (UTC)", "five_hour", "2026-11-20T16:00:00.000Z"},
      {"You've hit your session limit · resets 3:30pm (Europe/Berlin)", "five_hour",
       "2026-11-20T14:30:00.000Z"},
      {"You've hit your session limit · resets 12:05am (Asia/Tokyo)", "five_hour",
       "2026-11-20T15:05:00.000Z"},
      {"You've hit your session limit · resets 12pm (America/Argentina/Buenos_Aires)", "five_hour",
       "2026-11-20T15:00:00.000Z"},
      {"You've hit your session limit · resets 15:30 (Europe/Berlin) · progress saved", "five_hour",
       "2026-11-20T14:30:00.000Z"},
      {"You've hit your session limit · resets 3:30\u202fPM (Europe/Berlin)\n/upgrade", "five_hour",
       "2026-11-20T14:30:00.000Z"},
      {"You've hit your weekly limit · resets Nov 24, 5pm (America/New_York)", "seven_day",
       "2026-11-24T22:00:00.000Z"},
      {"You've hit your weekly limit · resets Nov 24 at 5:15pm (America/New_York)", "seven_day",
       "2026-11-24T22:15:00.000Z"},
      {"You've hit your weekly limit · resets 11am (UTC)", "seven_day", "2026-11-21T11:00:00.000Z"},
      {"You've hit your Opus limit · resets Nov 27, 9am (Europe/London)", "seven_day_opus",
       "2026-11-27T09:00:00.000Z"},
      {"You've hit your Sonnet limit · resets Nov 21, 12am (UTC)", "seven_day_sonnet",
       "2026-11-21T00:00:00.000Z"},
      {"Weekly limit reached ∙ resets Nov 24 at 10:59am (UTC)", "seven_day",
       "2026-11-24T10:59:00.000Z"},
      {"5-hour limit reached ∙ resets 4pm (UTC)", "five_hour", "2026-11-20T16:00:00.000Z"},
      {"Opus weekly limit reached ∙ resets Nov 22, 1pm (UTC)", "seven_day_opus",
       "2026-11-22T13:00:00.000Z"},
      {"Claude AI usage limit reached|1795186800", "five_hour", "2026-11-20T15:00:00.000Z"},
  };
  for (const auto& one : cases) {
    const Told found = told(one.text, noon);
    EXPECT_EQ(found.kind, one.kind) << one.text;
    EXPECT_EQ(found.reset, one.reset) << one.text;
  }
}

TEST(LimitWord, IsNoneWhereSomethingIsMissing) {
  for (const char* text :
       {"", "API Error: 529 overloaded_error",
        // Quoted, or said of something else.
        "It says: You've hit your session limit · resets 4pm (UTC)",
        " You've hit your session limit · resets 4pm (UTC)",
        "You've hit your monthly spend limit · your session limit resets 4pm (UTC)",
        "You've hit your fast limit · resets 4pm (UTC)",
        // Which limit?
        "You've hit your limit · resets 4pm (UTC)",
        // When?
        "You've hit your session limit", "You've hit your session limit · resets 4pm",
        "You've hit your session limit · resets soon (UTC)",
        "You've hit your session limit · resets 4 (UTC)",
        "You've hit your session limit · resets 13pm (UTC)",
        "You've hit your session limit · resets 0am (UTC)",
        "You've hit your session limit · resets 24:00 (UTC)",
        "You've hit your session limit · resets 4:60pm (UTC)",
        "You've hit your session limit · resets -4pm (UTC)",
        "You've hit your session limit · resets 4pm ()",
        "You've hit your session limit · resets 4pm (UTC",
        "You've hit your weekly limit · resets Nov, 4pm (UTC)",
        "You've hit your weekly limit · resets Nov 31, 4pm (UTC)",
        "You've hit your weekly limit · resets Now 24, 4pm (UTC)",
        "You've hit your weekly limit · resets Mon 12:00am (UTC)", "Claude AI usage limit reached",
        "Claude AI usage limit reached|", "Claude AI usage limit reached|soon",
        "Claude AI usage limit reached|1795186800pm",
        "Claude AI usage limit reached|99999999999999999999",
        "Claude AI usage limit reached|9223372036854775807"})
    EXPECT_FALSE(read_limit_word(text)) << text;
}

TEST(LimitWord, IsNotBelievedOfAZoneThatIsNone) {
  for (const char* zone : {"Mars/Olympus", "../../etc/passwd", "local time"})
    EXPECT_EQ(told("You've hit your session limit · resets 4pm (" + std::string(zone) + ")",
                   "2026-11-20T12:00:00Z")
                  .reset,
              "")
        << zone;
}

TEST(LimitWord, IsNotBelievedOfATimeAtWhichNoSuchLimitResets) {
  const struct {
    const char* text;
    const char* at;
    bool believed;
  } cases[] = {
      {"Claude AI usage limit reached|1795186800", "2026-11-20T14:59:59Z", true},
      {"Claude AI usage limit reached|1795186800", "2026-11-20T15:00:00Z", false},
      {"Claude AI usage limit reached|1795186800", "2026-11-20T16:00:00Z", false},
      {"Claude AI usage limit reached|1795186800", "2026-11-20T10:00:00Z", true},
      {"Claude AI usage limit reached|1795186800", "2026-11-20T08:59:59Z", false},
      {"Claude AI usage limit reached|1795186800000", "2026-11-20T12:00:00Z", false},
      {"Claude AI usage limit reached|0", "2026-11-20T12:00:00Z", false},
      {"You've hit your session limit · resets 3pm (UTC)", "2026-11-20T15:00:00Z", false},
      {"You've hit your session limit · resets Nov 22, 3pm (UTC)", "2026-11-20T15:00:00Z", false},
      {"You've hit your weekly limit · resets Nov 28, 3pm (UTC)", "2026-11-20T15:00:00Z", true},
      {"You've hit your weekly limit · resets Nov 28, 4pm (UTC)", "2026-11-20T15:00:00Z", false},
      {"You've hit your weekly limit · resets Nov 19, 4pm (UTC)", "2026-11-20T15:00:00Z", false},
      {"You've hit your weekly limit · resets Jan 2, 4pm (UTC)", "2026-12-30T15:00:00Z", true},
      {"You've hit your weekly limit · resets Jan 2, 2027, 4pm (UTC)", "2026-12-30T15:00:00Z",
       true},
      {"You've hit your Fable limit · resets Jan 2, 2027 at 4:30pm (UTC)", "2026-12-30T15:00:00Z",
       true},
      {"You've hit your weekly limit · resets Jan 2, 2027 (UTC)", "2026-12-30T15:00:00Z", false},
      {"You've hit your weekly limit · resets Jan 2, 2027, (UTC)", "2026-12-30T15:00:00Z", false},
  };
  for (const auto& one : cases)
    EXPECT_EQ(!told(one.text, one.at).reset.empty(), one.believed) << one.text << " " << one.at;
}

}  // namespace
}  // namespace orchard::metrics
