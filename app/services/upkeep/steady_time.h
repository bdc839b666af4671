#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace orchard::app {

/// When it was last tidied, to tell time that went by from a clock that jumped. Pure.
struct TidyTimes {
  core::Timestamp before;  ///< of a day before `latest`
  core::Timestamp latest;
};

/// What stands in the file after a tidying at `now`.
[[nodiscard]] TidyTimes note_tidying(const TidyTimes& known, core::Timestamp now);
[[nodiscard]] std::string format_tidy_times(const TidyTimes& times);
/// Nothing known (1970) for a text that cannot be read.
[[nodiscard]] TidyTimes parse_tidy_times(std::string_view text);

/// The moment from which age is measured, for throwing things away: that of a tidying at least a
/// day ago, so that a clock that jumps ahead for a while makes nothing old. 1970 at the first
/// tidying. `file` remembers. Errors: io.
[[nodiscard]] core::Result<core::Timestamp> steady_time(const std::filesystem::path& file,
                                                        core::Timestamp now);

/// The same without noting anything: what steady_time() would give now.
[[nodiscard]] core::Timestamp last_steady_time(const std::filesystem::path& file,
                                               core::Timestamp now);

}  // namespace orchard::app
