#include "metrics/calendar/zone_rule.h"

#include "metrics/calendar/text_pieces.h"

namespace orchard::metrics {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;

class ZoneRule::Reader : public TextPieces {
 public:
  using TextPieces::TextPieces;

  [[nodiscard]] bool is_done() const { return rest().empty(); }

  /// "CET" or "<+03>".
  bool take_name() {
    const bool quoted = rest().starts_with('<');
    std::size_t length = 0;
    if (quoted) {
      length = rest().find('>');
      if (length == std::string_view::npos) return false;
      ++length;
    } else {
      while (length < rest().size() && is_letter(rest()[length])) ++length;
    }
    skip(length);
    return length >= 3;
  }
  /// Of at most three digits.
  std::optional<unsigned> take_small() {
    const auto value = take_number();
    return value && *value <= 999 ? std::optional(static_cast<unsigned>(*value)) : std::nullopt;
  }
  /// "-1", "5:30", "26".
  std::optional<seconds> take_time() {
    const bool negative = take("-");
    if (!negative) take("+");
    seconds time{0};
    for (const seconds unit : {seconds(hours(1)), seconds(minutes(1)), seconds(1)}) {
      const auto value = take_small();
      if (!value) return std::nullopt;
      time += unit * *value;
      if (!take(":")) break;
    }
    return negative ? -time : time;
  }
  /// ",M10.5.0/3"
  std::optional<Change> take_change() {
    if (!take(",") || !take("M")) return std::nullopt;
    const auto month = take_small();
    if (!month || !take(".")) return std::nullopt;
    const auto week = take_small();
    if (!week || !take(".")) return std::nullopt;
    const auto weekday = take_small();
    if (!weekday || *month < 1 || *month > 12 || *week < 1 || *week > 5 || *weekday > 6)
      return std::nullopt;
    Change change;
    change.month = std::chrono::month(*month);
    change.week = *week;
    change.weekday = std::chrono::weekday(*weekday);
    if (!take("/")) return change;
    const auto time = take_time();
    if (!time) return std::nullopt;
    change.time = *time;
    return change;
  }

 private:
  static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
};

std::optional<ZoneRule> ZoneRule::parse(std::string_view text) {
  Reader reader(text);
  ZoneRule rule;
  // POSIX counts towards the west.
  if (!reader.take_name()) return std::nullopt;
  const auto standard = reader.take_time();
  if (!standard) return std::nullopt;
  rule.standard_ = -*standard;
  if (reader.is_done()) return rule;
  if (!reader.take_name()) return std::nullopt;
  Summer summer;
  summer.offset = rule.standard_ + hours(1);
  Reader named = reader;
  if (const auto offset = named.take_time()) {
    summer.offset = -*offset;
    reader = named;
  }
  const auto begins = reader.take_change();
  if (!begins) return std::nullopt;
  const auto ends = reader.take_change();
  if (!ends || !reader.is_done()) return std::nullopt;
  summer.begins = *begins;
  summer.ends = *ends;
  rule.summer_ = summer;
  return rule;
}

sys_seconds ZoneRule::Change::in(year of) const {
  const sys_days day = week == 5 ? sys_days(of / month / weekday[std::chrono::last])
                                 : sys_days(of / month / weekday[week]);
  return day + time;
}

seconds ZoneRule::offset_at(sys_seconds at) const {
  if (!summer_) return standard_;
  const year now =
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(at + standard_)).year();
  const sys_seconds begins = summer_->begins.in(now)-standard_;
  const sys_seconds ends = summer_->ends.in(now)-summer_->offset;
  // In the south it begins late in the year and ends early.
  const bool is_summer = begins < ends ? at >= begins && at < ends : at >= begins || at < ends;
  return is_summer ? summer_->offset : standard_;
}

}  // namespace orchard::metrics
