#pragma once

#include "app/services/metrics_report.h"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace orchard::app {

/// The dashboard as text for a terminal.
[[nodiscard]] std::string metrics_text(const MetricsReport& report);

/// The same as `--json` prints it.
[[nodiscard]] nlohmann::json metrics_json(const MetricsReport& report);

}  // namespace orchard::app
