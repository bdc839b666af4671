#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace orchard::metrics {

/// At most `limit` bytes of UTF-8, never half a character.
[[nodiscard]] std::string cut_to(std::string_view text, std::size_t limit);

/// The first line that is not empty, without blanks around it, cut to `limit` bytes.
[[nodiscard]] std::string first_line(std::string_view text, std::size_t limit);

}  // namespace orchard::metrics
