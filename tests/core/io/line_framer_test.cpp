#include "core/io/line_framer.h"

#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::core {
namespace {

struct Seen {
  std::string text;
  std::uint64_t end;
  bool too_long;
  bool operator==(const Seen&) const = default;
};

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << '"' << seen.text << "\" " << seen.end << (seen.too_long ? " too long" : "");
}

std::vector<Seen> feed_all(LineFramer& framer, const std::vector<std::string>& chunks) {
  std::vector<Seen> seen;
  for (const std::string& chunk : chunks)
    framer.feed(chunk, [&](const LineFramer::Line& line) {
      seen.push_back({std::string(line.text), line.end, line.too_long});
    });
  return seen;
}

/// The rules in their plainest form, byte by byte.
std::vector<Seen> reference(const std::string& stream, std::size_t limit) {
  std::vector<Seen> seen;
  std::string line;
  for (std::size_t i = 0; i < stream.size(); ++i) {
    if (stream[i] != '\n') {
      line += stream[i];
      continue;
    }
    const bool too_long = line.size() > limit;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    seen.push_back({too_long ? "" : line, i + 1, too_long});
    line.clear();
  }
  return seen;
}

TEST(LineFramer, CutsWhateverTheSplit) {
  const struct {
    std::vector<std::string> chunks;
    std::vector<Seen> lines;
    std::size_t pending;
  } cases[] = {
      {{""}, {}, 0},
      {{"a"}, {}, 1},
      {{"a\n"}, {{"a", 2, false}}, 0},
      {{"a\nb\nc"}, {{"a", 2, false}, {"b", 4, false}}, 1},
      {{"a", "b", "\n", "c\n"}, {{"ab", 3, false}, {"c", 5, false}}, 0},
      {{"a\r\nb\r", "\n"}, {{"a", 3, false}, {"b", 6, false}}, 0},
      {{"\n\n", "\r\n"}, {{"", 1, false}, {"", 2, false}, {"", 4, false}}, 0},
      {{"a\rb\n"}, {{"a\rb", 4, false}}, 0},
      {{std::string("a\0b\n", 4)}, {{std::string("a\0b", 3), 4, false}}, 0},
  };
  for (const auto& c : cases) {
    LineFramer framer;
    EXPECT_EQ(feed_all(framer, c.chunks), c.lines);
    EXPECT_EQ(framer.pending(), c.pending);
  }
}

TEST(LineFramer, SkipsLineOverLimit) {
  const struct {
    std::vector<std::string> chunks;
    std::vector<Seen> lines;
  } cases[] = {
      {{"abcd\n"}, {{"abcd", 5, false}}},
      {{"abcde\nx\n"}, {{"", 6, true}, {"x", 8, false}}},
      {{"abc", "de", "fghij", "kl\nx\n"}, {{"", 13, true}, {"x", 15, false}}},
      {{"abcd", "\n"}, {{"abcd", 5, false}}},
      {{"abcd\r", "\n"}, {{"", 6, true}}},
      {{"abcd\r\n"}, {{"", 6, true}}},
  };
  for (const auto& c : cases) {
    LineFramer framer(0, 4);
    EXPECT_EQ(feed_all(framer, c.chunks), c.lines);
  }
}

TEST(LineFramer, HoldsNothingOfAnOverlongLine) {
  LineFramer framer(0, 4);
  EXPECT_TRUE(feed_all(framer, {"abcdefgh", "ijkl"}).empty());
  EXPECT_EQ(framer.pending(), 0U);
  EXPECT_EQ(framer.complete_until(), 0U);
}

TEST(LineFramer, CountsFromItsStart) {
  LineFramer framer(1000);
  EXPECT_EQ(framer.complete_until(), 1000U);
  EXPECT_THAT(feed_all(framer, {"abc\nde"}), testing::ElementsAre(Seen{"abc", 1004, false}));
  EXPECT_EQ(framer.complete_until(), 1004U);
}

TEST(LineFramer, AnyRandomSplitGivesTheSameLinesAndOffsets) {
  std::mt19937 random(20261121);
  constexpr std::string_view kAlphabet = "ab\n\n\r\xff";
  for (int round = 0; round < 3000; ++round) {
    std::string stream(random() % 60, ' ');
    for (char& byte : stream) byte = kAlphabet[random() % kAlphabet.size()];
    const std::size_t limit = random() % 12;
    std::vector<std::string> chunks;
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t length = random() % 9;
      chunks.push_back(stream.substr(at, length));
      at += chunks.back().size();
    }
    LineFramer framer(0, limit);
    const auto expected = reference(stream, limit);
    ASSERT_EQ(feed_all(framer, chunks), expected) << testing::PrintToString(stream);
    ASSERT_EQ(framer.complete_until(), expected.empty() ? 0 : expected.back().end);
  }
}

TEST(LineFramer, PassesALineOfSixteenMebibytes) {
  const std::string big(LineFramer::kDefaultLimit, 'x');
  LineFramer framer;
  const auto fits = feed_all(framer, {big.substr(0, 1000), big.substr(1000), "\n"});
  ASSERT_EQ(fits.size(), 1U);
  EXPECT_EQ(fits[0].text.size(), big.size());
  EXPECT_EQ(framer.pending(), 0U);
  const auto over = feed_all(framer, {big, "x\n"});
  ASSERT_EQ(over.size(), 1U);
  EXPECT_TRUE(over[0].too_long);
}

TEST(Utf8, ReplacesOnlyWhatIsBroken) {
  const struct {
    std::string text;
    std::string valid;
  } cases[] = {
      {"", ""},
      {"plain ASCII, longer than a word", "plain ASCII, longer than a word"},
      {"gr\u00fc\u00df \u20ac \U0001F333", "gr\u00fc\u00df \u20ac \U0001F333"},
      {"\u00fc then quite some more ASCII \u00fc", "\u00fc then quite some more ASCII \u00fc"},
      {"a\xff"
       "b",
       "a\ufffdb"},
      {"\xc3", "\ufffd"},
      {"\xe2\x82", "\ufffd"},
      {"\xe2\x82"
       "A",
       "\ufffdA"},
      {"\xf0\x9f\x8c"
       "tree",
       "\ufffdtree"},
      {"\xc0\xaf", "\ufffd\ufffd"},
      {"\xe0\x80\x80", "\ufffd\ufffd\ufffd"},
      {"\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
      {"\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"},
      {"\xf5\x80", "\ufffd\ufffd"},
      {"\x80", "\ufffd"},
      {std::string("a\0b", 3), std::string("a\0b", 3)},
  };
  for (const auto& c : cases) EXPECT_EQ(to_valid_utf8(c.text), c.valid) << c.text;
}

TEST(Utf8, MakesRandomBytesValidAndThenKeepsThem) {
  std::mt19937 random(7);
  constexpr std::string_view kBytes = "aaaaaaaaaa\x80\xbf\xc2\xe0\xed\xf0\xf4\x90\x9f\xff";
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 40, ' ');
    for (char& byte : text) byte = kBytes[random() % kBytes.size()];
    const std::string valid = to_valid_utf8(text);
    ASSERT_EQ(to_valid_utf8(valid), valid);
  }
}

}  // namespace
}  // namespace orchard::core
