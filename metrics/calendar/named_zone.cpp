#include "metrics/calendar/named_zone.h"

#include "core/io/file.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace orchard::metrics {

using core::Timestamp;
using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

namespace {

/// "Europe/Berlin", "Etc/GMT+3": of characters that lead nowhere else.
bool is_zone_name(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  return !name.empty() && name.size() <= kLongest && !name.starts_with('/') &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '/' || c == '_' || c == '+' || c == '-';
         });
}

}  // namespace

/// Reads the numbers of a zone file, which have their first byte first.
class NamedZone::Reader {
 public:
  explicit Reader(std::string_view file) : rest_(file) {}

  struct Counts {
    std::size_t marks_of_utc, marks_of_standard, leaps, changes, kinds, letters;
  };

  std::optional<Counts> take_head() {
    constexpr std::size_t kHead = 44;
    if (rest_.size() < kHead || !rest_.starts_with("TZif") || rest_[4] < '2') return std::nullopt;
    rest_.remove_prefix(20);
    const auto count = [&] { return static_cast<std::size_t>(take_number(4)); };
    Counts counts{};
    for (std::size_t* one : {&counts.marks_of_utc, &counts.marks_of_standard, &counts.leaps,
                             &counts.changes, &counts.kinds, &counts.letters})
      *one = count();
    return counts;
  }
  /// What is there of as many bytes.
  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  /// Of four or eight bytes; fewer are none.
  static std::int64_t number(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
    return bytes.size() == 4 ? std::int64_t{static_cast<std::int32_t>(value)}
                             : static_cast<std::int64_t>(value);
  }

 private:
  std::uint32_t take_number(std::size_t size) {
    return static_cast<std::uint32_t>(number(take(size)));
  }

  std::string_view rest_;
};

std::optional<NamedZone> NamedZone::find(std::string_view name) {
  if (!is_zone_name(name)) return std::nullopt;
  // It needs no file, and machines without any have it too.
  if (name == "UTC") return NamedZone();
  const char* folder = std::getenv("TZDIR");
  const bool is_set = folder != nullptr && *folder != '\0';
  const std::filesystem::path zones = is_set ? folder : "/usr/share/zoneinfo";
  std::error_code missing;
  if (!std::filesystem::is_regular_file(zones / name, missing)) return std::nullopt;
  const auto file = core::read_file(zones / name);
  return file ? parse(*file) : std::nullopt;
}

std::optional<NamedZone> NamedZone::parse(std::string_view file) {
  Reader reader(file);
  const auto old = reader.take_head();
  if (!old) return std::nullopt;
  // The same in numbers of four bytes, for readers that know no others.
  reader.take(old->changes * 5 + old->kinds * 6 + old->letters + old->leaps * 8 +
              old->marks_of_standard + old->marks_of_utc);
  const auto counts = reader.take_head();
  if (!counts) return std::nullopt;
  const std::string_view times = reader.take(counts->changes * 8);
  const std::string_view which = reader.take(counts->changes);
  const std::string_view kinds = reader.take(counts->kinds * 6);
  if (which.size() < counts->changes || kinds.size() < 6 || kinds.size() < counts->kinds * 6)
    return std::nullopt;
  const auto offset_of = [&](std::size_t kind) {
    return seconds(Reader::number(kinds.substr(kind * 6, 4)));
  };
  NamedZone zone;
  zone.first_ = offset_of(0);
  for (std::size_t i = 0; i < counts->changes; ++i) {
    const std::size_t kind = static_cast<unsigned char>(which[i]);
    if (kind >= counts->kinds) return std::nullopt;
    zone.changes_.push_back(
        {sys_seconds(seconds(Reader::number(times.substr(i * 8, 8)))), offset_of(kind)});
  }
  reader.take(counts->letters + counts->leaps * 12 + counts->marks_of_standard +
              counts->marks_of_utc);
  std::string_view foot = reader.rest();
  if (foot.size() < 2 || foot.front() != '\n' || foot.back() != '\n') return std::nullopt;
  foot = foot.substr(1, foot.size() - 2);
  if (foot.empty()) return zone;
  zone.after_ = ZoneRule::parse(foot);
  return zone.after_ ? std::optional(std::move(zone)) : std::nullopt;
}

seconds NamedZone::offset_at(sys_seconds at) const {
  const auto next = std::ranges::upper_bound(changes_, at, {}, &Change::at);
  if (next == changes_.end() && after_) return after_->offset_at(at);
  return next == changes_.begin() ? first_ : std::prev(next)->offset;
}

std::optional<Timestamp> NamedZone::first_after(Timestamp after, const ShownTime& shown) const {
  const auto now = std::chrono::floor<seconds>(after);
  const auto today = std::chrono::floor<days>(now + offset_at(now));
  // A clock that is set back shows a time twice: with the offset before and with the one behind.
  const auto moment_on = [&](sys_days day) -> std::optional<Timestamp> {
    const sys_seconds wall = day + shown.time;
    for (const seconds near : {offset_at(wall - days(1)), offset_at(wall + days(1))}) {
      const sys_seconds at = wall - near;
      if (offset_at(at) == near && at > after) return Timestamp(at);
    }
    return std::nullopt;
  };
  if (!shown.day) {
    for (const days ahead : {days(0), days(1), days(2)})
      if (const auto found = moment_on(today + ahead)) return found;
    return std::nullopt;
  }
  const auto year = std::chrono::year_month_day(today).year();
  for (const auto date : {year / *shown.day, (year + std::chrono::years(1)) / *shown.day}) {
    if (!date.ok()) continue;
    if (const auto found = moment_on(date)) return found;
  }
  return std::nullopt;
}

}  // namespace orchard::metrics
