#pragma once

#include "core/base/clock.h"
#include "core/settings/paths.h"
#include "metrics/calendar/local_time.h"

#include <string>
#include <string_view>

namespace orchard::app {

/// The status line for what Claude Code says on standard input, ended by a newline. Keeps the
/// limits that stand in it, reads what the session wrote since, and asks the ledger. Never fails
/// and never waits: what cannot be known in a few milliseconds is left out. Makes no store.
[[nodiscard]] std::string run_statusline(const core::Paths& paths, const core::Clock& clock,
                                         const metrics::LocalTime& local, std::string_view input);

/// Reads standard input, prints the line and gives the exit code of the process, which is 0: a
/// status line that fails would vanish.
int run_statusline_command();

}  // namespace orchard::app
