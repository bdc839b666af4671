#pragma once

#include <string>
#include <string_view>

namespace orchard::metrics {

/// What a JSON string (with its quotes, as it stands) says, always as sound UTF-8: lone surrogates
/// and broken bytes become U+FFFD. Without escapes that is a part of `token` itself; else it is
/// appended to `scratch`, which must have room for three bytes for each byte of the token, so that
/// earlier views into it stay valid. Empty for a token that is no string. Pure.
[[nodiscard]] std::string_view json_text(std::string_view token, std::string& scratch);

/// What a strict reader would refuse in the texts of a JSON value.
struct JsonTextFaults {
  bool syntax = false;   ///< unknown escapes, control characters
  bool unicode = false;  ///< lone surrogates, broken UTF-8
};

/// Looks through the text of a whole JSON value. Pure.
[[nodiscard]] JsonTextFaults find_text_faults(std::string_view json);

}  // namespace orchard::metrics
