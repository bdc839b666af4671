#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace orchard::app {

// How much room text takes in a terminal: a Chinese character or an emoji two columns, an accent
// that stands on the letter before it none. Any thread. Source: Unicode's East Asian Width, as
// utf8proc knows it.

/// Bytes that are not UTF-8 take one column each.
[[nodiscard]] std::size_t column_count(std::string_view text);

/// As much of the text as fits; "…" is the last of it when something is cut off.
[[nodiscard]] std::string cut_to_columns(std::string_view text, std::size_t limit);

}  // namespace orchard::app
