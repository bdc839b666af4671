#pragma once

#include "app/model/figure_answer.h"
#include "app/view_model/dashboard/dashboard_view.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace orchard::app {

struct ModelBar {
  std::string model;   ///< as stored; empty: it opens nothing
  std::string name;    ///< "Opus 4.8", "2 others"
  std::string tokens;  ///< "12.4M"
  std::string cost;    ///< "$41.07", "≈$0.12" where a part is estimated
  std::string hover;   ///< the exact figures
  double share = 0;    ///< of the dearest model's cost
};
struct ModelBars {
  std::vector<ModelBar> bars;  ///< dearest first; the last one may stand for the others
  bool has_others = false;
  std::string note;        ///< "3.2 calls a minute"
  std::string pace_hover;  ///< the pace exactly
  std::string empty_text;
};
/// What each model came to, in at most `most_bars` lines. Pure.
[[nodiscard]] ModelBars make_model_bars(const AnalyticsFigures& figures, const FigureFilter& filter,
                                        std::size_t most_bars);

struct LengthBars {
  std::array<HistogramBar, 7> bars;
  std::array<std::string, 7> hovers;  ///< "12 sessions that took 5 to 15 minutes"
  std::string note;                   ///< "median 12m 05s, longest 3h 04m"
};
[[nodiscard]] LengthBars make_length_bars(const SessionLengths& lengths);

struct HourBars {
  std::array<HistogramBar, 24> bars;
  std::array<std::string, 24> hovers;  ///< "61 turns, 15:00–16:00"
  std::string note;                    ///< "most at 15:00"
};
/// Turns by hour of the clock, whatever the weekday.
[[nodiscard]] HourBars make_hour_bars(const AnalyticsFigures& figures, const FigureFilter& filter);

}  // namespace orchard::app
