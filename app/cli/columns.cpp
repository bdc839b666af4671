#include "app/cli/columns.h"

#include <utf8proc.h>

namespace orchard::app {
namespace {

struct Character {
  std::size_t bytes = 1;
  std::size_t columns = 1;
};

/// The first of a text that is not empty.
Character first_of(std::string_view text) {
  utf8proc_int32_t code = 0;
  const utf8proc_ssize_t bytes =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (bytes <= 0) return {};
  return {static_cast<std::size_t>(bytes), static_cast<std::size_t>(utf8proc_charwidth(code))};
}

}  // namespace

std::size_t column_count(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character character = first_of(text);
    columns += character.columns;
    text.remove_prefix(character.bytes);
  }
  return columns;
}

std::string cut_to_columns(std::string_view text, std::size_t limit) {
  if (column_count(text) <= limit) return std::string(text);
  if (limit == 0) return {};
  std::size_t end = 0;
  for (std::size_t columns = 0;;) {
    const Character character = first_of(text.substr(end));
    columns += character.columns;
    if (columns >= limit) break;
    end += character.bytes;
  }
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace orchard::app
