#pragma once

#include "core/base/clock.h"
#include "core/domain/ids.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

// What the window asks about figures. Plain values that can be compared, so that the same question
// is not asked twice.

/// `day` is the last 24 hours, the next three are calendar days with today among them.
enum class FigureWindow { day, week, month, quarter, all };

/// Days of the user, both included; `from` is not after `to`.
struct DayRange {
  std::chrono::sys_days from;
  std::chrono::sys_days to;

  bool operator==(const DayRange&) const = default;
};

struct FigureFilter {
  std::optional<core::RepositoryId> repository;
  std::optional<core::WorkspaceId> workspace;
  std::string model;  ///< empty: all
  FigureWindow window = FigureWindow::week;
  std::optional<DayRange> days;  ///< instead of `window`

  bool operator==(const FigureFilter&) const = default;
};

/// Who made a call. `outside`: a session that Orchard did not start, such as one in a terminal.
enum class UsageSource { interactive, sub_agent, background, outside };
inline constexpr std::size_t kUsageSources = 4;

enum class UsageStep { day, hour };
/// What suits a window: the last 24 hours are seen by the hour.
[[nodiscard]] inline UsageStep usual_step(FigureWindow window) {
  return window == FigureWindow::day ? UsageStep::hour : UsageStep::day;
}
enum class ConsumerOrder { cost, tokens };

enum class RecordColumn { source, name, model, input, cached, output, cost, duration, time };

struct RecordSort {
  RecordColumn column = RecordColumn::time;
  bool descending = true;

  bool operator==(const RecordSort&) const = default;
};

/// [from, to)
struct UsageSpan {
  core::Timestamp from;
  core::Timestamp to;

  bool operator==(const UsageSpan&) const = default;
};

/// Which calls the table of records holds, of those the page counts.
struct RecordsWanted {
  std::optional<UsageSource> source;
  std::optional<UsageSpan> span;  ///< of one bar
  std::string consumer;           ///< UsageConsumer::id; empty: all
  std::string search;             ///< a part of the name, whatever its case
  RecordSort sort;
  std::int64_t page = 0;  ///< of kRecordsOnPage each

  bool operator==(const RecordsWanted&) const = default;
};
inline constexpr std::int64_t kRecordsOnPage = 20;

struct UsageQuestion {
  FigureFilter filter;  ///< its window is `day`, `week` or `month`
  std::string folder;   ///< UsageFolder::path; empty: all
  std::string branch;   ///< empty: all
  UsageStep step = UsageStep::day;
  ConsumerOrder order = ConsumerOrder::cost;
  RecordsWanted records;

  bool operator==(const UsageQuestion&) const = default;
};

/// Which of the rows behind a figure are meant; without values: all.
struct RowsWanted {
  std::optional<core::SessionId> session;
  bool without_workspace = false;  ///< of sessions that belong to none
  std::optional<int> weekday;      ///< 0 = Monday, of the user's clock
  std::optional<int> hour;
  std::optional<std::chrono::sys_days> day;  ///< of the user, instead of the figure's window
  std::optional<std::int64_t> least_turns;   ///< of a session within the window
  std::optional<std::int64_t> most_turns;
  std::optional<core::Duration> above;  ///< of a session that began in the window: it took longer
  std::optional<core::Duration> up_to;  ///< and at most this
  std::string command;                  ///< with its slash

  bool operator==(const RowsWanted&) const = default;
};

/// The list to show; `own`: the one that the figure's definition names.
enum class RowKindWanted { own, sessions, turns, calls, commits };

/// A figure that was opened: the rows behind it.
struct FigureDrill {
  std::string figure;  ///< its name in the definitions
  std::string title;   ///< what was opened: "arena-allocator, commits"
  RowKindWanted kind = RowKindWanted::own;
  FigureFilter filter;
  RowsWanted wanted;

  bool operator==(const FigureDrill&) const = default;
};

/// What the window looks at.
struct FigureQuestion {
  bool analytics = false;  ///< the views of the page, of `filter`
  FigureFilter filter;
  std::vector<core::WorkspaceId> opened;  ///< rows of the leaderboard that show their sessions
  std::optional<UsageQuestion> usage;     ///< of the page of API calls
  std::optional<FigureDrill> drill;

  bool operator==(const FigureQuestion&) const = default;
};

enum class ExportFormat { csv, json };

/// A figure as a file; the rows behind it when `drill` holds a value, and a part of the page of API
/// calls when `usage` does.
struct FigureExport {
  std::uint64_t number = 0;  ///< tells outcomes apart; grows
  std::string figure;
  FigureFilter filter;
  std::optional<FigureDrill> drill;
  std::optional<UsageQuestion> usage;
  ExportFormat format = ExportFormat::csv;
  std::string path;
  bool replace = false;  ///< what stands there already may go
};

/// What came of it.
struct ExportOutcome {
  enum class Kind { none, written, exists, failed };
  std::uint64_t number = 0;
  Kind kind = Kind::none;
  std::string text;  ///< one sentence

  bool operator==(const ExportOutcome&) const = default;
};

}  // namespace orchard::app
