#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"

#include <string>

namespace orchard::app {

/// Opens an address in the user's browser through `xdg-open`. Every error names the address, to be
/// copied: unavailable (no xdg-open), external_failed (it found no browser).
[[nodiscard]] core::Result<void> open_in_browser(Engine& engine, const std::string& address);

}  // namespace orchard::app
