#include "app/view_model/text/displayable.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using namespace std::string_view_literals;

TEST(Displayable, MakesForeignBytesHarmless) {
  struct Case {
    std::string_view foreign;
    std::string_view shown;
  };
  const Case cases[] = {
      {"plain %s text"sv, "plain %s text"sv},
      {"a\r\nb\tc\n"sv, "a\nb\tc\n"sv},
      {"caf\u00e9 \u2192 \u4e2d"sv, "caf\u00e9 \u2192 \u4e2d"sv},
      {"\x1b[1;31mred\x1b[0m"sv, "red"sv},
      {"\x1b]0;title\aafter"sv, "after"sv},
      {"\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\"sv, "link"sv},
      {"\x1b]0;cut\nnext"sv, "0;cut\nnext"sv},
      {"end\x1b"sv, "end"sv},
      {"bell\a nul\0."sv, "bell\u25a1 nul\u25a1."sv},
      {"\xff\xfe ok"sv, "\u25a1\u25a1 ok"sv},
      {"\xc0\xaf"sv, "\u25a1\u25a1"sv},
      {"\xed\xa0\x80"sv, "\u25a1\u25a1\u25a1"sv},
      {"cut \xe2\x86"sv, "cut \u25a1\u25a1"sv},
      {"\U0001F600!"sv, "\u25a1!"sv},
      {"a\u200b\ufe0fb"sv, "ab"sv},
      {"evil\u202etxt"sv, "evil\u25a1txt"sv},
      {""sv, ""sv},
  };
  for (const auto& [foreign, shown] : cases) EXPECT_EQ(displayable(foreign), shown);
}

TEST(Displayable, PutsTextOnOneLine) {
  EXPECT_EQ(displayable_line("  a\n\n  b\tc "), "a b c");
  EXPECT_EQ(displayable_line(" \n "), "");
}

TEST(Displayable, TruncatesByCharacters) {
  EXPECT_EQ(truncate("caf\u00e9", 4), "caf\u00e9");
  EXPECT_EQ(truncate("caf\u00e9s", 4), "caf\u2026");
  EXPECT_EQ(truncate("\u00e9\u00e9\u00e9", 2), "\u00e9\u2026");
  EXPECT_EQ(truncate("abc", 0), "");
  EXPECT_EQ(truncate("", 3), "");
  EXPECT_EQ(count_characters("caf\u00e9\xff"), 5U);
}

TEST(Displayable, ReadsBackWhatItWrites) {
  for (const char32_t c : {U'a', U'\u00e9', U'\u2192', U'\U0001F600'}) {
    std::string text;
    append_utf8(text, c);
    std::size_t offset = 0;
    EXPECT_EQ(next_character(text, offset), c);
    EXPECT_EQ(offset, text.size());
  }
}

}  // namespace
}  // namespace orchard::app
