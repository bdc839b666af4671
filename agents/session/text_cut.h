#pragma once

#include <cstddef>
#include <string_view>

namespace orchard::agents {

/// At most `limit` bytes of valid UTF-8, never cut inside a character.
[[nodiscard]] inline std::string_view cut_text(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return text.substr(0, limit);
}

}  // namespace orchard::agents
