#pragma once

#include "app/model/figure_answer.h"

#include <string>
#include <vector>

namespace orchard::app {

/// The bar above figures: what can be chosen and what is.
struct FilterBarView {
  std::vector<std::string> windows;
  int window = 0;                         ///< -1: days are chosen instead
  std::string dates;                      ///< "3–9 Nov 2026", else "Dates"
  std::vector<std::string> repositories;  ///< the first is "All repositories"
  int repository = 0;
  std::vector<std::string> workspaces;  ///< of the chosen repository
  int workspace = 0;
  std::vector<std::string> models;
  int model = 0;
  std::string zone;       ///< "Europe/Berlin, week starts Monday"
  bool narrowed = false;  ///< something but the window is chosen
};

[[nodiscard]] FilterBarView make_filter_bar(const FigureFilter& filter,
                                            const FigureChoices& choices, const FigureBook* book);

// The filter after a choice; indices are those of the view.
[[nodiscard]] FigureFilter with_window(FigureFilter filter, int index);
[[nodiscard]] FigureFilter with_repository(FigureFilter filter, const FigureChoices& choices,
                                           int index);
[[nodiscard]] FigureFilter with_workspace(FigureFilter filter, const FigureChoices& choices,
                                          int index);
[[nodiscard]] FigureFilter with_model(FigureFilter filter, const FigureChoices& choices, int index);

}  // namespace orchard::app
