#pragma once

#include "core/base/clock.h"
#include "core/domain/ids.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

// What the window asks about figures. Plain values that can be compared, so that the same question
// is not asked twice.

/// `day` is the last 24 hours, the next three are calendar days with today among them.
enum class FigureWindow { day, week, month, quarter, all };

struct FigureFilter {
  std::optional<core::RepositoryId> repository;
  std::optional<core::WorkspaceId> workspace;
  std::string model;  ///< empty: all
  FigureWindow window = FigureWindow::week;

  bool operator==(const FigureFilter&) const = default;
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
  std::string command;  ///< with its slash

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
  std::optional<FigureDrill> drill;

  bool operator==(const FigureQuestion&) const = default;
};

enum class ExportFormat { csv, json };

/// A figure, or the rows behind it when `drill` holds a value, as a file.
struct FigureExport {
  std::uint64_t number = 0;  ///< tells outcomes apart; grows
  std::string figure;
  FigureFilter filter;
  std::optional<FigureDrill> drill;
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
