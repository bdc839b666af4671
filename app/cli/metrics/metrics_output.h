#pragma once

#include "app/services/metrics_report.h"
#include "metrics/definition/figures.h"
#include "metrics/export/figure_table.h"

#include <cstddef>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace orchard::app {

/// Everything as text for a terminal; `width` 0: as wide as it comes.
[[nodiscard]] std::string metrics_text(const MetricsReport& report, std::size_t width = 0);

/// The same as `--json` prints it.
[[nodiscard]] nlohmann::json metrics_json(const MetricsReport& report);

/// Every figure that is one number, one a line.
[[nodiscard]] std::string metrics_csv(const MetricsReport& report);

/// One figure, or the rows behind one, as text; a bar stands beside the figure's first number.
[[nodiscard]] std::string table_text(const metrics::FigureTable& table,
                                     const metrics::LocalTime& local, std::size_t width,
                                     bool with_bars);

/// What a figure means; as `--explain NAME` prints it.
[[nodiscard]] std::string explanation_text(const metrics::FigureDefinition& figure);

}  // namespace orchard::app
