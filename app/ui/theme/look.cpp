#include "app/ui/theme/look.h"

#include "app/ui/theme/style.h"

#include <algorithm>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

float possible(float scale) {
  return std::clamp(scale, 0.5F, 6.0F);
}

}  // namespace

Look::Look(const FontFolders& folders) : atlas_(std::make_unique<ImFontAtlas>()), fonts_(folders) {}
Look::~Look() = default;

bool Look::build_fonts(const Theme& theme, float scale) {
  if (built_ && scale == fonts_.scale() && !fonts_.misses_wanted() &&
      theme.is_dark() == dark_fonts_)
    return false;
  fonts_.build(*atlas_, scale, theme.is_dark());
  dark_fonts_ = theme.is_dark();
  built_ = true;
  return true;
}

void Look::prepare(const std::string& theme, float scale) {
  (void)build_fonts(theme_named(theme), possible(scale));
}

bool Look::update(const std::string& theme, float scale) {
  const float wanted = possible(scale);
  const Theme next = theme_named(theme);
  const bool new_fonts = build_fonts(next, wanted);
  if (scale_ != wanted || next.name != theme_.name) apply_style(ImGui::GetStyle(), next, wanted);
  theme_ = next;
  scale_ = wanted;
  ImGui::GetIO().FontDefault = fonts_[Font::regular_13].font;
  const bool upload = new_fonts || !uploaded_;
  uploaded_ = true;
  return upload;
}

}  // namespace orchard::app::ui
