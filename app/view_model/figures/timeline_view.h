#pragma once

#include "app/model/figure_answer.h"
#include "app/view_model/role.h"

#include <cstddef>
#include <string>
#include <vector>

namespace orchard::app {

/// How a session of the last 24 hours stands: the shapes tell them apart without colour.
enum class DotKind { running, waiting, finished, interrupted, failed, stopped };

/// Positions are shares of the 24 hours: 0 is a day ago, 1 is now.
struct TimelineDot {
  std::size_t session = 0;  ///< index into what was given
  DotKind kind = DotKind::finished;
  double from = 0;
  double to = 0;
  int line = 0;  ///< within the lane
  std::string hover;
};

struct TimelineLane {
  std::string name;  ///< of the repository
  int lines = 1;
  std::vector<TimelineDot> dots;
};

struct TimelineMark {
  double at = 0;
  std::string label;  ///< "18:00"
};

struct LegendEntry {
  DotKind kind = DotKind::finished;
  std::string text;   ///< "Running"
  std::string count;  ///< "2"
};

struct TimelineView {
  std::vector<TimelineLane> lanes;  ///< the busiest first
  std::vector<TimelineMark> grid;   ///< every 3 hours of the user's clock
  std::vector<LegendEntry> legend;  ///< of kinds that are there, the usual five always
  std::string note;
};

/// `mark` is the share of the 24 hours that a dot covers: what would overlap gets a line of its
/// own, up to ten lines in a lane.
[[nodiscard]] TimelineView make_timeline(const std::vector<RecentSession>& sessions,
                                         core::Timestamp now, double mark);

}  // namespace orchard::app
