#include "app/ui/theme/fonts/fonts.h"

#include "app/ui/theme/icons.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>

namespace orchard::app::ui {
namespace {

enum Face { kRegular, kItalic, kMedium, kSemiBold, kMono, kMonoBold, kIcons };

struct Recipe {
  Face face;
  float em;           // px at 100 %
  float line_height;  // px at 100 %
  bool wide = false;  // takes the wide ranges when asked for
  float spacing = 0;
};

// In the order of enum Font.
constexpr std::array<Recipe, kFontCount> kRecipes = {{
    {kRegular, 12, 16, true},
    {kRegular, 13, 18, true},
    {kRegular, 15, 23, true},
    {kItalic, 15, 23},
    {kMedium, 12, 16},
    {kMedium, 13, 18},
    {kSemiBold, 11, 14, false, 0.5F},
    {kSemiBold, 12, 16},
    {kSemiBold, 13, 18},
    {kSemiBold, 15, 23},
    {kSemiBold, 18, 24},
    {kSemiBold, 28, 34},
    {kMono, 11, 14, true},
    {kMono, 12, 16, true},
    {kMono, 13, 20, true},
    {kMonoBold, 11, 14},
    {kMonoBold, 12, 16},
    {kIcons, 11, 14},
    {kIcons, 12, 16},
    {kIcons, 14, 18},
}};

// The arrays must outlive the atlas, hence static storage.
constexpr std::array<ImWchar, 25> kTextRanges = {
    0x20,   0x7E,   0xA0,   0xFF,   0x2013, 0x2014, 0x2018, 0x201D, 0x2022, 0x2022, 0x2026, 0x2026,
    0x2190, 0x2193, 0x2212, 0x2212, 0x2248, 0x2248, 0x2264, 0x2265, 0x25A1, 0x25A1, 0};
constexpr std::array<ImWchar, 19> kWideRanges = {
    0x20,   0x7E,   0xA0,   0x17F,  0x370,  0x3FF,  0x400,  0x4FF,  0x2010, 0x2027,
    0x2190, 0x21FF, 0x2200, 0x22FF, 0x2500, 0x25FF, 0x2713, 0x2717, 0};

constexpr ImWchar kBox = 0x25A1;
constexpr ImWchar kEllipsisChar = 0x2026;

// Light strokes on dark ground look thinner than they are; browsers draw them heavier.
void thicken(ImFontAtlas& atlas) {
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  atlas.GetTexDataAsAlpha8(&pixels, &width, &height);
  std::array<unsigned char, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double alpha = static_cast<double>(i) / 255.0;
    table[i] = static_cast<unsigned char>(std::lround(255.0 * std::pow(alpha, 1.0 / 1.15)));
  }
  const auto inside_custom = [&](int x, int y) {
    return std::ranges::any_of(atlas.CustomRects, [&](const ImFontAtlasCustomRect& rect) {
      return rect.IsPacked() && x >= rect.X && x < rect.X + rect.Width && y >= rect.Y &&
             y < rect.Y + rect.Height;
    });
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      unsigned char& alpha = pixels[y * width + x];
      if (alpha != 0 && alpha != 255 && !inside_custom(x, y)) alpha = table[alpha];
    }
  }
}

ImFont* add_builtin(ImFontAtlas& atlas, float px) {
  ImFontConfig config;
  config.SizePixels = std::max(8.0F, std::round(px));
  return atlas.AddFontDefault(&config);
}

}  // namespace

Fonts::Fonts(const FontFolders& folders) {
  const std::array<std::string, kFaceCount> paths = {
      folders.inter + "/Inter-Regular.otf",        folders.inter + "/Inter-Italic.otf",
      folders.inter + "/Inter-Medium.otf",         folders.inter + "/Inter-SemiBold.otf",
      folders.mono + "/JetBrainsMono-Regular.ttf", folders.mono + "/JetBrainsMono-SemiBold.ttf",
      folders.icons + "/fontawesome-webfont.ttf",
  };
  for (std::size_t i = 0; i < kFaceCount; ++i) {
    auto file = read_font(paths[i]);
    if (file) {
      faces_[i] = std::move(*file);
    } else {
      problems_.push_back(file.error().message);
    }
  }
}

void Fonts::build(ImFontAtlas& atlas, float scale, bool wide, bool light_on_dark) {
  atlas.Clear();
  scale_ = scale;
  wide_ = wide;
  for (std::size_t i = 0; i < kFontCount; ++i) {
    const Recipe& recipe = kRecipes[i];
    const float px = recipe.em * scale;
    FontEntry& entry = entries_[i];
    entry.line_height = recipe.line_height;
    auto& face = faces_[recipe.face];
    if (!face) {
      entry.font = add_builtin(atlas, px);
      entry.ascent = std::round(px * 0.8F);
      entry.descent = std::round(px * 0.2F);
      continue;
    }
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = false;
    config.GlyphExtraSpacing.x = recipe.spacing * scale;
    config.EllipsisChar = kEllipsisChar;
    const ImWchar* ranges = recipe.face == kIcons ? kIconRanges.data()
                            : wide && recipe.wide ? kWideRanges.data()
                                                  : kTextRanges.data();
    entry.font =
        atlas.AddFontFromMemoryTTF(face->bytes.data(), static_cast<int>(face->bytes.size()),
                                   px * face->metrics.size_factor(), &config, ranges);
    entry.ascent = std::round(face->metrics.ascent * px);
    entry.descent = std::round(face->metrics.descent * px);
  }
  atlas.Build();
  if (light_on_dark) thicken(atlas);
  for (FontEntry& entry : entries_) {
    if (entry.font->FindGlyphNoFallback(kBox) == nullptr) continue;
    entry.font->FallbackChar = kBox;
    entry.font->BuildLookupTable();
  }
}

bool needs_wide_font(char32_t code_point) {
  const auto inside = [code_point](const auto& ranges) {
    for (std::size_t i = 0; i + 1 < ranges.size() && ranges[i] != 0; i += 2) {
      if (code_point >= ranges[i] && code_point <= ranges[i + 1]) return true;
    }
    return false;
  };
  return !inside(kTextRanges) && inside(kWideRanges);
}

}  // namespace orchard::app::ui
