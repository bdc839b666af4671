#pragma once

#include "app/ui/theme/colour.h"

#include <array>
#include <string_view>
#include <vector>

namespace orchard::app::ui {

/// A value for every colour role. Plain value.
struct Theme {
  std::string_view name;
  std::array<Rgba, kColourCount> colours{};

  [[nodiscard]] Rgba operator[](Colour colour) const {
    return colours[static_cast<std::size_t>(colour)];
  }
  /// True when text is lighter than the page.
  [[nodiscard]] bool is_dark() const;
};

/// The theme of that name ("dark", "light", "high-contrast"); "dark" for any other.
[[nodiscard]] Theme theme_named(std::string_view name);
[[nodiscard]] std::vector<std::string_view> theme_names();

}  // namespace orchard::app::ui
