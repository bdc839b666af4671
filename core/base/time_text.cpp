#include "core/base/time_text.h"

#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

namespace orchard::core {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::optional<int> parse_digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool has(std::string_view text, std::size_t at, std::string_view any_of) {
  return at < text.size() && any_of.find(text[at]) != std::string_view::npos;
}

/// The fraction as microseconds; `at` is moved behind it.
std::int64_t parse_fraction(std::string_view text, std::size_t& at) {
  std::int64_t micros = 0;
  std::int64_t unit = 100000;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    micros += (text[at] - '0') * unit;
    unit /= 10;
  }
  return micros;
}

std::optional<minutes> parse_offset(std::string_view text, std::size_t at) {
  if (has(text, at, "Zz")) return at + 1 == text.size() ? std::optional(minutes(0)) : std::nullopt;
  if (!has(text, at, "+-") || text.size() != at + 6 || text[at + 3] != ':') return std::nullopt;
  const auto hour = parse_digits(text, at + 1, 2);
  const auto minute = parse_digits(text, at + 4, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  const minutes offset = hours(*hour) + minutes(*minute);
  return text[at] == '-' ? -offset : offset;
}

}  // namespace

std::string to_iso8601(Timestamp at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::milliseconds>(at - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

Result<Timestamp> parse_iso8601(std::string_view text) {
  const auto wrong = [&] {
    return fail(ErrorCode::invalid_argument, fmt::format("'{}' is not a time", text));
  };
  const auto year = parse_digits(text, 0, 4);
  const auto month = parse_digits(text, 5, 2);
  const auto day = parse_digits(text, 8, 2);
  const auto hour = parse_digits(text, 11, 2);
  const auto minute = parse_digits(text, 14, 2);
  const auto second = parse_digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return wrong();
  if (!has(text, 4, "-") || !has(text, 7, "-") || !has(text, 10, "Tt ") || !has(text, 13, ":") ||
      !has(text, 16, ":") || *hour > 23 || *minute > 59 || *second > 60)
    return wrong();
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return wrong();
  std::size_t at = 19;
  std::int64_t micros = 0;
  if (has(text, at, ".,")) micros = parse_fraction(text, ++at);
  const auto offset = parse_offset(text, at);
  if (!offset) return wrong();
  return Timestamp(std::chrono::sys_days(date)) + hours(*hour) + minutes(*minute) +
         seconds(*second) + Duration(micros) - *offset;
}

}  // namespace orchard::core
