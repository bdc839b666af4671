#include "metrics/line/json_cursor.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace orchard::metrics {

namespace {

enum CharacterKind : std::uint8_t { kOther = 0, kBlank, kQuote, kOpen, kClose, kSeparator };

constexpr std::array<std::uint8_t, 256> kKinds = [] {
  std::array<std::uint8_t, 256> kinds{};
  for (const char c : {' ', '\t', '\r', '\n'}) kinds[static_cast<unsigned char>(c)] = kBlank;
  for (const char c : {'{', '['}) kinds[static_cast<unsigned char>(c)] = kOpen;
  for (const char c : {'}', ']'}) kinds[static_cast<unsigned char>(c)] = kClose;
  for (const char c : {',', ':'}) kinds[static_cast<unsigned char>(c)] = kSeparator;
  kinds[static_cast<unsigned char>('"')] = kQuote;
  return kinds;
}();

std::uint8_t kind_of(char c) {
  return kKinds[static_cast<unsigned char>(c)];
}

/// The quote that ends a string whose body begins at `body`; null when none does.
const char* closing_quote(const char* body, const char* end) {
  for (const char* from = body;;) {
    const auto* quote =
        static_cast<const char*>(std::memchr(from, '"', static_cast<std::size_t>(end - from)));
    if (quote == nullptr) return nullptr;
    const char* escape = quote;
    while (escape > body && escape[-1] == '\\') --escape;
    if ((quote - escape) % 2 == 0) return quote;
    from = quote + 1;
  }
}

/// Removes the digits at the beginning; gives how many they were.
std::size_t cut_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count;
}

bool is_number(std::string_view token) {
  if (token.starts_with('-')) token.remove_prefix(1);
  const bool leading_zero = token.starts_with('0');
  const std::size_t whole = cut_digits(token);
  if (whole == 0 || (leading_zero && whole > 1)) return false;
  if (token.starts_with('.')) {
    token.remove_prefix(1);
    if (cut_digits(token) == 0) return false;
  }
  if (token.starts_with('e') || token.starts_with('E')) {
    token.remove_prefix(1);
    if (token.starts_with('+') || token.starts_with('-')) token.remove_prefix(1);
    if (cut_digits(token) == 0) return false;
  }
  return token.empty();
}

}  // namespace

bool JsonCursor::fail() {
  failed_ = true;
  at_ = end_;
  return false;
}

void JsonCursor::skip_blank() {
  while (at_ != end_ && kind_of(*at_) == kBlank) ++at_;
}

void JsonCursor::skip_string() {
  const char* quote = closing_quote(at_ + 1, end_);
  if (quote != nullptr)
    at_ = quote + 1;
  else
    fail();
}

void JsonCursor::skip_container() {
  std::size_t depth = 0;
  while (at_ != end_) {
    switch (kind_of(*at_)) {
      case kQuote:
        skip_string();
        break;
      case kOpen:
        ++depth;
        ++at_;
        break;
      case kClose:
        ++at_;
        if (--depth == 0) return;
        break;
      default:
        ++at_;
    }
  }
  fail();
}

void JsonCursor::skip_scalar() {
  const char* begin = at_;
  while (at_ != end_ && kind_of(*at_) == kOther) ++at_;
  const std::string_view token(begin, static_cast<std::size_t>(at_ - begin));
  if (token != "null" && token != "true" && token != "false" && !is_number(token)) fail();
}

bool JsonCursor::enter(char open) {
  skip_blank();
  if (at_ == end_ || *at_ != open) return false;
  ++at_;
  at_first_ = true;
  return true;
}

/// Steps to what follows in a container, or out of it.
bool JsonCursor::next(char close) {
  skip_blank();
  const bool first = at_first_;
  at_first_ = false;
  if (at_ != end_ && *at_ == close) {
    ++at_;
    return false;
  }
  if (first) return true;
  if (at_ == end_ || *at_ != ',') return fail();
  ++at_;
  skip_blank();
  return true;
}

bool JsonCursor::enter_object() {
  return enter('{');
}

bool JsonCursor::enter_array() {
  return enter('[');
}

bool JsonCursor::next_element() {
  return next(']');
}

bool JsonCursor::next_member(std::string_view& name) {
  if (!next('}')) return false;
  if (at_ == end_ || *at_ != '"') return fail();
  const char* begin = at_ + 1;
  skip_string();
  if (failed_) return false;
  name = std::string_view(begin, static_cast<std::size_t>(at_ - 1 - begin));
  skip_blank();
  if (at_ == end_ || *at_ != ':') return fail();
  ++at_;
  return true;
}

std::string_view JsonCursor::value() {
  skip_blank();
  const char* begin = at_;
  if (at_ == end_)
    fail();
  else if (*at_ == '"')
    skip_string();
  else if (kind_of(*at_) == kOpen)
    skip_container();
  else
    skip_scalar();
  if (failed_) return {};
  return {begin, static_cast<std::size_t>(at_ - begin)};
}

bool JsonCursor::finished() {
  skip_blank();
  return !failed_ && at_ == end_;
}

}  // namespace orchard::metrics
