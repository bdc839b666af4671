#pragma once

#include "app/model/figure_answer.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "metrics/export/figure_table.h"

#include <cstdint>
#include <memory>
#include <string>

namespace orchard::app {

/// Reads the store as it is, all of it at one moment. What cannot be answered (a workspace that is
/// gone for good) is a sentence in the answer. Takes as long as the ledger is large: never on the
/// window's thread.
[[nodiscard]] std::shared_ptr<const FigureAnswer> answer_figures(Engine& engine,
                                                                 const FigureQuestion& question);

/// The rows behind a figure as a table, newest first, at most `limit`. Errors: not_found for an
/// unknown figure or filter, those of the store.
[[nodiscard]] core::Result<metrics::FigureTable> read_drill(Engine& engine,
                                                            const FigureDrill& drill,
                                                            std::int64_t limit);

/// The figure itself as a table. Errors: as read_drill.
[[nodiscard]] core::Result<metrics::FigureTable> read_figure(Engine& engine,
                                                             const std::string& figure,
                                                             const FigureFilter& filter);

}  // namespace orchard::app
