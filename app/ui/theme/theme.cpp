#include "app/ui/theme/theme.h"

#include "app/ui/theme/theme_table.h"

#include <algorithm>

namespace orchard::app::ui {
namespace {

// A role that a theme forgets shows up at once; a test refuses such a theme.
constexpr Rgba kMissing = 0xFF00FFFFU;

Theme read(const ThemeTable& table) {
  Theme theme{.name = table.name, .colours = {}};
  for (const Colour colour : all_colours()) {
    const auto found = std::ranges::find(table.colours, to_string(colour), &ThemeColour::role);
    theme.colours[static_cast<std::size_t>(colour)] =
        found == table.colours.end() ? kMissing : found->rgba;
  }
  return theme;
}

}  // namespace

bool Theme::is_dark() const {
  return contrast_ratio((*this)[Colour::bg], 0x000000FFU) <
         contrast_ratio((*this)[Colour::bg], 0xFFFFFFFFU);
}

Theme theme_named(std::string_view name) {
  const auto tables = theme_tables();
  auto found = std::ranges::find(tables, name, &ThemeTable::name);
  if (found == tables.end()) found = std::ranges::find(tables, "dark", &ThemeTable::name);
  return found == tables.end() ? Theme{} : read(*found);
}

std::vector<std::string_view> theme_names() {
  std::vector<std::string_view> names;
  for (const ThemeTable& table : theme_tables()) names.push_back(table.name);
  return names;
}

}  // namespace orchard::app::ui
