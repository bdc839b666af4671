#include "app/view_model/text/local_time.h"

#include <chrono>
#include <ctime>

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::tm local(core::Timestamp at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  const std::time_t time = seconds;
  std::tm parts{};
  // A year beyond int leaves the zeroed value, which is a valid tm.
  (void)localtime_r(&time, &parts);
  return parts;
}

std::string formatted(core::Timestamp at, const char* pattern) {
  const std::tm parts = local(at);
  char text[64];
  const auto length = std::strftime(text, sizeof text, pattern, &parts);
  return {text, length};
}

std::chrono::sys_days local_day(core::Timestamp at) {
  const std::tm parts = local(at);
  using namespace std::chrono;
  return sys_days{year{parts.tm_year + 1900} / month{static_cast<unsigned>(parts.tm_mon + 1)} /
                  day{static_cast<unsigned>(parts.tm_mday)}};
}

constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

}  // namespace

std::string clock_time(core::Timestamp at) {
  return formatted(at, "%H:%M");
}

std::string calendar_date(core::Timestamp at) {
  const std::tm parts = local(at);
  return fmt::format("{} {} {}", parts.tm_mday, kMonths[parts.tm_mon % 12], parts.tm_year + 1900);
}

std::string full_time(core::Timestamp at) {
  const std::tm parts = local(at);
  return fmt::format("{} {}, {}", kDays[parts.tm_wday % 7], calendar_date(at),
                     formatted(at, "%H:%M:%S"));
}

LocalMoment local_moment(core::Timestamp at) {
  const std::tm parts = local(at);
  return {local_day(at), (parts.tm_wday + 6) % 7, parts.tm_hour};
}

long days_between(core::Timestamp at, core::Timestamp now) {
  return static_cast<long>((local_day(now) - local_day(at)).count());
}

}  // namespace orchard::app
