#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace orchard::app::ui {

/// One line of a theme file. The tables are made from assets/themes when the build is configured.
struct ThemeColour {
  std::string_view role;
  std::uint32_t rgba;
};

struct ThemeTable {
  std::string_view name;
  std::span<const ThemeColour> colours;
};

[[nodiscard]] std::span<const ThemeTable> theme_tables();

}  // namespace orchard::app::ui
