#include "tests/architecture/layer_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace orchard::test {
namespace {

using Rooms = std::set<std::string, std::less<>>;

/// What each room may include besides itself. The graph only points down.
const std::map<std::string, Rooms, std::less<>>& rooms_below() {
  static const Rooms engine = {"core", "git", "agents", "metrics", "app/model"};
  static const std::map<std::string, Rooms, std::less<>> below = {
      {"core", {}},
      {"git", {"core"}},
      {"agents", {"core"}},
      {"metrics", {"core"}},
      {"app/model", {"core"}},
      {"app/services", engine},
      {"app/view_model", {"core", "app/model"}},
      {"app/ui", {"core", "app/model", "app/view_model"}},
      {"app/shell", {"core", "app/model", "app/view_model", "app/services", "app/ui"}},
      {"app/cli", {"core", "metrics", "app/model", "app/view_model", "app/services"}},
      {"app/main",
       {"core", "git", "agents", "metrics", "app/model", "app/view_model", "app/services", "app/ui",
        "app/shell", "app/cli"}},
  };
  return below;
}

struct Vendor {
  std::string_view prefix;  ///< of the included header
  std::vector<std::string_view> folders;
};

/// Types of a vendor stop in the room that wraps them.
const std::vector<Vendor>& vendors() {
  static const std::vector<Vendor> list = {
      {"git2", {"git/"}},
      {"sqlite3", {"core/database/"}},
      {"curl/", {"core/http/"}},
      {"imgui", {"app/ui/", "app/shell/"}},
      {"boost/process", {"core/process/"}},
      {"GLFW/", {"app/shell/", "tests/benchmark/rival/"}},
      {"GL/", {"app/shell/"}},
      {"ft2build", {"app/ui/", "app/shell/"}},
      {"md4c", {"app/view_model/", "app/ui/"}},
      {"CLI/", {"app/cli/", "app/main"}},
  };
  return list;
}

bool starts_with_any(std::string_view text, const std::vector<std::string_view>& prefixes) {
  return std::ranges::any_of(prefixes, [&](auto prefix) { return text.starts_with(prefix); });
}

/// The folder whose rules a test follows: tests/core/x.cpp tests core/.
std::string tested_path(std::string_view path) {
  std::string rest(path.substr(std::string_view("tests/").size()));
  for (std::string_view room :
       {"model", "services", "use_case", "view_model", "ui", "shell", "cli"})
    if (rest.starts_with(std::string(room) + "/")) return "app/" + rest;
  return rest;
}

std::optional<std::string> find_room_of_code(std::string_view path) {
  if (path.starts_with("app/use_case/")) return "app/services";
  if (path.starts_with("app/main")) return "app/main";
  for (const auto& [room, below] : rooms_below())
    if (path.starts_with(room + "/")) return room;
  return std::nullopt;
}

/// A test may look into the wrapper it tests, so a vendor's folder counts for its whole room there.
bool is_vendor_home(std::string_view path, const Vendor& vendor) {
  if (starts_with_any(path, vendor.folders)) return true;
  if (!path.starts_with("tests/")) return false;
  const auto room = find_room(path);
  return std::ranges::any_of(
      vendor.folders, [&](auto folder) { return room && find_room_of_code(folder) == room; });
}

}  // namespace

std::optional<std::string> find_room(std::string_view path) {
  if (!path.starts_with("tests/")) return find_room_of_code(path);
  return find_room_of_code(tested_path(path)).value_or("tests");
}

std::optional<std::string> find_breach(std::string_view path, std::string_view header) {
  const auto from = find_room(path);
  const std::string where(path);
  if (!from) return where + " lies in no known room; give it one in layer_rules.cpp";

  if (header == "nlohmann/json.hpp" && path.ends_with(".h") && !path.starts_with("tests/"))
    return where + " is a header and includes nlohmann/json; pass strings or own value types";
  for (const Vendor& vendor : vendors())
    if (header.starts_with(vendor.prefix) && !is_vendor_home(path, vendor))
      return where + " includes <" + std::string(header) + ">, which belongs in " +
             std::string(vendor.folders.front());

  if (header.starts_with("tests/"))
    return path.starts_with("tests/") ? std::nullopt : std::optional(where + " includes test code");
  const auto to = find_room_of_code(header);
  if (!to || from == "tests" || *from == *to || rooms_below().at(*from).contains(*to))
    return std::nullopt;
  return where + " (" + *from + ") includes " + std::string(header) + " (" + *to + "); " + *from +
         " may not know " + *to;
}

std::optional<std::string> find_link_breach(std::string_view target, std::string_view library) {
  const auto room_of = [](std::string_view name) -> std::optional<std::string> {
    for (std::string_view program :
         {"orchard", "orchard_main", "orchard_window", "orchard_statusline"})
      if (name == program) return "app/main";
    constexpr std::string_view kPrefix = "orchard_";
    if (!name.starts_with(kPrefix)) return std::nullopt;
    std::string room(name.substr(kPrefix.size()));
    if (room.starts_with("app_")) room.replace(0, 4, "app/");
    return find_room_of_code(room + "/");
  };
  const auto from = room_of(target);
  const auto to = room_of(library);
  if (!from || !to || from == to || rooms_below().at(*from).contains(*to)) return std::nullopt;
  return std::string(target) + " links " + std::string(library) + "; " + *from + " may not know " +
         *to;
}

}  // namespace orchard::test
