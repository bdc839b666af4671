#pragma once

#include "app/ui/theme/fonts/fonts.h"
#include "app/ui/theme/theme.h"

#include <memory>
#include <string>

struct ImFontAtlas;

namespace orchard::app::ui {

/// The theme and the fonts in use, kept in step with settings and screen. Owns the font atlas and
/// outlives the Dear ImGui context that draws with it. UI thread.
class Look {
 public:
  explicit Look(const FontFolders& folders = {});
  ~Look();
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;

  /// Draws the characters ahead for what the first update will probably ask for. Takes tens of
  /// milliseconds; needs no context, so another thread may do it while the window opens.
  void prepare(const std::string& theme, float scale);

  /// Takes over what changed; never between NewFrame and Render. True when the atlas's texture must
  /// be uploaded (again).
  [[nodiscard]] bool update(const std::string& theme, float scale);
  /// From the next update on these are drawn, if a face has them.
  void want(const RareCharacters& characters) { fonts_.want(characters); }

  /// To make the Dear ImGui context with.
  [[nodiscard]] ImFontAtlas& atlas() { return *atlas_; }
  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] const Fonts& fonts() const { return fonts_; }
  [[nodiscard]] float scale() const { return scale_; }

 private:
  [[nodiscard]] bool build_fonts(const Theme& theme, float scale);

  std::unique_ptr<ImFontAtlas> atlas_;
  Fonts fonts_;
  Theme theme_;
  float scale_ = 0;
  bool built_ = false;
  bool dark_fonts_ = false;
  bool uploaded_ = false;
};

}  // namespace orchard::app::ui
