#include "app/ui/editor/text_editor.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace orchard::app::ui {
namespace {

std::string drawn(std::string_view text, float width) {
  std::string lines;
  for (const auto& line : wrap_text(text, width, [](char32_t) { return 1.0F; })) {
    lines += std::string(text.substr(line.begin, line.end - line.begin)) + "|";
  }
  return lines;
}

TEST(WrapText, BreaksAfterSpacesAndInsideLongWords) {
  struct Case {
    const char* text;
    float width;
    const char* lines;
  };
  const Case cases[] = {
      {"", 5, "|"},
      {"one two", 10, "one two|"},
      {"one two", 5, "one |two|"},
      {"one two three", 7, "one two |three|"},
      {"one  two", 4, "one  |two|"},
      {"abcdefgh", 3, "abc|def|gh|"},
      {"a bcdefgh i", 4, "a |bcde|fgh |i|"},
      {"a\nb\n", 5, "a|b||"},
      {"caf\u00e9\u00e9\u00e9", 4, "caf\u00e9|\u00e9\u00e9|"},
      {"ab", 0.5F, "a|b|"},
      {"\xff\xfe\xfd", 2, "\xff\xfe|\xfd|"},
  };
  for (const auto& [text, width, lines] : cases) EXPECT_EQ(drawn(text, width), lines) << text;
}

TEST(WrapText, LosesNothing) {
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (auto n = random() % 60; n > 0; --n) text += "ab  \n\xc3\xa9"[random() % 7];
    const auto lines = wrap_text(text, 6, [](char32_t) { return 1.0F; });
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(lines.front().begin, 0U);
    EXPECT_EQ(lines.back().end, text.size());
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const auto gap = lines[i].begin - lines[i - 1].end;
      EXPECT_TRUE(gap == 0 || (gap == 1 && text[lines[i - 1].end] == '\n'));
    }
  }
}

TEST(TextEditor, InsertsAndErasesWholeCharacters) {
  TextEditor editor;
  editor.reset("caf\u00e9");
  editor.erase_back(false);
  EXPECT_EQ(editor.text(), "caf");
  editor.insert("\u00e9 au lait");
  EXPECT_EQ(editor.text(), "caf\u00e9 au lait");
  editor.erase_back(true);
  EXPECT_EQ(editor.text(), "caf\u00e9 au ");
  editor.place(0, false);
  editor.erase_forward(false);
  EXPECT_EQ(editor.text(), "af\u00e9 au ");
  editor.erase_forward(true);
  EXPECT_EQ(editor.text(), "au ");
  editor.erase_back(false);
  EXPECT_EQ(editor.text(), "au ");
}

TEST(TextEditor, ReplacesTheSelection) {
  TextEditor editor;
  editor.reset("one two three");
  editor.place(4, false);
  editor.move_right(true, true);
  EXPECT_EQ(editor.selected(), "two ");
  editor.insert("2 ");
  EXPECT_EQ(editor.text(), "one 2 three");
  EXPECT_FALSE(editor.has_selection());
  editor.select_word(1);
  EXPECT_EQ(editor.selected(), "one");
  editor.move_left(false, false);
  EXPECT_EQ(editor.caret(), 0U);
  editor.select_all();
  editor.erase_back(false);
  EXPECT_EQ(editor.text(), "");
}

TEST(TextEditor, UndoesTypingByWords) {
  TextEditor editor;
  for (const char* c : {"o", "n", "e", " ", "t", "w", "o"}) editor.insert(c);
  editor.undo();
  EXPECT_EQ(editor.text(), "one ");
  editor.undo();
  EXPECT_EQ(editor.text(), "one");
  editor.undo();
  EXPECT_EQ(editor.text(), "");
  editor.undo();
  editor.redo();
  editor.redo();
  EXPECT_EQ(editor.text(), "one ");
  editor.insert("x");
  editor.redo();
  EXPECT_EQ(editor.text(), "one x");
}

TEST(TextEditor, KeepsTheCaretBetweenCharacters) {
  std::mt19937 random(13);
  TextEditor editor;
  editor.reset("a\u00e9\u2192b \u00e9\n");
  for (int step = 0; step < 2'000; ++step) {
    switch (random() % 8) {
      case 0:
        editor.insert("\u2192");
        break;
      case 1:
        editor.erase_back(random() % 2 == 0);
        break;
      case 2:
        editor.erase_forward(random() % 2 == 0);
        break;
      case 3:
        editor.place(random() % 40, random() % 2 == 0);
        break;
      case 4:
        editor.move_left(random() % 2 == 0, random() % 2 == 0);
        break;
      case 5:
        editor.move_right(random() % 2 == 0, random() % 2 == 0);
        break;
      case 6:
        editor.undo();
        break;
      default:
        editor.insert("x y");
        break;
    }
    if (editor.text().size() > 200) editor.reset("a\u00e9");
    for (const auto offset : {editor.selection_begin(), editor.selection_end()}) {
      ASSERT_LE(offset, editor.text().size());
      if (offset < editor.text().size()) {
        ASSERT_NE(static_cast<unsigned char>(editor.text()[offset]) & 0xC0U, 0x80U);
      }
    }
  }
}

}  // namespace
}  // namespace orchard::app::ui
