#include "app/view_model/dialogs/export_view.h"

#include "app/view_model/figures/figure_text.h"

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::string_view ending_of(ExportFormat format) {
  return format == ExportFormat::json ? ".json" : ".csv";
}

/// Figures like cost_30d say their window themselves.
bool names_a_window(std::string_view figure) {
  return !figure.empty() && (figure.ends_with("d") || figure.ends_with("h")) &&
         figure.find_last_of('_') + 1 < figure.size() &&
         figure[figure.find_last_of('_') + 1] >= '0' && figure[figure.find_last_of('_') + 1] <= '9';
}

}  // namespace

std::string export_path(std::string_view folder, std::string_view figure, bool rows,
                        FigureWindow window, ExportFormat format) {
  std::string path = fmt::format("{}orchard-{}", folder, figure);
  if (!names_a_window(figure)) path += fmt::format("-{}", window_name(window));
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
