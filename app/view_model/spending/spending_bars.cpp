#include "app/view_model/spending/spending_bars.h"

#include "app/view_model/dialogs/settings_page_view.h"
#include "app/view_model/figures/figure_drills.h"
#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>

#include <fmt/format.h>

namespace orchard::app {
namespace {

double share(std::int64_t value, std::int64_t most) {
  return most > 0 ? static_cast<double>(value) / static_cast<double>(most) : 0.0;
}

std::string cost_text(const ModelTotals& model) {
  return money_about(model.cost, model.estimated.nano_dollars != 0);
}

std::string model_hover(const ModelTotals& model) {
  const core::TokenUsage& usage = model.usage;
  std::string text =
      fmt::format("{}\n{} in {}\n{} input, {} output, {} written to the cache, {} read from it",
                  money_exact(model.cost), counted(usage.total(), "token", "tokens"),
                  counted(model.calls, "API call", "API calls"), grouped_number(usage.input),
                  grouped_number(usage.output), grouped_number(usage.cache_write()),
                  grouped_number(usage.cache_read));
  if (model.estimated.nano_dollars > 0)
    text += fmt::format("\n{} of it is estimated: no price of its own is known",
                        money_exact(model.estimated));
  return text;
}

ModelBar bar_of(const ModelTotals& model, std::int64_t most) {
  const std::string name = model.model.empty() ? "unknown model" : model_name(model.model);
  return {model.model,
          name,
          compact_number(model.usage.total()),
          cost_text(model),
          (model.model.empty() ? name : model.model) + ": " + model_hover(model),
          share(model.cost.nano_dollars, most)};
}

void add(ModelTotals& sum, const ModelTotals& one) {
  sum.calls += one.calls;
  sum.usage += one.usage;
  sum.cost += one.cost;
  sum.estimated += one.estimated;
}

std::string pace_text(double calls) {
  return fmt::format("{:.{}f}", calls, calls >= 10 ? 0 : 1);
}

}  // namespace

ModelBars make_model_bars(const AnalyticsFigures& figures, const FigureFilter& filter,
                          std::size_t most_bars) {
  ModelBars view;
  if (figures.models.empty()) {
    view.empty_text = fmt::format("No model was called {}.", window_words(filter));
    return view;
  }
  std::int64_t most = 0;
  for (const ModelTotals& model : figures.models) most = std::max(most, model.cost.nano_dollars);
  const std::size_t count = figures.models.size();
  const std::size_t shown = count <= most_bars ? count : std::max<std::size_t>(most_bars, 1) - 1;
  ModelTotals others;
  for (std::size_t i = 0; i < count; ++i) {
    if (i < shown) {
      view.bars.push_back(bar_of(figures.models[i], most));
    } else {
      add(others, figures.models[i]);
    }
  }
  if (shown < count) {
    view.has_others = true;
    ModelBar bar = bar_of(others, most);
    bar.name = counted(static_cast<std::int64_t>(count - shown), "other", "others");
    bar.hover = bar.name + ": " + model_hover(others);
    bar.share = std::min(1.0, bar.share);
    view.bars.push_back(std::move(bar));
  }
  view.note = fmt::format("{} calls a minute", pace_text(figures.pace.usual));
  view.pace_hover = fmt::format("{:.4f} calls a minute", figures.pace.usual);
  if (figures.pace.peak_at)
    view.pace_hover += fmt::format("; {:.4f} in the busiest quarter of an hour, from {}",
                                   figures.pace.peak, full_time(*figures.pace.peak_at));
  return view;
}

LengthBars make_length_bars(const SessionLengths& lengths) {
  LengthBars view;
  const std::int64_t highest = *std::ranges::max_element(lengths.sessions);
  for (std::size_t i = 0; i < view.bars.size(); ++i) {
    const std::int64_t count = lengths.sessions.at(i);
    view.bars.at(i) = {length_label(i), grouped_number(count), share(count, highest)};
    view.hovers.at(i) =
        fmt::format("{} that took {}", counted(count, "session", "sessions"), length_words(i));
  }
  view.note = lengths.count == 0 ? "none has ended a turn"
                                 : fmt::format("median {}, longest {}", elapsed(lengths.median),
                                               elapsed(lengths.longest));
  return view;
}

HourBars make_hour_bars(const AnalyticsFigures& figures, const FigureFilter& filter) {
  HourBars view;
  std::array<std::int64_t, 24> hours{};
  for (const auto& day : figures.heat)
    for (std::size_t hour = 0; hour < hours.size(); ++hour) hours.at(hour) += day.at(hour);
  const auto peak = std::ranges::max_element(hours);
  for (std::size_t hour = 0; hour < hours.size(); ++hour) {
    view.bars.at(hour) = {hour % 3 == 0 ? fmt::format("{:02}", hour) : "", "",
                          share(hours.at(hour), *peak)};
    view.hovers.at(hour) = fmt::format("{}, {:02}:00\u2013{:02}:00",
                                       counted(hours.at(hour), "turn", "turns"), hour, hour + 1);
  }
  view.note = *peak == 0 ? fmt::format("no turn {}", window_words(filter))
                         : fmt::format("most at {:02}:00, {}", peak - hours.begin(),
                                       counted(*peak, "turn", "turns"));
  return view;
}

}  // namespace orchard::app
