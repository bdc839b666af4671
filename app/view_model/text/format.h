#pragma once

#include "core/base/clock.h"
#include "core/domain/quantities.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace orchard::app {

// Every number and time of the window is written here, so that one thing never reads two ways.

/// "999", "45.0K", "1.5M", "2.1B"; one decimal, rounded half up.
[[nodiscard]] std::string compact_number(std::int64_t value);
/// As compact_number, without ".0": "200K".
[[nodiscard]] std::string compact_limit(std::int64_t value);
/// "12,345" and "−12,345".
[[nodiscard]] std::string grouped_number(std::int64_t value);
/// "+5,664", "+0".
[[nodiscard]] std::string additions_text(std::int64_t lines);
/// "−2,063" with U+2212, "−0". `lines` is the positive count.
[[nodiscard]] std::string deletions_text(std::int64_t lines);
/// "+12" or "−12" by the sign of the value.
[[nodiscard]] std::string signed_number(std::int64_t value);
/// "$214.90"; below a cent four decimals ("$0.0042"), below that "<$0.0001".
[[nodiscard]] std::string money(core::Cost cost);
/// Stands before a cost that holds an estimate: a model without a price of its own took part.
inline constexpr const char* kEstimateSign = "≈";
/// money() with that sign where it holds one.
[[nodiscard]] std::string money_about(core::Cost cost, bool holds_estimate);
/// Always four decimals: "$0.2710".
[[nodiscard]] std::string money_fine(core::Cost cost);
/// Every digit that counts: "$0.0042113".
[[nodiscard]] std::string money_exact(core::Cost cost);
/// "92%"; 100% and 0% only when exactly so: "<1%", "99%". "–" when `whole` is not positive.
[[nodiscard]] std::string percent(std::int64_t part, std::int64_t whole);
/// "41s", "2m 05s", "1h 04m", "2d 3h"; negative counts as zero.
[[nodiscard]] std::string elapsed(core::Duration duration);
/// For sentences: "9 s", "2 min 5 s", "1 h 4 min".
[[nodiscard]] std::string elapsed_words(core::Duration duration);
/// "just now", "12 m ago", "3 h ago", "yesterday", "5 d ago", then the date.
[[nodiscard]] std::string relative_time(core::Timestamp at, core::Timestamp now);
/// "now", "14 m", "3 h", "2 d", "5 w": for narrow columns.
[[nodiscard]] std::string age(core::Timestamp at, core::Timestamp now);
/// "1 commit", "4 commits", "1,204 commits".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view singular,
                                  std::string_view plural);
/// "src/a.cpp" cut in the middle of the path to at most `limit` characters, "…" included.
[[nodiscard]] std::string shorten_path(std::string_view path, std::size_t limit);
/// A path inside `folder` without the folder: "src/a.cpp". Any other path, and one that climbs out
/// again with "..", stays as it is, so that nobody takes it for one inside.
[[nodiscard]] std::string path_inside(std::string_view path, std::string_view folder);

}  // namespace orchard::app
