#include "app/shell/window/key_feed.h"

#include <string>

#include <gtest/gtest.h>

namespace orchard::app::shell {
namespace {

constexpr int kControl = 341;
constexpr int kEnter = 257;

// "a" presses, "A" releases the key a, "'a" is the character, "^" and "v" are Control.
void post(KeyFeed& feed, const std::string& events) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    const char c = events[i];
    if (c == '\'') {
      feed.post({.character = static_cast<unsigned int>(events[++i])});
    } else if (c == '^' || c == 'v') {
      feed.post({.key = kControl, .action = c == '^' ? 1 : 0});
    } else if (c == '\n') {
      feed.post({.key = kEnter, .action = 1});
    } else {
      const bool releases = c >= 'A' && c <= 'Z';
      feed.post({.key = releases ? c : c - 'a' + 'A', .action = releases ? 0 : 1});
    }
  }
}

std::string text_of(const std::vector<KeyEvent>& events) {
  std::string text;
  for (const KeyEvent& event : events) {
    if (event.character != 0) {
      text += '\'';
      text += static_cast<char>(event.character);
    } else if (event.key == kControl) {
      text += event.action == 1 ? '^' : 'v';
    } else if (event.key == kEnter) {
      text += '\n';
    } else {
      text += static_cast<char>(event.action == 0 ? event.key : event.key - 'A' + 'a');
    }
  }
  return text;
}

TEST(KeyFeed, GivesOneKeyAFrame) {
  struct Case {
    const char* events;
    const char* frames;  ///< parted by |
  };
  const Case cases[] = {
      {"", ""},
      {"aA", "a|A"},
      {"a'aAb'bB", "a'aAb'b|B"},
      {"a'aA\n", "a'a|A\n"},
      {"a'ab'b\nc'c", "a'ab'b|\n|c'c"},
      {"^cCv", "^c|Cv"},
      {"^cCvb'bB", "^c|Cvb'b|B"},
      {"a'ab'bAB", "a'ab'b|AB"},
      {"a'a\n", "a'a|\n"},
      {"^v", "^|v"},
  };
  for (const auto& [events, frames] : cases) {
    KeyFeed feed;
    post(feed, events);
    std::string seen;
    while (!feed.empty()) {
      if (!seen.empty()) seen += '|';
      seen += text_of(feed.take());
    }
    EXPECT_EQ(seen, frames) << events;
    EXPECT_TRUE(feed.take().empty());
  }
}

}  // namespace
}  // namespace orchard::app::shell
