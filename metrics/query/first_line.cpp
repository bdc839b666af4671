#include "metrics/query/first_line.h"

namespace orchard::metrics {

std::string cut_to(std::string_view text, std::size_t limit) {
  if (text.size() > limit) {
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
    text = text.substr(0, limit);
  }
  return std::string(text);
}

std::string first_line(std::string_view text, std::size_t limit) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t start = text.find_first_not_of(kBlank);
  if (start == std::string_view::npos) return {};
  text = text.substr(start);
  text = text.substr(0, text.find('\n'));
  return cut_to(text.substr(0, text.find_last_not_of(kBlank) + 1), limit);
}

}  // namespace orchard::metrics
