#include "metrics/line/json_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace orchard::metrics {

namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

void append_utf8(std::string& text, std::uint32_t point) {
  const auto tail = [point](unsigned shift) {
    return static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
  };
  if (point < 0x80U) {
    text.push_back(static_cast<char>(point));
  } else if (point < 0x800U) {
    text.push_back(static_cast<char>(0xC0U | (point >> 6U)));
    text.push_back(tail(0));
  } else if (point < 0x10000U) {
    text.push_back(static_cast<char>(0xE0U | (point >> 12U)));
    text.push_back(tail(6));
    text.push_back(tail(0));
  } else {
    text.push_back(static_cast<char>(0xF0U | (point >> 18U)));
    text.push_back(tail(12));
    text.push_back(tail(6));
    text.push_back(tail(0));
  }
}

/// The length of the sound UTF-8 sequence at the beginning; 0 when there is none.
std::size_t sound_sequence(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t lead = byte(0);
  const std::size_t length = lead < 0x80U                    ? 1
                             : lead >= 0xC2U && lead < 0xE0U ? 2
                             : lead >= 0xE0U && lead < 0xF0U ? 3
                             : lead >= 0xF0U && lead < 0xF5U ? 4
                                                             : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  // What a shorter sequence could say, surrogates, and what is beyond Unicode.
  if ((lead == 0xE0U && byte(1) < 0xA0U) || (lead == 0xEDU && byte(1) >= 0xA0U) ||
      (lead == 0xF0U && byte(1) < 0x90U) || (lead == 0xF4U && byte(1) >= 0x90U))
    return 0;
  return length;
}

/// The unit of "\uXXXX" at the beginning of `text`.
std::optional<std::uint32_t> escaped_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  std::uint32_t unit = 0;
  for (const char c : text.substr(2, 4)) {
    const std::uint32_t digit = c >= '0' && c <= '9'   ? static_cast<std::uint32_t>(c - '0')
                                : c >= 'a' && c <= 'f' ? static_cast<std::uint32_t>(c - 'a' + 10)
                                : c >= 'A' && c <= 'F' ? static_cast<std::uint32_t>(c - 'A' + 10)
                                                       : 16U;
    if (digit > 15U) return std::nullopt;
    unit = unit * 16U + digit;
  }
  return unit;
}

/// One escape: what it means and how long it is.
struct Escape {
  std::uint32_t point = kReplacement;
  std::size_t length = 1;
  bool known = false;  ///< else it is no escape of JSON
};

/// The escape at the beginning of `text`. A lone surrogate means U+FFFD.
Escape read_escape(std::string_view text) {
  if (const auto unit = escaped_unit(text)) {
    const bool high = *unit >= 0xD800U && *unit < 0xDC00U;
    const auto low = high ? escaped_unit(text.substr(6)) : std::nullopt;
    if (low && *low >= 0xDC00U && *low < 0xE000U)
      return {0x10000U + ((*unit - 0xD800U) << 10U) + (*low - 0xDC00U), 12, true};
    return {*unit >= 0xD800U && *unit < 0xE000U ? kReplacement : *unit, 6, true};
  }
  constexpr std::string_view kNames = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t known = text.size() > 1 ? kNames.find(text[1]) : std::string_view::npos;
  if (known == std::string_view::npos) return {};
  return {static_cast<std::uint32_t>(kMeanings[known]), 2, true};
}

bool means_replacement(std::string_view escape) {
  return escaped_unit(escape) == kReplacement;
}

}  // namespace

std::string_view json_text(std::string_view token, std::string& scratch) {
  if (token.size() < 2 || token.front() != '"' || token.back() != '"') return {};
  const std::string_view body = token.substr(1, token.size() - 2);
  const bool plain = std::all_of(body.begin(), body.end(), [](char c) {
    return c != '\\' && static_cast<unsigned char>(c) < 0x80U;
  });
  if (plain) return body;
  const std::size_t begin = scratch.size();
  for (std::size_t i = 0; i < body.size();) {
    const std::string_view rest = body.substr(i);
    if (rest[0] == '\\') {
      const Escape escape = read_escape(rest);
      append_utf8(scratch, escape.point);
      i += escape.length;
    } else if (const std::size_t length = sound_sequence(rest); length > 0) {
      scratch.append(rest, 0, length);
      i += length;
    } else {
      append_utf8(scratch, kReplacement);
      ++i;
    }
  }
  return std::string_view(scratch).substr(begin);
}

JsonTextFaults find_text_faults(std::string_view json) {
  JsonTextFaults faults;
  for (std::size_t i = 0; i < json.size();) {
    const auto byte = static_cast<unsigned char>(json[i]);
    if (byte == '\\') {
      const Escape escape = read_escape(json.substr(i));
      faults.syntax |= !escape.known;
      faults.unicode |= escape.point == kReplacement && !means_replacement(json.substr(i));
      i += escape.length;
    } else if (byte < 0x80U) {
      faults.syntax |= byte < 0x20U && byte != '\t' && byte != '\r' && byte != '\n';
      ++i;
    } else {
      const std::size_t length = sound_sequence(json.substr(i));
      faults.unicode |= length == 0;
      i += std::max<std::size_t>(length, 1);
    }
  }
  return faults;
}

}  // namespace orchard::metrics
