#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace orchard::agents {

// Reading JSON that somebody else wrote: every function accepts any value and any key and gives
// "nothing" for what is absent or of another type. Internal to orchard_agents; pure.

using Json = nlohmann::json;

/// Deeper JSON is refused before it is parsed: writing it out again is recursive.
inline constexpr int kMaximumJsonDepth = 128;

/// Any JSON value; none when `text` is not JSON or too deep. Invalid UTF-8 and lone surrogates
/// become U+FFFD: a text that was cut in the middle of a character must not cost the record.
[[nodiscard]] std::optional<Json> parse_json(std::string_view text);

/// Compact, and never throws.
[[nodiscard]] std::string write_json(const Json& value);

/// The member; nullptr when `value` is no object or has no such member.
[[nodiscard]] const Json* find_member(const Json& value, const char* key);
/// The same, when the member is an object or an array. Else an empty array to walk over.
[[nodiscard]] const Json& children(const Json& value, const char* key);

/// Without NUL characters, which SQLite and C would cut at.
[[nodiscard]] std::string text_value(const Json& value);
[[nodiscard]] std::string text_member(const Json& value, const char* key);
[[nodiscard]] bool flag_member(const Json& value, const char* key);
[[nodiscard]] std::optional<double> number_member(const Json& value, const char* key);
/// Rounded towards zero; none when it does not fit.
[[nodiscard]] std::optional<std::int64_t> integer_member(const Json& value, const char* key);
/// 0 to 10^12: a larger or negative number is garbage and counts as zero.
[[nodiscard]] std::int64_t count_member(const Json& value, const char* key);
/// The member as JSON text; empty when absent or null.
[[nodiscard]] std::string json_member(const Json& value, const char* key);

}  // namespace orchard::agents
