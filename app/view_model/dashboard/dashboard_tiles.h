#pragma once

#include "app/model/app_snapshot.h"
#include "app/view_model/role.h"

#include <array>
#include <string>
#include <vector>

namespace orchard::app {

/// One drawn part of a tile's chart.
struct ChartPart {
  double value = 0;
  Role role = Role::accent;
  std::string hover;  ///< "Thu 19 Nov: 7"
};

struct Tile {
  /// slots: one pill per part · bars and line: oldest first · split: shares of one bar · ring:
  /// one part, its value 0–1.
  enum class Chart { slots, bars, line, split, ring };
  std::string figure_name;  ///< in the definitions
  std::string second_name;  ///< of `second`
  std::string chart_name;   ///< what the parts show, when it is another figure
  std::string caption;      ///< in capitals
  Figure figure;
  Figure second;  ///< right-aligned beside the figure, empty text when absent
  std::string context;
  Chart chart = Chart::bars;
  std::vector<ChartPart> parts;
};

/// Active sessions, sessions 24 h, commits today, additions / deletions 7 d, success 30 d, cost
/// 30 d, tokens 30 d: in this order. Empty stores give zeros, never NaN.
[[nodiscard]] std::array<Tile, 7> make_tiles(const Tiles& tiles, core::Timestamp now);

}  // namespace orchard::app
