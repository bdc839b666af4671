#include "metrics/intake/transcript_folder.h"

#include <cstdint>
#include <vector>

namespace orchard::metrics {

namespace {

/// The UTF-16 units of UTF-8 text; a byte that is no UTF-8 gives U+FFFD, as in JavaScript.
std::vector<std::uint16_t> to_utf16(std::string_view text) {
  std::vector<std::uint16_t> units;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80U              ? 1
                               : (lead & 0xE0U) == 0xC0U ? 2
                               : (lead & 0xF0U) == 0xE0U ? 3
                               : (lead & 0xF8U) == 0xF0U ? 4
                                                         : 0;
    std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    bool valid = length > 0 && i + length <= text.size();
    for (std::size_t k = 1; valid && k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      valid = (next & 0xC0U) == 0x80U;
      point = (point << 6U) | (next & 0x3FU);
    }
    if (!valid) {
      units.push_back(0xFFFD);
      ++i;
      continue;
    }
    i += length;
    if (point >= 0x10000U) {
      point -= 0x10000U;
      units.push_back(static_cast<std::uint16_t>(0xD800U + (point >> 10U)));
      units.push_back(static_cast<std::uint16_t>(0xDC00U + (point & 0x3FFU)));
    } else {
      units.push_back(static_cast<std::uint16_t>(point));
    }
  }
  return units;
}

bool is_kept(std::uint16_t unit) {
  return (unit >= '0' && unit <= '9') || (unit >= 'A' && unit <= 'Z') ||
         (unit >= 'a' && unit <= 'z');
}

std::string to_base36(std::uint32_t number) {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string text;
  do {
    text.insert(text.begin(), kDigits[number % 36]);
    number /= 36;
  } while (number != 0);
  return text;
}

}  // namespace

std::string transcript_folder_name(std::string_view real_cwd) {
  constexpr std::size_t kLongest = 200;
  std::string name;
  std::uint32_t hash = 0;
  for (const std::uint16_t unit : to_utf16(real_cwd)) {
    name.push_back(is_kept(unit) ? static_cast<char>(unit) : '-');
    hash = hash * 31U + unit;
  }
  if (name.size() <= kLongest) return name;
  const std::uint32_t magnitude = (hash & 0x80000000U) != 0 ? 0U - hash : hash;
  return name.substr(0, kLongest) + "-" + to_base36(magnitude);
}

}  // namespace orchard::metrics
