#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace orchard::app {

/// Foreign bytes as text that can be drawn: terminal escape sequences and invisible joiners leave,
/// invalid UTF-8, other control characters, direction overrides and characters above U+FFFF become
/// □, "\r\n" becomes "\n"; newlines and tabs stay. The result is valid UTF-8.
[[nodiscard]] std::string displayable(std::string_view foreign);

/// As displayable, on one line: every run of white space becomes one space.
[[nodiscard]] std::string displayable_line(std::string_view foreign);

/// At most `limit` characters; "…" stands for what was cut and counts.
[[nodiscard]] std::string truncate(std::string_view text, std::size_t limit);

/// Decodes the character at `offset` and moves on; U+FFFD (one byte) for invalid bytes.
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& offset);

/// Appends `character` as UTF-8.
void append_utf8(std::string& text, char32_t character);

/// Characters in `text`, invalid bytes counting one each.
[[nodiscard]] std::size_t count_characters(std::string_view text);

}  // namespace orchard::app
