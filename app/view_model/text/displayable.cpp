#include "app/view_model/text/displayable.h"

#include <algorithm>

namespace orchard::app {
namespace {

constexpr char32_t kInvalid = 0xFFFD;
constexpr char32_t kBox = 0x25A1;
constexpr char32_t kEllipsis = 0x2026;

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; });
}

int sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

char32_t smallest_of_length(int length) {
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  return kSmallest[length];
}

// One past the escape sequence that begins at `begin` (an ESC).
std::size_t skip_escape(std::string_view text, std::size_t begin) {
  std::size_t at = begin + 1;
  if (at >= text.size()) return at;
  if (text[at] == '[') {
    ++at;
    while (at < text.size() && text[at] >= 0x20 && text[at] <= 0x3F) ++at;
    const bool ended = at < text.size() && text[at] >= 0x40 && text[at] <= 0x7E;
    return ended ? at + 1 : at;
  }
  if (text[at] == ']') {
    // A title or hyperlink command ends with BEL or ESC \; a cut one must not swallow the rest.
    const auto line_end = std::min(text.find('\n', at), text.size());
    const auto bell = text.find('\a', at);
    if (bell < line_end) return bell + 1;
    const auto terminator = text.find("\x1b\\", at);
    if (terminator < line_end) return terminator + 2;
    return at + 1;
  }
  const bool charset = text[at] == '(' || text[at] == ')';
  return std::min(text.size(), at + (charset ? 2 : 1));
}

bool is_invisible(char32_t c) {
  return c == 0x00AD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF);
}

bool is_drawable(char32_t c) {
  if (c == '\n' || c == '\t') return true;
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return false;
  if (c == 0x061C || c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029) return false;
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return false;
  return c < 0xE000 || (c >= 0xF900 && c < 0xFFF0);
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& offset) {
  const auto lead = static_cast<unsigned char>(text[offset]);
  const int length = sequence_length(lead);
  if (length == 1) {
    ++offset;
    return lead;
  }
  if (length == 0 || text.size() - offset < static_cast<std::size_t>(length)) {
    ++offset;
    return kInvalid;
  }
  char32_t value = lead & (0xFFU >> (length + 1));
  for (int i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[offset + static_cast<std::size_t>(i)]);
    if ((byte & 0xC0U) != 0x80U) {
      ++offset;
      return kInvalid;
    }
    value = (value << 6U) | (byte & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest_of_length(length) || value > 0x10FFFF || surrogate) {
    ++offset;
    return kInvalid;
  }
  offset += static_cast<std::size_t>(length);
  return value;
}

void append_utf8(std::string& text, char32_t c) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | (c >> 6U));
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | (c >> 18U));
    put(0x80U | ((c >> 12U) & 0x3FU));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

std::string displayable(std::string_view foreign) {
  if (is_plain_ascii(foreign)) return std::string(foreign);
  std::string text;
  text.reserve(foreign.size());
  std::size_t at = 0;
  while (at < foreign.size()) {
    if (foreign[at] == '\x1b') {
      at = skip_escape(foreign, at);
      continue;
    }
    if (foreign[at] == '\r' && at + 1 < foreign.size() && foreign[at + 1] == '\n') {
      ++at;
      continue;
    }
    const char32_t c = next_character(foreign, at);
    if (is_invisible(c)) continue;
    append_utf8(text, is_drawable(c) ? c : kBox);
  }
  return text;
}

std::string displayable_line(std::string_view foreign) {
  std::string line;
  bool gap = false;
  for (const char c : displayable(foreign)) {
    if (c == ' ' || c == '\n' || c == '\t') {
      gap = !line.empty();
      continue;
    }
    if (gap) line.push_back(' ');
    gap = false;
    line.push_back(c);
  }
  return line;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) (void)next_character(text, at);
  return count;
}

std::string truncate(std::string_view text, std::size_t limit) {
  std::size_t at = 0;
  std::size_t keep = 0;
  for (std::size_t count = 0; at < text.size(); ++count) {
    if (count == limit) {
      std::string cut(text.substr(0, keep));
      if (limit > 0) append_utf8(cut, kEllipsis);
      return cut;
    }
    if (count + 1 == limit) keep = at;
    (void)next_character(text, at);
  }
  return std::string(text);
}

}  // namespace orchard::app
