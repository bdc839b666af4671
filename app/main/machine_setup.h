#pragma once

#include "app/services/engine.h"

#include <functional>

namespace orchard::app {

/// Finds this machine's folders, makes those that are missing, opens the log and hands it all to
/// `work`, whose exit code it gives. What goes wrong is one sentence on standard error. For main.
[[nodiscard]] int run_on_machine(const std::function<int(const Machine&)>& work);

}  // namespace orchard::app
