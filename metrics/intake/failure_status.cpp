#include "metrics/intake/failure_status.h"

#include "metrics/line/json_cursor.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace orchard::metrics {

namespace {

struct Sign {
  std::string_view text;
  int status;
};
/// Kinds of errors that stand for one status, and what old versions said of a limit.
constexpr std::array<Sign, 5> kSigns{{
    {R"("error":"rate_limit")", 429},
    {R"("error":"authentication_failed")", 401},
    {R"("error":"invalid_request")", 400},
    {R"("error":"overloaded")", 529},
    {"usage limit reached|", 429},
}};

std::optional<int> told_status(std::string_view record) {
  constexpr std::string_view kError = R"("API Error: )";
  const std::size_t found = record.find(kError);
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view rest = record.substr(found + kError.size());
  int status = 0;
  const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), status);
  if (read.ec != std::errc() || status < 100 || status > 599) return std::nullopt;
  return status;
}

/// The last of several counts; empty: the object has none, or is none.
std::string_view member_of(std::string_view object, std::string_view wanted) {
  JsonCursor cursor(object);
  std::string_view found;
  std::string_view name;
  if (!cursor.enter_object()) return {};
  while (cursor.next_member(name)) {
    const std::string_view value = cursor.value();
    if (name == wanted) found = value;
  }
  return found;
}

}  // namespace

std::optional<int> failure_status(std::string_view record) {
  if (const auto status = told_status(record)) return status;
  const auto sign = std::ranges::find_if(
      kSigns, [&](const Sign& one) { return record.find(one.text) != std::string_view::npos; });
  return sign == kSigns.end() ? std::nullopt : std::optional(sign->status);
}

std::string_view failure_text(std::string_view record) {
  JsonCursor content(member_of(member_of(record, "message"), "content"));
  if (!content.enter_array() || !content.next_element()) return {};
  const std::string_view text = member_of(content.value(), "text");
  return text.starts_with('"') ? text : std::string_view();
}

}  // namespace orchard::metrics
