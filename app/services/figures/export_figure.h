#pragma once

#include "app/model/figures.h"
#include "app/services/engine.h"

namespace orchard::app {

/// Writes a figure or the rows behind it to a file of mode 0600 and says where. A file that stands
/// there stays unless the wish says otherwise; "~/" is the user's home and missing folders are an
/// error. Every failure is a sentence in the outcome.
[[nodiscard]] ExportOutcome export_figure(Engine& engine, const FigureExport& wish);

}  // namespace orchard::app
