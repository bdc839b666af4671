#include "core/io/line_framer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace orchard::core {
namespace {

/// A buffer that once held a huge line gives its memory back.
constexpr std::size_t kKeptCapacity = std::size_t{1} << 20U;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Utf8Step {
  std::size_t length;
  bool valid;
};

bool is_between(char byte, unsigned low, unsigned high) {
  const auto value = static_cast<unsigned char>(byte);
  return value >= low && value <= high;
}

/// The next character of non-empty `text`, or the longest start of one that is broken off: the
/// unit that Unicode (chapter 3, table 3-7) advises to replace.
Utf8Step next_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2 || lead > 0xF4) return {1, false};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (std::size_t i = 1; i < length; ++i) {
    const bool fits = i < text.size() &&
                      (i == 1 ? is_between(text[i], low, high) : is_between(text[i], 0x80, 0xBF));
    if (!fits) return {i, false};
  }
  return {length, true};
}

/// How many bytes at the front of `text` are ASCII, counted in whole words.
std::size_t ascii_words(std::string_view text) {
  std::size_t at = 0;
  std::uint64_t word = 0;
  for (; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  return at;
}

}  // namespace

LineFramer::LineFramer(std::uint64_t start, std::size_t limit)
    : limit_(limit), position_(start), complete_until_(start) {}

void LineFramer::feed(std::string_view bytes, const std::function<void(const Line&)>& on_line) {
  while (!bytes.empty()) {
    const std::size_t newline = bytes.find('\n');
    const std::string_view part = bytes.substr(0, newline);
    skipping_ = skipping_ || buffer_.size() + part.size() > limit_;
    if (newline == std::string_view::npos) {
      hold(part);
      return;
    }
    bytes.remove_prefix(newline + 1);
    position_ += newline + 1;
    complete_until_ = position_;
    finish_line(part, on_line);
  }
}

void LineFramer::hold(std::string_view part) {
  position_ += part.size();
  if (skipping_) {
    release_buffer();
  } else {
    buffer_.append(part);
  }
}

void LineFramer::finish_line(std::string_view tail,
                             const std::function<void(const Line&)>& on_line) {
  Line line{.text = tail, .end = position_, .too_long = skipping_};
  if (!skipping_ && !buffer_.empty()) {
    buffer_.append(tail);
    line.text = buffer_;
  }
  if (skipping_) line.text = {};
  if (line.text.ends_with('\r')) line.text.remove_suffix(1);
  skipping_ = false;
  on_line(line);
  release_buffer();
}

void LineFramer::release_buffer() {
  buffer_.clear();
  if (buffer_.capacity() > kKeptCapacity) buffer_.shrink_to_fit();
}

std::string to_valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    std::size_t sound = ascii_words(text);
    Utf8Step step{0, true};
    while (sound < text.size()) {
      step = next_character(text.substr(sound));
      if (!step.valid) break;
      sound += step.length;
      if (step.length == 1) sound += ascii_words(text.substr(sound));
    }
    valid.append(text.substr(0, sound));
    text.remove_prefix(sound);
    if (text.empty()) break;
    valid.append(kReplacement);
    text.remove_prefix(step.length);
  }
  return valid;
}

}  // namespace orchard::core
