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
  const FontFolders folders;
  for (const std::string& path :
       {folders.mono + "/JetBrainsMono-Regular.ttf", folders.east_asian + "/wqy-microhei.ttc"}) {
    SCOPED_TRACE(path);
    auto font = read_font(path);
    ASSERT_TRUE(font);
    for (const std::size_t size :
         {0UL, 3UL, 11UL, 12UL, 14UL, 100UL, 300UL, font->bytes.size() / 2}) {
      EXPECT_FALSE(check_font(std::span(font->bytes).first(size))) << size;
    }
    EXPECT_TRUE(check_font(font->bytes));
  }
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
  fonts.build(atlas, 1, true);
  for (std::size_t i = 0; i < kFontCount; ++i) {
    ASSERT_NE(fonts[static_cast<Font>(i)].font, nullptr);
    EXPECT_TRUE(fonts[static_cast<Font>(i)].font->IsLoaded());
  }
}

TEST(Fonts, EveryIconHasAGlyph) {
  Fonts fonts;
  ASSERT_TRUE(fonts.problems().empty()) << fonts.problems().front();
  ImFontAtlas atlas;
  fonts.build(atlas, 1, true);
  for (std::size_t i = 0; kIconRanges[i] != 0; i += 2) {
    EXPECT_NE(fonts[Font::icon_12].font->FindGlyphNoFallback(kIconRanges[i]), nullptr)
        << std::hex << kIconRanges[i];
  }
}

TEST(Fonts, ScalesWithoutRoundingTheSize) {
  Fonts fonts;
  ImFontAtlas atlas;
  fonts.build(atlas, 1.25F, true);
  EXPECT_NEAR(fonts[Font::regular_13].font->FontSize, 13 * 1.25F * 1.2102F, 0.02F);
  EXPECT_LE(atlas.TexWidth, 2048);
}

TEST(Fonts, KnowWhatIsRare) {
  // The private one is an icon; emoji cannot be drawn at all.
  for (const char32_t plain : {U'a', U'\u00e9', U'\u2026', U'\u2192', U'\u2212', U'\n', U'\uf013',
                               U'\ufffd', U'\U0001f600'}) {
    EXPECT_FALSE(is_rare(plain)) << static_cast<unsigned>(plain);
  }
  for (const char32_t rare :
       {U'\u0219', U'\u0416', U'\u03b1', U'\u20ac', U'\u2502', U'\u2713', U'\u4e2d', U'\uff01'}) {
    EXPECT_TRUE(is_rare(rare)) << static_cast<unsigned>(rare);
  }
}

TEST(Fonts, HaveRareCharactersOnceTheyAreWanted) {
  Fonts fonts;
  ImFontAtlas atlas;
  fonts.build(atlas, 1, true);
  const auto has = [&](Font font, ImWchar code) {
    return fonts[font].font->FindGlyphNoFallback(code) != nullptr;
  };
  EXPECT_FALSE(has(Font::semibold_13, 0x416));
  fonts.want(
      {{Font::semibold_13, U'\u0416'}, {Font::mono_12, U'\u4e2d'}, {Font::mono_12, U'\ud55c'}});
  EXPECT_TRUE(fonts.misses_wanted());
  fonts.build(atlas, 1, true);
  EXPECT_FALSE(fonts.misses_wanted());
  EXPECT_TRUE(fonts.problems().empty());
  EXPECT_TRUE(has(Font::semibold_13, 0x416));
  EXPECT_TRUE(has(Font::semibold_13, 0x430)) << "a neighbour in the alphabet";
  EXPECT_TRUE(has(Font::mono_12, 0x4E2D)) << "from the East Asian face";
  EXPECT_TRUE(has(Font::mono_12, 0xD55C)) << "Korean too";
  EXPECT_FALSE(has(Font::mono_12, 0x4E2E)) << "not a neighbour";
  EXPECT_FALSE(has(Font::regular_13, 0x4E2D)) << "another font";
  fonts.want({{Font::mono_12, U'\u4e2d'}});
  EXPECT_FALSE(fonts.misses_wanted());
}

TEST(Fonts, AskOnceForACharacterThatNoFaceHas) {
  Fonts fonts(FontFolders{.east_asian = "/nowhere"});
  ImFontAtlas atlas;
  const RareCharacter nowhere{Font::regular_13, U'\u4e2d'};
  fonts.want({nowhere});
  fonts.build(atlas, 1, true);
  EXPECT_EQ(fonts.problems().size(), 1U);
  EXPECT_TRUE(fonts.is_wanted(nowhere));
  fonts.want({nowhere});
  EXPECT_FALSE(fonts.misses_wanted());
}

TEST(Fonts, DropWhatWasWantedWhenThereIsTooMuch) {
  Fonts fonts;
  const RareCharacter early{Font::regular_13, U'\u3042'};
  fonts.want({early});
  RareCharacters many;
  for (char32_t code = 0x4E00; code < 0x4E00 + 8000; ++code) many.insert({Font::regular_12, code});
  fonts.want(many);
  EXPECT_FALSE(fonts.is_wanted(early));
  EXPECT_TRUE(fonts.is_wanted({Font::regular_12, 0x4E00}));
}

TEST(Fonts, ComeToRestWhenTooMuchIsShownAtOnce) {
  Fonts fonts;
  ImFontAtlas atlas;
  int builds = 0;
  for (int frame = 0; frame < 20; ++frame) {
    for (const Font font : {Font::regular_12, Font::mono_12}) {
      RareCharacters shown;
      for (char32_t code = 0x4E00; code < 0x4E00 + 4500; ++code)
        if (!fonts.is_wanted({font, code})) shown.insert({font, code});
      fonts.want(shown);
    }
    if (!fonts.misses_wanted()) continue;
    fonts.build(atlas, 0.2F, true);
    ++builds;
  }
  EXPECT_LE(builds, 2);
}

}  // namespace
}  // namespace orchard::app::ui
