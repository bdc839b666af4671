#include "app/cli/usage/time_zone.h"

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app {
namespace {

bool is_zone_file(const std::filesystem::path& file) {
  std::error_code missing;
  if (!std::filesystem::is_regular_file(file, missing)) return false;
  char magic[4] = {};
  std::ifstream(file, std::ios::binary).read(magic, sizeof magic);
  return std::string_view(magic, sizeof magic) == "TZif";
}

}  // namespace

core::Result<void> use_time_zone(const std::string& name) {
  const char* folder = std::getenv("TZDIR");
  const std::filesystem::path zones = folder != nullptr ? folder : "/usr/share/zoneinfo";
  // A path would be opened as it is: only names within the folder are zones.
  const bool is_name = !name.empty() && name.front() != '/' && name.front() != ':' &&
                       name.find("..") == std::string::npos;
  if (!is_name || (name != "UTC" && !is_zone_file(zones / name)))
    return core::fail(
        core::ErrorCode::invalid_argument,
        fmt::format("There is no time zone '{}'; write it like Europe/Berlin or UTC.", name));
  setenv("TZ", name == "UTC" ? "UTC0" : name.c_str(), 1);
  tzset();
  return {};
}

}  // namespace orchard::app
