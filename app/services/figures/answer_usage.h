#pragma once

#include "app/model/usage_figures.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "metrics/export/figure_table.h"

#include <string>

namespace orchard::app {

/// What the page of API calls shows, as the store is. Errors: not_found for a filter by something
/// unknown, those of the store.
[[nodiscard]] core::Result<UsageFigures> read_usage(Engine& engine, const UsageQuestion& question,
                                                    core::Timestamp now);

/// A part of the page as a table, by the name of its definition: all pages of the records, the
/// periods of the chart, the sources or the consumers. Errors: not_found for another name, those of
/// read_usage.
[[nodiscard]] core::Result<metrics::FigureTable> read_usage_part(Engine& engine,
                                                                 const std::string& part,
                                                                 const UsageQuestion& question);

}  // namespace orchard::app
