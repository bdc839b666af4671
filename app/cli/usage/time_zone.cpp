#include "app/cli/usage/time_zone.h"

#include "metrics/calendar/named_zone.h"

#include <cstdlib>
#include <ctime>

#include <fmt/format.h>

namespace orchard::app {

core::Result<void> use_time_zone(const std::string& name) {
  // A path would be opened as it is, so only names of zones are taken.
  if (!metrics::NamedZone::find(name))
    return core::fail(
        core::ErrorCode::invalid_argument,
        fmt::format("There is no time zone '{}'; write it like Europe/Berlin or UTC.", name));
  setenv("TZ", name == "UTC" ? "UTC0" : name.c_str(), 1);
  tzset();
  return {};
}

}  // namespace orchard::app
