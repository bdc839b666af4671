#include "app/ui/theme/theme.h"

#include "app/ui/theme/icons.h"
#include "app/ui/theme/theme_table.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace orchard::app::ui {
namespace {

TEST(Theme, EveryFileNamesEveryRoleAndNoOther) {
  ASSERT_EQ(theme_tables().size(), 3U);
  for (const ThemeTable& table : theme_tables()) {
    for (const Colour colour : all_colours()) {
      EXPECT_NE(std::ranges::find(table.colours, to_string(colour), &ThemeColour::role),
                table.colours.end())
          << table.name << " lacks " << to_string(colour);
    }
    EXPECT_EQ(table.colours.size(), kColourCount) << table.name;
  }
}

TEST(Theme, UnknownNameIsDark) {
  EXPECT_EQ(theme_named("plaid").name, "dark");
}

TEST(Theme, ContrastOfKnownPairs) {
  EXPECT_NEAR(contrast_ratio(0x000000FF, 0xFFFFFFFF), 21, 0.01);
  EXPECT_NEAR(contrast_ratio(0x777777FF, 0xFFFFFFFF), 4.48, 0.01);
  EXPECT_NEAR(contrast_ratio(0x336699FF, 0x336699FF), 1, 0.001);
}

struct Pair {
  Colour text;
  Colour ground;
};

std::vector<Pair> text_pairs() {
  using enum Colour;
  std::vector<Pair> pairs;
  for (const Colour words : {text, muted, faint}) {
    for (const Colour ground : {sunken, sidebar, bg, surface, raised}) {
      pairs.push_back({words, ground});
    }
  }
  for (const Colour words : {accent, warn, danger, info, added, deleted}) {
    for (const Colour ground : {sidebar, bg, surface}) pairs.push_back({words, ground});
  }
  for (const Colour words : {text, muted}) pairs.push_back({words, hover});
  for (const Colour words : {syntax_keyword, syntax_string, syntax_number, syntax_comment}) {
    pairs.push_back({words, sunken});
  }
  pairs.insert(pairs.end(), {{ink, accent},
                             {text, control},
                             {bg, warn},
                             {text, accent_back},
                             {text, warn_back},
                             {text, danger_back},
                             {text, info_back},
                             {danger, danger_back},
                             {badge_text_1, badge_1},
                             {badge_text_2, badge_2},
                             {badge_text_3, badge_3},
                             {badge_text_4, badge_4},
                             {text, diff_added},
                             {text, diff_deleted},
                             {text, word_added},
                             {text, word_deleted}});
  return pairs;
}

TEST(Theme, EveryTextPairMeetsWcagAa) {
  for (const std::string_view name : theme_names()) {
    const Theme theme = theme_named(name);
    for (const Pair& pair : text_pairs()) {
      EXPECT_GE(contrast_ratio(theme[pair.text], theme[pair.ground]), 4.5)
          << name << ": " << to_string(pair.text) << " on " << to_string(pair.ground);
    }
  }
}

TEST(Theme, OnlyTheLightOneIsLight) {
  EXPECT_TRUE(theme_named("dark").is_dark());
  EXPECT_TRUE(theme_named("high-contrast").is_dark());
  EXPECT_FALSE(theme_named("light").is_dark());
}

}  // namespace
}  // namespace orchard::app::ui
