#pragma once

#include "app/model/usage_figures.h"
#include "app/view_model/role.h"

#include <array>
#include <string>
#include <string_view>

namespace orchard::app {

inline constexpr std::array kAllSources{UsageSource::interactive, UsageSource::sub_agent,
                                        UsageSource::background, UsageSource::outside};

/// "Sub-agents", "Outside Orchard": in legends.
[[nodiscard]] std::string_view source_name(UsageSource source);
/// Stands where neither a workspace nor a folder is known.
inline constexpr std::string_view kNoName = "Unknown";
/// "Sub-agents", "Outside": the same where there is little room.
[[nodiscard]] std::string_view source_short_name(UsageSource source);
/// "Sub-agent", "Outside": of one call.
[[nodiscard]] std::string_view source_badge(UsageSource source);
/// What it includes, one sentence.
[[nodiscard]] std::string_view source_sentence(UsageSource source);
[[nodiscard]] Role source_role(UsageSource source);

/// All sources together.
[[nodiscard]] UsageSum sum_of(const SumsBySource& sums);

/// Its cost, with the sign of estimates where it holds one: "≈$3.10".
[[nodiscard]] std::string cost_words(const UsageSum& sum);

/// "Wed 18 Nov", of the user's clock.
[[nodiscard]] std::string short_day(core::Timestamp at);
/// "Wed 18 Nov", or "Wed 18 Nov, 14:00–15:00" when it is an hour at most.
[[nodiscard]] std::string span_words(const UsageSpan& span);
/// A share of the whole with one decimal: "1.9%"; "–" without a whole.
[[nodiscard]] std::string fine_percent(std::int64_t part, std::int64_t whole);

}  // namespace orchard::app
