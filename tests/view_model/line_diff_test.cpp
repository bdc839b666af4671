#include "app/view_model/transcript/line_diff.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

std::string drawn(const LineDiff& diff) {
  std::string text;
  for (const auto& line : diff.lines) {
    constexpr const char* kMarks[] = {" ", "+", "-", "~"};
    text += kMarks[static_cast<int>(line.kind)] + line.text + "|";
  }
  return text;
}

TEST(LineDiff, ComparesByLines) {
  struct Case {
    const char* before;
    const char* after;
    const char* drawn;
  };
  const Case cases[] = {
      {"", "", ""},
      {"a\nb\n", "a\nb\n", ""},
      {"", "a\nb\n", "+a|+b|"},
      {"a\nb", "", "-a|-b|"},
      {"a\nb\nc", "a\nx\nc", " a|-b|+x| c|"},
      {"a\nb", "a\nb\n", ""},
      {"1\n2\n3\n4\n5\n6\n7", "1\n2\n3\nx\n5\n6\n7",
       "~|"
       " 3|-4|+x| 5|~|"},
      {"a\n\nb", "a\nb", " a|-| b|"},
  };
  for (const auto& [before, after, text] : cases) {
    EXPECT_EQ(drawn(diff_lines(before, after, 1)), text) << before << " to " << after;
  }
}

TEST(LineDiff, NumbersLinesOfBothSides) {
  const auto diff = diff_lines("a\nb\nc\n", "a\nc\nd\n", 3);
  ASSERT_EQ(diff.lines.size(), 4U);
  EXPECT_EQ(diff.lines[1], (DiffLine{DiffLine::Kind::deleted, 2, 0, "b"}));
  EXPECT_EQ(diff.lines[2], (DiffLine{DiffLine::Kind::same, 3, 2, "c"}));
  EXPECT_EQ(diff.lines[3], (DiffLine{DiffLine::Kind::added, 0, 3, "d"}));
}

TEST(LineDiff, RebuildsBothSidesOfRandomTexts) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const auto make = [&random] {
      std::string text;
      for (auto n = random() % 12; n > 0; --n) text += std::string(1, "abc"[random() % 3]) + "\n";
      return text;
    };
    const std::string before = make();
    const std::string after = make();
    std::string left;
    std::string right;
    for (const auto& line : diff_lines(before, after, 100).lines) {
      if (line.kind != DiffLine::Kind::added) left += line.text + "\n";
      if (line.kind != DiffLine::Kind::deleted) right += line.text + "\n";
    }
    if (before == after) continue;
    EXPECT_EQ(left, before);
    EXPECT_EQ(right, after);
  }
}

TEST(LineDiff, ReplacesWhatIsTooLargeToCompare) {
  std::string before;
  std::string after;
  for (int i = 0; i < 3'000; ++i) {
    before += "old" + std::to_string(i) + "\n";
    after += "new" + std::to_string(i) + "\n";
  }
  const auto diff = diff_lines(before, after, 2);
  EXPECT_EQ(diff.additions, 3'000);
  EXPECT_EQ(diff.deletions, 3'000);
}

}  // namespace
}  // namespace orchard::app
