#include "metrics/calendar/named_zone.h"
#include "metrics/plan/limit_word.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// One input is a zone file, with words of a reached limit behind its last zero byte. Whatever both
// hold, a reset that is believed lies within the longest window.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace orchard::metrics;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = input.rfind('\0');
  const std::string_view words = cut == std::string_view::npos ? input : input.substr(cut + 1);
  const auto zone = NamedZone::parse(input);
  const orchard::core::Timestamp at{std::chrono::hours(24 * 365 * 57)};
  if (zone) static_cast<void>(zone->first_after(at, {}));
  const auto word = read_limit_word(words);
  if (!word) return 0;
  const auto reset = reset_told(*word, at, zone ? &*zone : nullptr);
  if (reset) require(*reset > at && *reset <= at + std::chrono::hours(8 * 24));
  return 0;
}
