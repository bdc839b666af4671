#pragma once

#include <string>
#include <string_view>

namespace orchard::metrics {

/// The folder name Claude Code derives from a real working directory: every UTF-16 unit but ASCII
/// letters and digits becomes '-'; beyond 200 units the first 200 stay and "-" and the base-36
/// hash of the whole path follow. Observed with 2.1.197. Pure.
[[nodiscard]] std::string transcript_folder_name(std::string_view real_cwd);

}  // namespace orchard::metrics
