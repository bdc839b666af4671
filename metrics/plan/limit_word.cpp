#include "metrics/plan/limit_word.h"

#include "metrics/calendar/text_pieces.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace orchard::metrics {

using core::Timestamp;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

struct KnownLimit {
  std::string_view name;  ///< in lower case
  std::string_view kind;
};
constexpr std::array kLimits{
    KnownLimit{"session", "five_hour"},          KnownLimit{"5-hour", "five_hour"},
    KnownLimit{"weekly", "seven_day"},           KnownLimit{"opus", "seven_day_opus"},
    KnownLimit{"opus weekly", "seven_day_opus"}, KnownLimit{"fable", "seven_day_overage_included"},
    KnownLimit{"sonnet", "seven_day_sonnet"},    KnownLimit{"sonnet weekly", "seven_day_sonnet"}};

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// The clocks of the account and of this machine may differ a little.
constexpr hours kLongestShort{6};
constexpr hours kLongest{8 * 24};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

class Words : public TextPieces {
 public:
  using TextPieces::TextPieces;

  bool take_one_of(std::initializer_list<std::string_view> pieces) {
    return std::ranges::any_of(pieces, [&](std::string_view piece) { return take(piece); });
  }
  /// What stands before `end`, which is taken too; empty: it does not stand there.
  std::string_view take_until(std::string_view end) {
    const std::size_t found = rest().find(end);
    if (found == std::string_view::npos) return {};
    const std::string_view taken = rest().substr(0, found);
    skip(found + end.size());
    return taken;
  }
};

std::optional<std::string_view> kind_of(std::string_view name) {
  const auto is_named = [&](const KnownLimit& limit) {
    return std::ranges::equal(limit.name, name, {}, {}, lower);
  };
  const auto found = std::ranges::find_if(kLimits, is_named);
  return found == kLimits.end() ? std::nullopt : std::optional(found->kind);
}

/// "Oct 9, " or "Oct 9 at ", of another year "Jan 2, 2027, ", or nothing. False: it is none of
/// them.
bool read_day(Words& words, ShownTime& shown) {
  for (unsigned month = 1; month <= kMonths.size(); ++month) {
    if (!words.take(kMonths[month - 1])) continue;
    if (!words.take(" ")) return false;
    const auto day = words.take_number();
    if (!day || *day < 1 || *day > 31) return false;
    // Which year it is follows from when it was said.
    Words with_year = words;
    if (with_year.take(", ") && with_year.take_number().value_or(0) > 999 &&
        with_year.take_one_of({", ", " at "}))
      words = with_year;
    else if (!words.take_one_of({", ", " at "}))
      return false;
    shown.day = std::chrono::month(month) / std::chrono::day(static_cast<unsigned>(*day));
    return shown.day->ok();
  }
  return true;
}

/// "3pm", "3:30 PM" or "15:30".
bool read_time(Words& words, ShownTime& shown) {
  const auto hour = words.take_number();
  std::optional<std::int64_t> minute;
  if (words.take(":")) {
    minute = words.take_number();
    if (!minute) return false;
  }
  // Formatters put a blank of one kind or another before the half of the day.
  Words half = words;
  half.take_one_of({" ", "\u00a0", "\u202f"});
  const bool is_am = half.take_one_of({"am", "AM"});
  const bool is_pm = !is_am && half.take_one_of({"pm", "PM"});
  if (is_am || is_pm) words = half;
  const bool is_half = is_am || is_pm;
  if (!hour || minute.value_or(0) > 59 || (!is_half && !minute)) return false;
  if (is_half ? *hour < 1 || *hour > 12 : *hour > 23) return false;
  shown.time = hours(is_half ? *hour % 12 + (is_pm ? 12 : 0) : *hour) + minutes(minute.value_or(0));
  return true;
}

/// "Claude AI usage limit reached|1751230800": of before there was any other limit.
std::optional<LimitWord> read_oldest(Words words) {
  if (!words.take("Claude AI usage limit reached|")) return std::nullopt;
  const auto seconds = words.take_number();
  // Beyond any year that can be written down.
  constexpr std::int64_t kMost = 253'402'300'799;
  const bool ends =
      words.rest().empty() || words.rest().front() == ' ' || words.rest().front() == '\n';
  if (!seconds || *seconds > kMost || !ends) return std::nullopt;
  LimitWord word;
  word.kind = "five_hour";
  word.reset = Timestamp(std::chrono::seconds(*seconds));
  return word;
}

/// "session" of "You've hit your session limit · resets " and "Weekly" of "Weekly limit reached ∙
/// resets ".
std::string_view take_name(Words& words) {
  if (words.take("You've hit your ")) return words.take_until(" limit \u00b7 resets ");
  return words.take_until(" limit reached \u2219 resets ");
}

}  // namespace

std::optional<LimitWord> read_limit_word(std::string_view text) {
  Words words(text);
  if (auto oldest = read_oldest(words)) return oldest;
  const auto kind = kind_of(take_name(words));
  if (!kind) return std::nullopt;
  LimitWord word;
  word.kind = *kind;
  if (!read_day(words, word.shown) || !read_time(words, word.shown)) return std::nullopt;
  if (!words.take(" (")) return std::nullopt;
  word.zone = words.take_until(")");
  return word.zone.empty() ? std::nullopt : std::optional(word);
}

bool can_reset(std::string_view kind, Timestamp reset, Timestamp at) {
  return reset > at && reset <= at + (kind == "five_hour" ? kLongestShort : kLongest);
}

std::optional<Timestamp> reset_told(const LimitWord& word, Timestamp at, const NamedZone* zone) {
  std::optional<Timestamp> reset = word.reset;
  if (!reset && zone != nullptr) reset = zone->first_after(at, word.shown);
  return reset && can_reset(word.kind, *reset, at) ? reset : std::nullopt;
}

}  // namespace orchard::metrics
