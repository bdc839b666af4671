#include "app/cli/usage/usage_request.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using metrics::CivilDay;
using metrics::TimeRange;
using metrics::UsageStep;
using std::chrono::days;

constexpr std::array<std::string_view, 7> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};

tl::unexpected<core::Error> misuse(std::string sentence) {
  return core::fail(core::ErrorCode::invalid_argument, std::move(sentence));
}

UsageStep step_of(UsageTable table) {
  switch (table) {
    case UsageTable::weekly:
      return UsageStep::week;
    case UsageTable::monthly:
      return UsageStep::month;
    case UsageTable::daily:
      return UsageStep::day;
    default:
      return UsageStep::whole;
  }
}

/// The first day of the period `back` periods ago.
CivilDay period_start(UsageTable table, CivilDay today, int week_start, std::int64_t back) {
  if (table == UsageTable::weekly)
    return today - days((metrics::weekday_of(today) - week_start + 7) % 7) - days(7 * back);
  if (table != UsageTable::monthly) return today - days(back);
  const std::chrono::year_month_day date(today);
  return (date.year() / date.month() / 1) - std::chrono::months(static_cast<int>(back));
}

}  // namespace

core::Result<CivilDay> read_day(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int read = 0;
  const bool has_form =
      std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &read) == 3 ||
      (text.size() == 8 &&
       std::sscanf(text.c_str(), "%4d%2u%2u%n", &year, &month, &day, &read) == 3);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!has_form || static_cast<std::size_t>(read) != text.size() || !date.ok())
    return misuse(fmt::format("'{}' is no day; write it like 2026-11-20.", text));
  return CivilDay(date);
}

core::Result<int> read_weekday(const std::string& text) {
  std::string lower;
  for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (std::size_t i = 0; i < kWeekdays.size(); ++i)
    if (lower.size() >= 3 && kWeekdays.at(i).starts_with(lower)) return static_cast<int>(i);
  return misuse(fmt::format("'{}' is no day of the week; write it like monday.", text));
}

core::Result<int> week_start_of(const UsageArguments& arguments) {
  if (!arguments.week_start.empty()) return read_weekday(arguments.week_start);
  return read_weekday(arguments.compat.empty() ? "monday" : "sunday");
}

std::string_view place_option(const UsageArguments& arguments) {
  if (!arguments.project.empty()) return "--project";
  if (!arguments.repository.empty()) return "--repo";
  if (!arguments.workspace.empty()) return "--workspace";
  if (!arguments.branch.empty()) return "--branch";
  if (!arguments.model.empty()) return "--model";
  if (!arguments.source.empty()) return "--source";
  return {};
}

core::Result<void> check_arguments(const UsageArguments& arguments, bool json) {
  const bool is_blocks = arguments.table == UsageTable::blocks;
  if (json && arguments.csv)
    return misuse("--json and --csv ask for two things at once; give one of them.");
  if (arguments.watch && arguments.csv)
    return misuse("--watch shows a table or --json, one line for each change; --csv is neither.");
  if (arguments.last < 0) return misuse("--last is a number of periods and cannot be negative.");
  if (arguments.last > 0 && (!arguments.since.empty() || !arguments.until.empty()))
    return misuse("--last and --since or --until name two times; give one of them.");
  if (!arguments.order.empty() && arguments.order != "asc" && arguments.order != "desc")
    return misuse(fmt::format("There is no order '{}'; take asc or desc.", arguments.order));
  if (!arguments.compat.empty() && arguments.compat != "ccusage")
    return misuse(fmt::format("There is nothing '{}' to count like; take --compat ccusage.",
                              arguments.compat));
  if (!arguments.mode.empty() && arguments.compat.empty())
    return misuse("--mode is a thing of ccusage; give --compat ccusage with it.");
  if (!arguments.by.empty() && (is_blocks || arguments.table == UsageTable::session))
    return misuse("--by divides days, weeks and months; sessions and blocks are divided already.");
  if (is_blocks && !place_option(arguments).empty())
    return misuse(
        fmt::format("Blocks are windows of the account, in which all use counts; leave {} out.",
                    place_option(arguments)));
  if (is_blocks && arguments.breakdown)
    return misuse(
        "--breakdown shows the models of days, weeks, months and sessions, not of blocks.");
  constexpr double kMost = 24 * 365;  // a year
  if (!(arguments.length_hours > 0 && arguments.length_hours <= kMost))
    return misuse(
        fmt::format("--session-length is a number of hours above zero, at most {}.", kMost));
  return {};
}

core::Result<TimeRange> range_of_arguments(const UsageArguments& arguments,
                                           const metrics::LocalTime& local, core::Timestamp now) {
  TimeRange range;
  ORCHARD_TRY(const int week_start, week_start_of(arguments));
  if (arguments.last > 0) {
    constexpr std::int64_t kMost = 100'000;
    const std::int64_t back = std::min(arguments.last, kMost) - 1;
    range.from = local.start_of(period_start(arguments.table, local.day_of(now), week_start, back));
  }
  if (!arguments.since.empty()) {
    ORCHARD_TRY(const CivilDay first, read_day(arguments.since));
    range.from = local.start_of(first);
  }
  if (!arguments.until.empty()) {
    ORCHARD_TRY(const CivilDay last, read_day(arguments.until));
    range.to = local.start_of(last + days(1));
  }
  if (range.from && range.to && *range.to <= *range.from)
    return misuse(fmt::format("There is no day from {} to {}.", arguments.since, arguments.until));
  return range;
}

core::Result<metrics::UsageQuestion> question_of(const UsageArguments& arguments,
                                                 const metrics::LocalTime& local,
                                                 core::Timestamp now) {
  metrics::UsageQuestion question;
  question.step = step_of(arguments.table);
  ORCHARD_TRY(question.range, range_of_arguments(arguments, local, now));
  ORCHARD_TRY(question.week_start, week_start_of(arguments));
  if (!arguments.by.empty()) {
    const auto by = metrics::parse_usage_dimension(arguments.by);
    if (!by)
      return misuse(
          fmt::format("--by knows no '{}'; take workspace, branch, repository, model, "
                      "agent, source or session.",
                      arguments.by));
    question.by = *by;
  }
  if (!arguments.source.empty()) {
    question.filter.source = metrics::parse_usage_source(arguments.source);
    if (!question.filter.source)
      return misuse(
          fmt::format("There is no source '{}'; take interactive, sub-agent, background "
                      "or outside.",
                      arguments.source));
  }
  question.filter.place.model = arguments.model;
  question.filter.branch = arguments.branch;
  question.filter.project = arguments.project;
  return question;
}

bool is_descending(const UsageArguments& arguments) {
  return arguments.order == "desc";
}

}  // namespace orchard::app
