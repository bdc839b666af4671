#pragma once

#include "core/base/clock.h"
#include "core/domain/ids.h"
#include "metrics/calendar/local_time.h"

#include <optional>
#include <string>
#include <string_view>

namespace orchard::metrics {

/// What a figure is asked of; without values: of everything. A commit has no model, so a filter by
/// model takes the commits of the workspaces where a session used it, and all turns of those
/// sessions; calls, tokens and cost are those of the model alone.
struct Filter {
  std::optional<core::RepositoryId> repository;
  std::optional<core::WorkspaceId> workspace;
  std::string model;  ///< a whole name or a part of it ("opus"); empty: all

  [[nodiscard]] bool is_empty() const { return !repository && !workspace && model.empty(); }
};

/// [from, to); an end without value is open.
struct TimeRange {
  std::optional<core::Timestamp> from;
  std::optional<core::Timestamp> to;

  [[nodiscard]] bool contains(core::Timestamp at) const {
    return (!from || at >= *from) && (!to || at < *to);
  }
};

/// The windows a person picks from. `day` is the last 24 hours, the next three are calendar days of
/// the user with today among them.
enum class Window { day, week, month, quarter, all };

[[nodiscard]] TimeRange range_of(Window window, const LocalTime& local, core::Timestamp now);
/// "24h", "7d", "30d", "90d", "all".
[[nodiscard]] std::string_view to_string(Window window);
[[nodiscard]] std::optional<Window> parse_window(std::string_view text);

}  // namespace orchard::metrics
