#pragma once

#include "app/ui/theme/fonts/font_file.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>

struct ImFont;
struct ImFontAtlas;

namespace orchard::app::ui {

/// Every face and size that is drawn; the number is the em in px at 100 %.
enum class Font : unsigned char {
  regular_12,
  regular_13,
  regular_15,
  italic_15,
  medium_12,
  medium_13,
  caps_11,  ///< SemiBold with wider spacing
  semibold_12,
  semibold_13,
  semibold_15,
  semibold_18,
  semibold_28,
  mono_11,
  mono_12,
  mono_13,
  mono_bold_11,
  mono_bold_12,
  icon_11,
  icon_12,
  icon_14,
};
inline constexpr std::size_t kFontCount = static_cast<std::size_t>(Font::icon_14) + 1;

/// How a font of the list sits on a line.
struct FontEntry {
  ImFont* font = nullptr;
  float line_height = 0;  ///< logical px
  float ascent = 0;       ///< whole device px above the baseline, of the em
  float descent = 0;      ///< whole device px below it
};

/// Where the packages of the distribution put the faces.
struct FontFolders {
  std::string inter = "/usr/share/fonts/opentype/inter";
  std::string mono = "/usr/share/fonts/truetype/jetbrains-mono";
  std::string icons = "/usr/share/fonts/truetype/font-awesome";
};

/// The font files and the atlas entries made from them. Files are read once and stay as long as
/// the atlas uses them; a missing face is replaced by the built-in one. UI thread.
class Fonts {
 public:
  explicit Fonts(const FontFolders& folders = {});

  /// Fills the atlas for this scale (1 = 100 %); `wide` adds Greek, Cyrillic, arrows and box
  /// drawing; `light_on_dark` makes strokes slightly heavier, as dark themes need. Never between
  /// NewFrame and Render. The texture is the caller's business.
  void build(ImFontAtlas& atlas, float scale, bool wide, bool light_on_dark);

  [[nodiscard]] const FontEntry& operator[](Font font) const {
    return entries_[static_cast<std::size_t>(font)];
  }
  [[nodiscard]] float scale() const { return scale_; }
  [[nodiscard]] bool is_wide() const { return wide_; }
  /// The faces that could not be read, one sentence each.
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

 private:
  static constexpr std::size_t kFaceCount = 7;
  std::array<std::optional<FontFile>, kFaceCount> faces_;
  std::array<FontEntry, kFontCount> entries_{};
  std::vector<std::string> problems_;
  float scale_ = 1;
  bool wide_ = false;
};

/// True when drawing this code point needs the wide atlas.
[[nodiscard]] bool needs_wide_font(char32_t code_point);

}  // namespace orchard::app::ui
