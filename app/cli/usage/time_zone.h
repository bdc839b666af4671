#pragma once

#include "core/base/result.h"

#include <string>

namespace orchard::app {

/// Makes `name` ("Europe/Berlin", "UTC") the time zone of this process, as if TZ had named it at
/// the start. Before other threads begin. Errors: invalid_argument for a zone this machine does not
/// know.
[[nodiscard]] core::Result<void> use_time_zone(const std::string& name);

}  // namespace orchard::app
