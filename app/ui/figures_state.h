#pragma once

#include "app/model/figures.h"
#include "app/ui/usage_state.h"
#include "app/view_model/figures/leaderboard_view.h"
#include "app/view_model/spending/date_picker_view.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace orchard::app::ui {

/// What is to be written to a file, while its dialog is open.
struct ExportDraft {
  std::string figure;
  std::string title;
  FigureFilter filter;
  std::optional<FigureDrill> drill;
  std::optional<UsageQuestion> usage;  ///< of the page of API calls, narrowed as it was
  ExportFormat format = ExportFormat::csv;
  std::string path;
  std::uint64_t number = 0;  ///< of what was asked last; 0: nothing yet
};

/// What the window remembers about figures: filter, order, what is opened. UI thread; plain value.
struct FiguresState {
  FigureFilter filter;
  DatePick picking;  ///< while the calendar is open
  LeaderKind kind = LeaderKind::workspaces;
  LeaderSort sort;
  std::set<core::WorkspaceId> opened;  ///< rows of the leaderboard that show their sessions
  std::vector<FigureDrill> drills;     ///< lists that are open, one out of the other
  UsageState usage;
  std::optional<FigureQuestion> asked;
  ExportDraft exporting;
  std::uint64_t exports = 0;  ///< number of the newest export
};

}  // namespace orchard::app::ui
