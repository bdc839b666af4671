#pragma once

#include "core/base/result.h"
#include "metrics/calendar/local_time.h"
#include "metrics/usage/usage_account.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::app {

/// What `orchard usage` shows.
enum class UsageTable { daily, weekly, monthly, session, blocks };

/// The command line of `orchard usage` as it was written.
struct UsageArguments {
  UsageTable table = UsageTable::daily;
  std::string since;
  std::string until;
  std::int64_t last = 0;  ///< 0: not given
  std::string time_zone;
  std::string week_start;  ///< empty: see week_start_of()
  std::string order;
  std::string by;
  std::string project;
  std::string repository;
  std::string workspace;
  std::string branch;
  std::string model;
  std::string source;
  std::string session;  ///< one session's calls instead of all sessions
  std::string compat;
  std::string mode;  ///< only with `compat`
  bool breakdown = false;
  bool csv = false;
  bool watch = false;
  // Of blocks.
  bool active = false;
  bool recent = false;
  std::string token_limit;
  std::string plan = "custom";
  double length_hours = 5;
};

/// "2026-11-20" or "20261120". Errors: invalid_argument.
[[nodiscard]] core::Result<metrics::CivilDay> read_day(const std::string& text);
/// 0 = Monday … 6 = Sunday. Errors: invalid_argument.
[[nodiscard]] core::Result<int> read_weekday(const std::string& text);
/// The day that weeks begin with, as read_weekday() gives it: Monday, as in the window, when it is
/// not named; Sunday where ccusage is imitated. Errors: invalid_argument.
[[nodiscard]] core::Result<int> week_start_of(const UsageArguments& arguments);

/// The first option given that narrows use to where it was made; empty: none.
[[nodiscard]] std::string_view place_option(const UsageArguments& arguments);

/// Refuses what does not go together. Errors: invalid_argument, naming the option.
[[nodiscard]] core::Result<void> check_arguments(const UsageArguments& arguments, bool json);

/// The days that were asked for, as moments. Errors: invalid_argument.
[[nodiscard]] core::Result<metrics::TimeRange> range_of_arguments(const UsageArguments& arguments,
                                                                  const metrics::LocalTime& local,
                                                                  core::Timestamp now);

/// What to ask of the ledger; places are resolved already. Errors: invalid_argument.
[[nodiscard]] core::Result<metrics::UsageQuestion> question_of(const UsageArguments& arguments,
                                                               const metrics::LocalTime& local,
                                                               core::Timestamp now);

/// True when the newest stands first.
[[nodiscard]] bool is_descending(const UsageArguments& arguments);

}  // namespace orchard::app
