#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace orchard::app::ui {

/// What a colour is for. Draw code names roles, never values.
enum class Colour : std::uint8_t {
  sunken,
  sidebar,
  bg,
  surface,
  raised,
  hover,
  control,
  line,
  border,
  text,
  muted,
  faint,
  accent,
  ink,
  info,
  warn,
  danger,
  added,
  deleted,
  accent_back,
  warn_back,
  danger_back,
  info_back,
  accent_line,
  warn_line,
  danger_line,
  info_line,
  diff_added,
  diff_deleted,
  word_added,
  word_deleted,
  track,
  shadow,
  scrim,
  heat_0,
  heat_1,
  heat_2,
  heat_3,
  heat_4,
  series_1,
  series_2,
  series_3,
  series_4,
  badge_1,
  badge_2,
  badge_3,
  badge_4,
  badge_text_1,
  badge_text_2,
  badge_text_3,
  badge_text_4,
  syntax_keyword,
  syntax_string,
  syntax_number,
  syntax_comment,
};

inline constexpr std::size_t kColourCount = static_cast<std::size_t>(Colour::syntax_comment) + 1;

/// The name of a role as theme files spell it.
[[nodiscard]] std::string_view to_string(Colour colour);
[[nodiscard]] std::span<const Colour> all_colours();

/// 0xRRGGBBAA, straight alpha.
using Rgba = std::uint32_t;

/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1, "contrast ratio").
[[nodiscard]] double contrast_ratio(Rgba a, Rgba b);

}  // namespace orchard::app::ui
