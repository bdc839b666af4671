#pragma once

#include "app/model/figures.h"

#include <string>

namespace orchard::app::ui {

/// What the window remembers about the page of API calls. Repository, workspace and model are those
/// of all pages with figures. UI thread; plain value.
struct UsageState {
  FigureWindow period = FigureWindow::month;  ///< day, week or month
  UsageStep step = UsageStep::day;
  bool as_line = false;
  ConsumerOrder order = ConsumerOrder::cost;
  std::string folder;  ///< in the place of a repository, which goes before it
  std::string branch;
  RecordsWanted wanted;
  std::string consumer;  ///< the name of `wanted.consumer`
};

}  // namespace orchard::app::ui
