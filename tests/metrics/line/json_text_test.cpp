#include "metrics/line/json_text.h"

#include <string>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

TEST(JsonText, SaysWhatAStringMeans) {
  const struct {
    std::string token;
    std::string text;
  } cases[] = {
      {R"("plain")", "plain"},
      {R"("")", ""},
      {"7", ""},
      {"null", ""},
      {"\"", ""},
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("\u0041\u00df\u20ac\uD83D\uDE00")", "A\xC3\x9F\xE2\x82\xAC\xF0\x9F\x98\x80"},
      {R"("\ud83d")", "\xEF\xBF\xBD"},
      {R"("\ude00\ud83d")", "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {R"("\ud83d\u0041")",
       "\xEF\xBF\xBD"
       "A"},
      {R"("\u12")",
       "\xEF\xBF\xBD"
       "u12"},
      {R"("\x")",
       "\xEF\xBF\xBD"
       "x"},
      {"\"\xC3\xA9 \xF0\x9F\x98\x80\"", "\xC3\xA9 \xF0\x9F\x98\x80"},
      {"\"a\xFF"
       "b\"",
       "a\xEF\xBF\xBD"
       "b"},
      {"\"\xC0\xAF\"", "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\"\xED\xA0\x80\"", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\"\xE2\x82\"", "\xEF\xBF\xBD\xEF\xBF\xBD"},
  };
  for (const auto& c : cases) {
    std::string scratch;
    scratch.reserve(3 * c.token.size());
    const std::size_t room = scratch.capacity();
    EXPECT_EQ(json_text(c.token, scratch), c.text) << c.token;
    EXPECT_EQ(scratch.capacity(), room) << c.token;
  }
}

TEST(JsonText, LeavesPlainTextWhereItStands) {
  std::string scratch;
  const std::string token = R"("claude-opus-4-8")";
  EXPECT_EQ(json_text(token, scratch).data(), token.data() + 1);
  EXPECT_TRUE(scratch.empty());
}

TEST(JsonText, KeepsEarlierTextsInTheScratch) {
  std::string scratch;
  scratch.reserve(60);
  const auto first = json_text(R"("\u0041")", scratch);
  const auto second = json_text(R"("\u0042")", scratch);
  EXPECT_EQ(first, "A");
  EXPECT_EQ(second, "B");
}

}  // namespace
}  // namespace orchard::metrics
