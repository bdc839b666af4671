#pragma once

#include "app/cli/commands/usage/usage_show.h"

#include <functional>

namespace orchard::app {

/// Prints what `make` gives, again each time it changed, until the process is interrupted or asked
/// to end: then ok. A terminal shows one picture after the other, else they follow each other.
/// `make` is asked twice a second. The first failure ends it.
[[nodiscard]] core::Result<ExitCode> watch_usage(
    const std::function<core::Result<UsageOutput>()>& make, bool json);

}  // namespace orchard::app
