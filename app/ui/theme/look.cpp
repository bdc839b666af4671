#include "app/ui/theme/look.h"

#include "app/ui/theme/style.h"

#include <algorithm>

#include <imgui.h>

namespace orchard::app::ui {

bool Look::update(const std::string& theme, float scale) {
  const float wanted = std::clamp(scale, 0.5F, 6.0F);
  const Theme next = theme_named(theme);
  const bool first = scale_ == 0;
  const bool new_theme = first || next.name != theme_.name;
  const bool new_fonts =
      first || wanted != scale_ || wide_ != fonts_.is_wide() || next.is_dark() != theme_.is_dark();
  if (!new_theme && !new_fonts) return false;
  theme_ = next;
  scale_ = wanted;
  apply_style(ImGui::GetStyle(), theme_, scale_);
  if (!new_fonts) return false;
  ImGuiIO& io = ImGui::GetIO();
  fonts_.build(*io.Fonts, scale_, wide_, theme_.is_dark());
  io.FontDefault = fonts_[Font::regular_13].font;
  return true;
}

}  // namespace orchard::app::ui
