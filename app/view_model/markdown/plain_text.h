#pragma once

#include <string>
#include <string_view>

namespace orchard::app {

/// Markdown as words on one line, for places that show no styles: markers of emphasis, headings,
/// code and links leave, the bullets of a list stay. A mark that the end of `source` cut off from
/// its partner leaves too. The result is displayable.
[[nodiscard]] std::string plain_text(std::string_view source);

}  // namespace orchard::app
