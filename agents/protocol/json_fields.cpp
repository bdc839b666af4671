#include "agents/protocol/json_fields.h"

#include "core/io/line_framer.h"

#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

constexpr double kLargestExactDouble = 9007199254740992.0;  // 2^53
constexpr std::int64_t kLargestCount = 1'000'000'000'000;
constexpr std::string_view kReplacementEscape = "\\ufffd";

bool is_too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaximumJsonDepth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

/// The code unit of "\uXXXX" at `at`, none when it is something else.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  unsigned unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char c = text[i];
    unsigned digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<unsigned>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<unsigned>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
    unit = unit * 16 + digit;
  }
  return unit;
}

bool is_high_surrogate(unsigned unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low_surrogate(unsigned unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

/// JavaScript writes half a surrogate pair as an escape, which is no valid JSON text.
std::string replace_lone_surrogates(std::string_view text) {
  std::string repaired;
  repaired.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\') {
      repaired += text[i++];
      continue;
    }
    const auto unit = escaped_unit(text, i);
    const std::size_t length = unit ? 6 : 2;
    const auto next = unit ? escaped_unit(text, i + 6) : std::nullopt;
    if (unit && is_high_surrogate(*unit) && next && is_low_surrogate(*next)) {
      repaired += text.substr(i, 12);
      i += 12;
      continue;
    }
    const bool lone = unit && (is_high_surrogate(*unit) || is_low_surrogate(*unit));
    repaired += lone ? kReplacementEscape : text.substr(i, length);
    i += length;
  }
  return repaired;
}

}  // namespace

std::optional<Json> parse_json(std::string_view text) {
  if (is_too_deep(text)) return std::nullopt;
  const std::string valid = core::to_valid_utf8(text);
  Json value = Json::parse(valid, nullptr, false);
  if (value.is_discarded() && valid.find("\\u") != std::string::npos)
    value = Json::parse(replace_lone_surrogates(valid), nullptr, false);
  if (value.is_discarded()) return std::nullopt;
  return value;
}

std::string write_json(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json* find_member(const Json& value, const char* key) {
  if (!value.is_object()) return nullptr;
  const auto found = value.find(key);
  return found == value.end() ? nullptr : &*found;
}

const Json& children(const Json& value, const char* key) {
  static const Json kNone = Json::array();
  const Json* member = find_member(value, key);
  return member != nullptr && member->is_structured() ? *member : kNone;
}

std::string text_value(const Json& value) {
  if (!value.is_string()) return {};
  const auto& text = value.get_ref<const std::string&>();
  if (text.find('\0') == std::string::npos) return text;
  std::string clean;
  for (const char c : text) {
    if (c == '\0') {
      clean += "\xEF\xBF\xBD";
    } else {
      clean += c;
    }
  }
  return clean;
}

std::string text_member(const Json& value, const char* key) {
  const Json* member = find_member(value, key);
  return member == nullptr ? std::string{} : text_value(*member);
}

bool flag_member(const Json& value, const char* key) {
  const Json* member = find_member(value, key);
  return member != nullptr && member->is_boolean() && member->get<bool>();
}

std::optional<double> number_member(const Json& value, const char* key) {
  const Json* member = find_member(value, key);
  if (member == nullptr || !member->is_number()) return std::nullopt;
  const auto number = member->get<double>();
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<std::int64_t> integer_member(const Json& value, const char* key) {
  const Json* member = find_member(value, key);
  if (member == nullptr || !member->is_number()) return std::nullopt;
  if (member->is_number_unsigned()) {
    const auto number = member->get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (member->is_number_integer()) return member->get<std::int64_t>();
  const auto number = member->get<double>();
  if (!std::isfinite(number) || std::abs(number) > kLargestExactDouble) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::int64_t count_member(const Json& value, const char* key) {
  const std::int64_t count = integer_member(value, key).value_or(0);
  return count < 0 || count > kLargestCount ? 0 : count;
}

std::string json_member(const Json& value, const char* key) {
  const Json* member = find_member(value, key);
  return member == nullptr || member->is_null() ? std::string{} : write_json(*member);
}

}  // namespace orchard::agents
