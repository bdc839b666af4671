#pragma once

#include "app/model/figures.h"

#include <string>
#include <string_view>

namespace orchard::app {

/// Where a figure is offered to go: "/home/mara/Downloads/orchard-workspace_leaderboard-7d.csv".
/// The rows behind a figure are called "…-rows". `folder` ends with a slash.
[[nodiscard]] std::string export_path(std::string_view folder, std::string_view figure, bool rows,
                                      const FigureFilter& filter, ExportFormat format);

/// The same path with the ending of the format, when it has the ending of one.
[[nodiscard]] std::string with_ending(std::string path, ExportFormat format);

}  // namespace orchard::app
