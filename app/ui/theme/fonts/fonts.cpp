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
  float spacing = 0;
};

// In the order of enum Font.
constexpr std::array<Recipe, kFontCount> kRecipes = {{
    {kRegular, 12, 16},  {kRegular, 13, 18},  {kRegular, 15, 23},        {kItalic, 15, 23},
    {kMedium, 12, 16},   {kMedium, 13, 18},   {kSemiBold, 11, 14, 0.5F}, {kSemiBold, 12, 16},
    {kSemiBold, 13, 18}, {kSemiBold, 15, 23}, {kSemiBold, 18, 24},       {kSemiBold, 28, 34},
    {kMono, 11, 14},     {kMono, 12, 16},     {kMono, 13, 20},           {kMonoBold, 11, 14},
    {kMonoBold, 12, 16}, {kIcons, 11, 14},    {kIcons, 12, 16},          {kIcons, 14, 18},
}};

// First and last of each range.
constexpr auto kTextRanges = std::to_array<ImWchar>(
    {0x20,   0x7E,   0xA0,   0xFF,   0x2013, 0x2014, 0x2018, 0x201D, 0x2022, 0x2022, 0x2026,
     0x2026, 0x2190, 0x2193, 0x2212, 0x2212, 0x2248, 0x2248, 0x2264, 0x2265, 0x25A1, 0x25A1});

/// Up to here alphabets and signs, from here on scripts of thousands of characters.
constexpr char32_t kManyCharacters = 0x2E80;
constexpr char32_t kBlock = 64;
/// Some forty pages of dense Chinese text.
constexpr std::size_t kMostWanted = 8000;

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

Fonts::Fonts(const FontFolders& folders) : folders_(folders) {
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

void Fonts::want(const RareCharacters& characters) {
  RareCharacters more;
  for (const RareCharacter& character : characters) {
    const bool alone = character.code_point >= kManyCharacters;
    const char32_t first = alone ? character.code_point : character.code_point / kBlock * kBlock;
    for (char32_t code = first; code < first + (alone ? 1 : kBlock); ++code)
      if (is_rare(code)) more.insert({character.font, code});
  }
  if (wanted_.size() + more.size() > kMostWanted) {
    constexpr std::uint64_t kJustNow = 3;
    if (dropped_at_ && build_count_ < *dropped_at_ + kJustNow) return;
    dropped_at_ = build_count_;
    wanted_.clear();
  }
  const std::size_t before = wanted_.size();
  wanted_.merge(more);
  misses_wanted_ = misses_wanted_ || wanted_.size() != before;
}

void Fonts::read_east_asian_face() {
  if (east_asian_was_read_) return;
  east_asian_was_read_ = true;
  auto file = read_font(folders_.east_asian + "/wqy-microhei.ttc");
  if (file) {
    east_asian_ = std::move(*file);
  } else {
    problems_.push_back(file.error().message);
  }
}

Fonts::Ranges Fonts::ranges_of(Font font) const {
  Ranges ranges(kTextRanges.begin(), kTextRanges.end());
  for (auto at = wanted_.lower_bound({font, 0}); at != wanted_.end() && at->font == font; ++at)
    ranges.insert(ranges.end(), 2, static_cast<std::uint16_t>(at->code_point));
  ranges.push_back(0);
  return ranges;
}

void Fonts::build(ImFontAtlas& atlas, float scale, bool light_on_dark) {
  atlas.Clear();
  scale_ = scale;
  misses_wanted_ = false;
  ++build_count_;
  if (!wanted_.empty()) read_east_asian_face();
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
    const auto add = [&](FontFile& file, const ImWchar* ranges) {
      return atlas.AddFontFromMemoryTTF(file.bytes.data(), static_cast<int>(file.bytes.size()),
                                        px * file.metrics.size_factor(), &config, ranges);
    };
    if (recipe.face == kIcons) {
      entry.font = add(*face, kIconRanges.data());
    } else {
      ranges_[i] = ranges_of(static_cast<Font>(i));
      entry.font = add(*face, ranges_[i].data());
      config.MergeMode = true;
      const ImWchar* wanted = ranges_[i].data() + kTextRanges.size();
      if (east_asian_ && *wanted != 0) add(*east_asian_, wanted);
    }
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

bool is_rare(char32_t code_point) {
  // Dear ImGui gives 0xFFFD for what it cannot draw, such as emoji.
  if (code_point < kTextRanges.front() || code_point >= 0xFFF0) return false;
  // Halves of pairs are no characters, and what private ones mean nobody knows.
  if (code_point >= 0xD800 && code_point <= 0xF8FF) return false;
  for (std::size_t i = 0; i < kTextRanges.size(); i += 2)
    if (code_point >= kTextRanges[i] && code_point <= kTextRanges[i + 1]) return false;
  return true;
}

}  // namespace orchard::app::ui
