#include "app/ui/theme/fonts/font_file.h"

#include "app/ui/theme/fonts/fonts.h"
#include "app/ui/theme/icons.h"

#include <gtest/gtest.h>
#include <imgui.h>

namespace orchard::app::ui {
namespace {

TEST(FontFile, ReadsTheSizeFactorOfEachFace) {
  const FontFolders folders;
  const auto inter = read_font(folders.inter + "/Inter-Regular.otf");
  ASSERT_TRUE(inter) << inter.error().message;
  EXPECT_NEAR(inter->metrics.size_factor(), 1.2102F, 0.0005F);
  const auto mono = read_font(folders.mono + "/JetBrainsMono-Regular.ttf");
  ASSERT_TRUE(mono) << mono.error().message;
  EXPECT_NEAR(mono->metrics.size_factor(), 1.3200F, 0.0005F);
}

TEST(FontFile, RefusesEveryTruncation) {
  auto font = read_font(FontFolders{}.mono + "/JetBrainsMono-Regular.ttf");
  ASSERT_TRUE(font);
  for (const std::size_t size :
       {0UL, 3UL, 11UL, 12UL, 100UL, 300UL, font->bytes.size() / 2, font->bytes.size() - 5}) {
    EXPECT_FALSE(check_font(std::span(font->bytes).first(size))) << size;
  }
  EXPECT_TRUE(check_font(font->bytes));
}

TEST(FontFile, RefusesGarbage) {
  const std::vector<std::byte> zeros(4096);
  EXPECT_FALSE(check_font(zeros));
  std::vector<std::byte> ones(4096, std::byte{0xFF});
  EXPECT_FALSE(check_font(ones));
}

TEST(Fonts, WithoutFilesTheBuiltInFaceServes) {
  Fonts fonts(FontFolders{.inter = "/nowhere", .mono = "/nowhere", .icons = "/nowhere"});
  EXPECT_EQ(fonts.problems().size(), 7U);
  ImFontAtlas atlas;
  fonts.build(atlas, 1, false, true);
  for (std::size_t i = 0; i < kFontCount; ++i) {
    ASSERT_NE(fonts[static_cast<Font>(i)].font, nullptr);
    EXPECT_TRUE(fonts[static_cast<Font>(i)].font->IsLoaded());
  }
}

TEST(Fonts, EveryIconHasAGlyph) {
  Fonts fonts;
  ASSERT_TRUE(fonts.problems().empty()) << fonts.problems().front();
  ImFontAtlas atlas;
  fonts.build(atlas, 1, false, true);
  for (std::size_t i = 0; kIconRanges[i] != 0; i += 2) {
    EXPECT_NE(fonts[Font::icon_12].font->FindGlyphNoFallback(kIconRanges[i]), nullptr)
        << std::hex << kIconRanges[i];
  }
}

TEST(Fonts, ScalesWithoutRoundingTheSize) {
  Fonts fonts;
  ImFontAtlas atlas;
  fonts.build(atlas, 1.25F, false, true);
  EXPECT_NEAR(fonts[Font::regular_13].font->FontSize, 13 * 1.25F * 1.2102F, 0.02F);
  EXPECT_LE(atlas.TexWidth, 2048);
}

TEST(Fonts, OnlyRareCharactersNeedTheWideAtlas) {
  for (const char32_t plain : {U'a', U'\u00e9', U'\u2026', U'\u2192', U'\u2212', U'\u4e2d'}) {
    EXPECT_FALSE(needs_wide_font(plain)) << static_cast<unsigned>(plain);
  }
  for (const char32_t rare : {U'\u0416', U'\u03b1', U'\u2502', U'\u2713', U'\u2200'}) {
    EXPECT_TRUE(needs_wide_font(rare)) << static_cast<unsigned>(rare);
  }
}

}  // namespace
}  // namespace orchard::app::ui
