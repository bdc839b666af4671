#include "app/services/upkeep/steady_time.h"

#include "core/io/file.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace orchard::app {

TidyTimes note_tidying(const TidyTimes& known, core::Timestamp now) {
  if (now < known.latest) return {std::min(known.before, now), now};
  if (now - known.latest < std::chrono::days(1)) return known;
  return {known.latest, now};
}

std::string format_tidy_times(const TidyTimes& times) {
  return fmt::format("{} {}\n", times.before.time_since_epoch().count(),
                     times.latest.time_since_epoch().count());
}

TidyTimes parse_tidy_times(std::string_view text) {
  core::Duration::rep before = 0;
  core::Duration::rep latest = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, before);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ' ') return {};
  const auto second = std::from_chars(first.ptr + 1, end, latest);
  if (second.ec != std::errc() || before > latest) return {};
  return {core::Timestamp(core::Duration(before)), core::Timestamp(core::Duration(latest))};
}

namespace {

TidyTimes times_at(const std::filesystem::path& file, core::Timestamp now) {
  TidyTimes known;
  if (const auto text = core::read_file(file)) known = parse_tidy_times(*text);
  return note_tidying(known, now);
}

}  // namespace

core::Timestamp last_steady_time(const std::filesystem::path& file, core::Timestamp now) {
  return times_at(file, now).before;
}

core::Result<core::Timestamp> steady_time(const std::filesystem::path& file, core::Timestamp now) {
  const TidyTimes noted = times_at(file, now);
  ORCHARD_CHECK(core::write_file_atomically(file, format_tidy_times(noted)));
  return noted.before;
}

}  // namespace orchard::app
