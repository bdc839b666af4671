#pragma once

#include <string>
#include <string_view>

namespace orchard::metrics {

/// What a JSON string (with its quotes, as it stands) says, always as sound UTF-8: lone surrogates
/// and broken bytes become U+FFFD. Without escapes that is a part of `token` itself; else it is
/// appended to `scratch`, which must have room for three bytes for each byte of the token, so that
/// earlier views into it stay valid. Empty for a token that is no string. Pure.
[[nodiscard]] std::string_view json_text(std::string_view token, std::string& scratch);

}  // namespace orchard::metrics
