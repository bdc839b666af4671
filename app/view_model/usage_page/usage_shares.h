#pragma once

#include "app/model/usage_figures.h"
#include "app/view_model/role.h"

#include <array>
#include <string>
#include <vector>

namespace orchard::app {

/// A slice of the ring and its line in the legend.
struct SourceShare {
  double fraction = 0;
  std::string share;  ///< "62%"
  std::string cost;   ///< "$133.55"
  std::string hover;
};

struct SourceRingView {
  std::array<SourceShare, kUsageSources> shares;
  std::string total;   ///< "$214.90"
  std::string window;  ///< "30 days"
};

[[nodiscard]] SourceRingView make_source_ring(const UsageFigures& figures, FigureWindow window);

/// A line of the ranked list.
struct ConsumerLine {
  std::string id;
  std::string rank;
  std::string name;
  std::string value;    ///< what the list is ordered by
  std::string other;    ///< the other of cost and tokens
  double fraction = 0;  ///< of the greatest
  Role role = Role::accent;
  std::string hover;
};

struct ConsumersView {
  std::vector<ConsumerLine> lines;
  std::string more;  ///< "12 more"; empty: all are there
};

[[nodiscard]] ConsumersView make_consumers(const UsageFigures& figures, ConsumerOrder order);

}  // namespace orchard::app
