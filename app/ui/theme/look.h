#pragma once

#include "app/ui/theme/fonts/fonts.h"
#include "app/ui/theme/theme.h"

#include <string>

namespace orchard::app::ui {

/// The theme and the fonts in use, kept in step with settings and screen. Needs a Dear ImGui
/// context while it lives. UI thread.
class Look {
 public:
  explicit Look(const FontFolders& folders = {}) : fonts_(folders) {}

  /// Takes over what changed; never between NewFrame and Render. True when the atlas was built
  /// anew, so that its texture must be uploaded again.
  [[nodiscard]] bool update(const std::string& theme, float scale);
  /// From the next update on the larger set of characters is there.
  void want_wide_font() { wide_ = true; }

  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] const Fonts& fonts() const { return fonts_; }
  [[nodiscard]] float scale() const { return scale_; }

 private:
  Fonts fonts_;
  Theme theme_;
  float scale_ = 0;
  bool wide_ = false;
};

}  // namespace orchard::app::ui
