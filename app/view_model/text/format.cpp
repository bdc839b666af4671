#include "app/view_model/text/format.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::string_view kMinus = "\u2212";
constexpr std::string_view kUnknown = "\u2013";
constexpr std::int64_t kNanosPerDollar = 1'000'000'000;

std::uint64_t magnitude(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

std::string grouped(std::uint64_t value) {
  const std::string digits = fmt::format("{}", value);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

std::string_view minus_of(std::int64_t value) {
  return value < 0 ? kMinus : "";
}

// Tenths of the largest fitting unit, rounded half up, with its letter.
struct Scaled {
  std::uint64_t tenths = 0;
  std::string_view unit;
};

Scaled scale(std::uint64_t value) {
  struct Unit {
    std::uint64_t size;
    std::string_view letter;
  };
  constexpr std::array<Unit, 4> kUnits{
      {{1'000, "K"}, {1'000'000, "M"}, {1'000'000'000, "B"}, {1'000'000'000'000, "T"}}};
  Scaled result;
  for (const auto& unit : kUnits) {
    const std::uint64_t tenth = unit.size / 10;
    result = {value / tenth + (value % tenth >= (tenth + 1) / 2 ? 1U : 0U), unit.letter};
    // 999,950 rounds to 1000.0K, which is written 1.0M.
    if (result.tenths < 10'000) break;
  }
  return result;
}

// Dollars with `decimals` digits, rounded half up.
std::string dollars(std::int64_t nanos, int decimals) {
  std::uint64_t unit = kNanosPerDollar;
  for (int i = 0; i < decimals; ++i) unit /= 10;
  const std::uint64_t rounded = (magnitude(nanos) + unit / 2) / unit;
  const std::uint64_t per_dollar = kNanosPerDollar / unit;
  return fmt::format("{}${}.{:0{}}", minus_of(nanos), grouped(rounded / per_dollar),
                     rounded % per_dollar, decimals);
}

std::int64_t whole_seconds(core::Duration duration) {
  return std::max<std::int64_t>(0, duration.count()) / 1'000'000;
}

}  // namespace

std::string compact_number(std::int64_t value) {
  const std::uint64_t size = magnitude(value);
  if (size < 1'000) return fmt::format("{}{}", minus_of(value), size);
  const Scaled scaled = scale(size);
  return fmt::format("{}{}.{}{}", minus_of(value), scaled.tenths / 10, scaled.tenths % 10,
                     scaled.unit);
}

std::string compact_limit(std::int64_t value) {
  std::string text = compact_number(value);
  const auto zero = text.find(".0");
  if (zero != std::string::npos) text.erase(zero, 2);
  return text;
}

std::string grouped_number(std::int64_t value) {
  return fmt::format("{}{}", minus_of(value), grouped(magnitude(value)));
}

std::string additions_text(std::int64_t lines) {
  return fmt::format("+{}", grouped(magnitude(lines)));
}

std::string deletions_text(std::int64_t lines) {
  return fmt::format("{}{}", kMinus, grouped(magnitude(lines)));
}

std::string signed_number(std::int64_t value) {
  return value < 0 ? deletions_text(value) : additions_text(value);
}

std::string money(core::Cost cost) {
  const std::uint64_t size = magnitude(cost.nano_dollars);
  if (size == 0 || size >= kNanosPerDollar / 100) return dollars(cost.nano_dollars, 2);
  if (size < kNanosPerDollar / 20'000) return "<$0.0001";
  return dollars(cost.nano_dollars, 4);
}

std::string money_fine(core::Cost cost) {
  return dollars(cost.nano_dollars, 4);
}

std::string money_about(core::Cost cost, bool holds_estimate) {
  return holds_estimate ? kEstimateSign + money(cost) : money(cost);
}

std::string money_exact(core::Cost cost) {
  std::string text = dollars(cost.nano_dollars, 9);
  const auto point = text.find('.');
  while (text.size() > point + 3 && text.back() == '0') text.pop_back();
  return text;
}

std::string percent(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::string(kUnknown);
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  std::int64_t rounded = std::llround(share);
  if (rounded >= 100 && part < whole) rounded = 99;
  if (rounded <= 0 && part > 0) return "<1%";
  return fmt::format("{}%", rounded);
}

std::string elapsed(core::Duration duration) {
  const std::int64_t s = whole_seconds(duration);
  if (s < 60) return fmt::format("{}s", s);
  if (s < 3600) return fmt::format("{}m {:02}s", s / 60, s % 60);
  if (s < 86400) return fmt::format("{}h {:02}m", s / 3600, s / 60 % 60);
  return fmt::format("{}d {}h", s / 86400, s / 3600 % 24);
}

std::string elapsed_words(core::Duration duration) {
  const std::int64_t s = whole_seconds(duration);
  if (s < 1) return "under 1 s";
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {} s", s / 60, s % 60);
  return fmt::format("{} h {} min", s / 3600, s / 60 % 60);
}

std::string relative_time(core::Timestamp at, core::Timestamp now) {
  const std::int64_t s = whole_seconds(now - at);
  if (s < 60) return "just now";
  if (s < 3600) return fmt::format("{} m ago", s / 60);
  if (s < 86400) return fmt::format("{} h ago", s / 3600);
  const long days = days_between(at, now);
  if (days <= 1) return "yesterday";
  if (days <= 30) return fmt::format("{} d ago", days);
  return calendar_date(at);
}

std::string age(core::Timestamp at, core::Timestamp now) {
  const std::int64_t s = whole_seconds(now - at);
  if (s < 60) return "now";
  if (s < 3600) return fmt::format("{} m", s / 60);
  if (s < 86400) return fmt::format("{} h", s / 3600);
  if (s < 30 * 86400) return fmt::format("{} d", s / 86400);
  return fmt::format("{} w", s / (7 * 86400));
}

std::string counted(std::int64_t count, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", grouped_number(count), count == 1 ? singular : plural);
}

std::string path_inside(std::string_view path, std::string_view folder) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.remove_suffix(1);
  const bool below = !folder.empty() && path.size() > folder.size() + 1 &&
                     path.starts_with(folder) && path[folder.size()] == '/';
  if (!below) return std::string(path);
  const std::string_view rest = path.substr(folder.size() + 1);
  const bool climbs = rest == ".." || rest.starts_with("../") || rest.ends_with("/..") ||
                      rest.find("/../") != std::string_view::npos;
  return std::string(climbs ? path : rest);
}

std::string shorten_path(std::string_view path, std::size_t limit) {
  const std::size_t length = count_characters(path);
  if (length <= limit) return std::string(path);
  const auto slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash);
  const std::size_t name_length = count_characters(name);
  if (slash == std::string_view::npos || name_length + 2 > limit) return truncate(name, limit);
  return truncate(path.substr(0, slash), limit - name_length) + std::string(name);
}

}  // namespace orchard::app
