#pragma once

#include "metrics/query/sessions.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace orchard::app {

/// "Write notes.txt  +3 −0" or "Bash make test": what an agent asks for, in one line that is safe
/// for a terminal.
[[nodiscard]] std::string request_headline(const metrics::OpenRequest& request);

/// What exactly would be written or run, when the headline cannot say it: one indented line each,
/// safe for a terminal, ended by a newline. At most `most` lines, then how many more there are
/// (0: all of them); `more` says where to see those. Empty when the headline says it all.
[[nodiscard]] std::string request_detail(const metrics::OpenRequest& request, std::size_t most,
                                         std::string_view more = {});

/// For `send --wait` and `sessions`: the headline behind `who`, the beginning of the detail, and
/// the command that answers.
[[nodiscard]] std::string request_notice(const metrics::OpenRequest& request);

}  // namespace orchard::app
