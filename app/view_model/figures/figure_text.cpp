#include "app/view_model/figures/figure_text.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view kUnknown = "\u2013";

const FigureWords* find(const FigureBook* book, std::string_view figure) {
  if (book == nullptr) return nullptr;
  const auto found = std::ranges::find(book->figures, figure, &FigureWords::name);
  return found == book->figures.end() ? nullptr : &*found;
}

std::string number_text(std::int64_t value, CellUnit unit, bool exact) {
  if (unit == CellUnit::tokens && !exact) return compact_number(value);
  if (unit == CellUnit::hour) return fmt::format("{:02}:00", value);
  return grouped_number(value);
}

/// Everything that reads the same in a list and exactly.
struct CellWriter {
  CellUnit unit;
  bool exact;

  std::string operator()(std::monostate) const { return std::string(kUnknown); }
  std::string operator()(std::int64_t value) const { return number_text(value, unit, exact); }
  std::string operator()(double value) const {
    if (!std::isfinite(value)) return std::string(kUnknown);
    if (unit == CellUnit::share) return fmt::format("{:.{}f}%", value * 100, exact ? 3 : 1);
    return fmt::format("{:.{}f}", value, exact ? 4 : 2);
  }
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(const std::string& value) const { return displayable_line(value); }
  std::string operator()(core::Cost value) const {
    return exact ? money_exact(value) : money(value);
  }
  std::string operator()(core::Duration value) const { return elapsed(value); }
  std::string operator()(core::Timestamp value) const { return full_time(value); }
  std::string operator()(std::chrono::sys_days value) const { return day_text(value); }
};

}  // namespace

std::string figure_title(const FigureBook* book, std::string_view figure) {
  const FigureWords* words = find(book, figure);
  return words == nullptr ? std::string(figure) : words->title;
}

std::string figure_sentence(const FigureBook* book, std::string_view figure) {
  const FigureWords* words = find(book, figure);
  return words == nullptr ? std::string() : words->sentence;
}

std::string explained(const FigureBook* book, std::string_view figure, std::string_view value) {
  std::string text(value);
  const FigureWords* words = find(book, figure);
  if (words == nullptr) return text;
  if (!text.empty()) text += "\n\n";
  return text + words->title + ": " + words->sentence;
}

std::string_view window_words(FigureWindow window) {
  switch (window) {
    case FigureWindow::day:
      return "in the last 24 hours";
    case FigureWindow::week:
      return "in the last 7 days";
    case FigureWindow::month:
      return "in the last 30 days";
    case FigureWindow::quarter:
      return "in the last 90 days";
    case FigureWindow::all:
      break;
  }
  return "ever";
}

std::string window_words(const FigureFilter& filter) {
  if (!filter.days) return std::string(window_words(filter.window));
  const DayRange& days = *filter.days;
  return days.from == days.to
             ? fmt::format("on {}", day_text(days.from))
             : fmt::format("from {} to {}", day_text(days.from), day_text(days.to));
}

std::string days_text(const DayRange& days) {
  const std::chrono::year_month_day from(days.from);
  const std::chrono::year_month_day to(days.to);
  const std::string last = day_text(days.to);
  if (days.from == days.to) return last;
  if (from.year() != to.year()) return fmt::format("{} \u2013 {}", day_text(days.from), last);
  if (from.month() == to.month())
    return fmt::format("{}\u2013{}", static_cast<unsigned>(from.day()), last);
  const std::string first = day_text(days.from);
  return fmt::format("{} \u2013 {}", first.substr(0, first.rfind(' ')), last);
}

std::string_view window_name(FigureWindow window) {
  constexpr std::array<std::string_view, 5> kNames = {"24h", "7d", "30d", "90d", "all"};
  return kNames.at(static_cast<std::size_t>(window));
}

std::string cell_text(const FigureCell& cell, CellUnit unit, core::Timestamp now) {
  if (const auto* at = std::get_if<core::Timestamp>(&cell)) {
    const bool is_today = days_between(*at, now) == 0;
    return is_today ? clock_time(*at) : calendar_date(*at) + " " + clock_time(*at);
  }
  return std::visit(CellWriter{unit, false}, cell);
}

std::string cell_exact(const FigureCell& cell, CellUnit unit) {
  return std::visit(CellWriter{unit, true}, cell);
}

std::string day_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  const auto month = static_cast<unsigned>(date.month());
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), kMonths.at((month + 11) % 12),
                     static_cast<int>(date.year()));
}

std::string_view weekday_name_in_full(int weekday) {
  return kWeekdays.at(static_cast<std::size_t>(std::clamp(weekday, 0, 6)));
}

std::string_view weekday_name(int weekday) {
  return weekday_name_in_full(weekday).substr(0, 3);
}

}  // namespace orchard::app
