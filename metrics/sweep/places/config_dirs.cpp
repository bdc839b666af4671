#include "metrics/sweep/places/config_dirs.h"

#include <algorithm>
#include <string_view>

namespace orchard::metrics {

namespace fs = std::filesystem;

namespace {

constexpr const char* kProjects = "projects";

std::string variable(const std::vector<std::string>& environment, std::string_view name) {
  for (const std::string& entry : environment)
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
      return entry.substr(name.size() + 1);
  return {};
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

fs::path expand(std::string_view text, const std::string& home) {
  if (home.empty() || !text.starts_with('~')) return text;
  if (text == "~") return home;
  return text.starts_with("~/") ? fs::path(home) / text.substr(2) : fs::path(text);
}

bool has_transcripts(const fs::path& dir) {
  std::error_code unreadable;
  return fs::is_directory(dir / kProjects, unreadable);
}

void add(const fs::path& dir, std::vector<fs::path>& found) {
  if (!dir.is_absolute() || !has_transcripts(dir)) return;
  std::error_code vanished;
  fs::path real = fs::canonical(dir, vanished);
  if (!vanished && std::ranges::find(found, real) == found.end()) found.push_back(std::move(real));
}

}  // namespace

ConfigPlaces ConfigPlaces::of(const std::vector<std::string>& environment) {
  return {variable(environment, "CLAUDE_CONFIG_DIR"), variable(environment, "XDG_CONFIG_HOME"),
          variable(environment, "HOME")};
}

std::vector<fs::path> named_config_dirs(const ConfigPlaces& places) {
  std::vector<fs::path> named;
  std::string_view rest = trim(places.claude_config_dir);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view text = trim(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    while (text.size() > 1 && text.ends_with('/')) text.remove_suffix(1);
    if (text.empty()) continue;
    std::error_code gone;  // the working directory
    fs::path dir = fs::absolute(expand(text, places.home), gone);
    if (!gone) named.push_back(std::move(dir));
  }
  return named;
}

std::vector<fs::path> find_config_dirs(const ConfigPlaces& places) {
  std::vector<fs::path> found;
  if (trim(places.claude_config_dir).empty()) {
    const fs::path home = places.home;
    add((places.xdg_config_home.empty() ? home / ".config" : fs::path(places.xdg_config_home)) /
            "claude",
        found);
    add(home / ".claude", found);
    return found;
  }
  for (const fs::path& dir : named_config_dirs(places)) {
    const bool is_projects = !has_transcripts(dir) && dir.filename() == kProjects;
    add(is_projects ? dir.parent_path() : dir, found);
  }
  return found;
}

}  // namespace orchard::metrics
