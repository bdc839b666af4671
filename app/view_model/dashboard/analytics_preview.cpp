#include "app/view_model/dashboard/dashboard_view.h"
#include "app/view_model/figures/activity_view.h"
#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::size_t kRepositoryRows = 4;
constexpr std::size_t kCommandRows = 5;

double share(std::int64_t value, std::int64_t most) {
  return most > 0 ? static_cast<double>(value) / static_cast<double>(most) : 0.0;
}

void fill_weeks(AnalyticsPreviewView& view, const AnalyticsPreview& preview, core::Timestamp now) {
  const int weeks = static_cast<int>(view.weeks.size());
  std::int64_t most = 0;
  for (const auto& week : preview.turns_by_week) most = std::max(most, std::ranges::max(week));
  // The steps of Analytics, where the same days stand.
  const HeatScale scale = scale_of_days(most);
  view.first_day =
      local_moment(now).day - std::chrono::days(7 * (weeks - 1) + preview.today_weekday);
  for (int week = 0; week < weeks; ++week) {
    for (int day = 0; day < 7; ++day) {
      const auto turns =
          preview.turns_by_week[static_cast<std::size_t>(week)][static_cast<std::size_t>(day)];
      const int ago = (weeks - 1 - week) * 7 + preview.today_weekday - day;
      auto& cell = view.weeks[static_cast<std::size_t>(week)][static_cast<std::size_t>(day)];
      cell.level = scale.level(turns);
      cell.today = ago == 0;
      cell.future = ago < 0;
      cell.hover = fmt::format("{}, {} {}", counted(turns, "turn", "turns"), weekday_name(day),
                               day_text(view.first_day + std::chrono::days(7 * week + day)));
    }
  }
}

}  // namespace

AnalyticsPreviewView make_analytics_preview(const AnalyticsPreview& preview, core::Timestamp now) {
  AnalyticsPreviewView view;
  for (const auto& totals : preview.repositories_7d) {
    if (view.repositories.size() == kRepositoryRows) break;
    view.repositories.push_back({totals.id, displayable_line(totals.name),
                                 grouped_number(totals.sessions), grouped_number(totals.commits),
                                 additions_text(totals.additions), deletions_text(totals.deletions),
                                 money_about(totals.cost, totals.cost_is_estimated)});
  }
  fill_weeks(view, preview, now);
  constexpr const char* kEdges[] = {"\u22642", "4", "8", "16", "32", "64", "128", ">128"};
  const auto& counts = preview.turn_histogram;
  const auto highest = *std::max_element(counts.begin(), counts.end());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    view.histogram[i] = {kEdges[i], grouped_number(counts[i]), share(counts[i], highest)};
  }
  std::int64_t most = 0;
  for (const auto& command : preview.commands_7d) most = std::max(most, command.uses);
  for (const auto& command : preview.commands_7d) {
    if (view.commands.size() == kCommandRows) break;
    view.commands.push_back(
        {displayable_line(command.name), grouped_number(command.uses), share(command.uses, most)});
    view.command_names.push_back(command.name);
  }
  return view;
}

}  // namespace orchard::app
