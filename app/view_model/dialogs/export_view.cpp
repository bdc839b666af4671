#include "app/view_model/dialogs/export_view.h"

#include "app/view_model/figures/figure_text.h"

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::string_view ending_of(ExportFormat format) {
  return format == ExportFormat::json ? ".json" : ".csv";
}

/// Figures like cost_30d say their time themselves.
bool names_a_window(std::string_view figure) {
  if (figure == "billing_period") return true;
  return !figure.empty() && (figure.ends_with("d") || figure.ends_with("h")) &&
         figure.find_last_of('_') + 1 < figure.size() &&
         figure[figure.find_last_of('_') + 1] >= '0' && figure[figure.find_last_of('_') + 1] <= '9';
}

std::string iso_day(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string time_of(const FigureFilter& filter) {
  if (!filter.days) return std::string(window_name(filter.window));
  return iso_day(filter.days->from) + "-to-" + iso_day(filter.days->to);
}

}  // namespace

std::string export_path(std::string_view folder, std::string_view figure, bool rows,
                        const FigureFilter& filter, ExportFormat format) {
  std::string path = fmt::format("{}orchard-{}", folder, figure);
  if (!names_a_window(figure)) path += "-" + time_of(filter);
  if (rows) path += "-rows";
  return path + std::string(ending_of(format));
}

std::string with_ending(std::string path, ExportFormat format) {
  for (const ExportFormat other : {ExportFormat::csv, ExportFormat::json}) {
    if (!path.ends_with(ending_of(other))) continue;
    path.resize(path.size() - ending_of(other).size());
    return path + std::string(ending_of(format));
  }
  return path;
}

}  // namespace orchard::app
