#include "app/ui/theme/colour.h"

#include <algorithm>
#include <cmath>

namespace orchard::app::ui {
namespace {

constexpr std::array<std::string_view, kColourCount> kNames = {
    "sunken",         "sidebar",       "bg",
    "surface",        "raised",        "hover",
    "control",        "line",          "border",
    "text",           "muted",         "faint",
    "accent",         "ink",           "info",
    "warn",           "danger",        "added",
    "deleted",        "accent_back",   "warn_back",
    "danger_back",    "info_back",     "accent_line",
    "warn_line",      "danger_line",   "info_line",
    "diff_added",     "diff_deleted",  "word_added",
    "word_deleted",   "track",         "shadow",
    "scrim",          "heat_0",        "heat_1",
    "heat_2",         "heat_3",        "heat_4",
    "series_1",       "series_2",      "series_3",
    "series_4",       "badge_1",       "badge_2",
    "badge_3",        "badge_4",       "badge_text_1",
    "badge_text_2",   "badge_text_3",  "badge_text_4",
    "syntax_keyword", "syntax_string", "syntax_number",
    "syntax_comment",
};

constexpr std::array<Colour, kColourCount> kColours = [] {
  std::array<Colour, kColourCount> colours{};
  for (std::size_t i = 0; i < kColourCount; ++i) colours[i] = static_cast<Colour>(i);
  return colours;
}();

double linear(std::uint32_t byte) {
  const double value = byte / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Rgba colour) {
  return 0.2126 * linear(colour >> 24U) + 0.7152 * linear((colour >> 16U) & 0xFFU) +
         0.0722 * linear((colour >> 8U) & 0xFFU);
}

}  // namespace

std::string_view to_string(Colour colour) {
  return kNames[static_cast<std::size_t>(colour)];
}

std::span<const Colour> all_colours() {
  return kColours;
}

double contrast_ratio(Rgba a, Rgba b) {
  const double first = luminance(a);
  const double second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

}  // namespace orchard::app::ui
