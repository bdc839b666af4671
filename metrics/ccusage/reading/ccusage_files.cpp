#include "metrics/ccusage/reading/ccusage_files.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

namespace orchard::metrics {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProjects = "projects";

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

bool is_folder(const fs::path& path) {
  std::error_code missing;
  return fs::is_directory(path, missing);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

/// One part of the list; it may also name the folder `projects` itself.
fs::path config_dir(std::string_view part, const fs::path& home) {
  fs::path path = part == "~"              ? home
                  : part.starts_with("~/") ? home / part.substr(2)
                                           : fs::path(part);
  return path.filename() == kProjects && is_folder(path) ? path.parent_path() : path;
}

void add_dir(std::vector<fs::path>& dirs, fs::path dir) {
  const bool known = std::find(dirs.begin(), dirs.end(), dir) != dirs.end();
  if (!known && is_folder(dir / kProjects)) dirs.push_back(std::move(dir));
}

core::Result<std::vector<fs::path>> config_dirs(const CcusageEnvironment& environment) {
  std::vector<fs::path> dirs;
  if (!environment.claude_config_dir) {
    const fs::path home(environment.home);
    add_dir(dirs,
            fs::path(environment.xdg_config_home.value_or((home / ".config").string())) / "claude");
    add_dir(dirs, home / ".claude");
    return dirs;
  }
  std::string_view rest = *environment.claude_config_dir;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    if (const std::string_view name = trimmed(part); !name.empty())
      add_dir(dirs, config_dir(name, environment.home));
  }
  if (dirs.empty())
    return core::fail(core::ErrorCode::not_found,
                      "CLAUDE_CONFIG_DIR is '" + *environment.claude_config_dir +
                          "', which names no directory with a folder 'projects' in it; correct "
                          "it or unset it.");
  return dirs;
}

void collect(const fs::path& folder, std::vector<fs::path>& files) {
  std::error_code unreadable;
  for (fs::directory_iterator entry(folder, unreadable), end; !unreadable && entry != end;
       entry.increment(unreadable)) {
    std::error_code unknown;
    const fs::file_status status = entry->symlink_status(unknown);
    if (fs::is_directory(status))
      collect(entry->path(), files);
    else if (fs::is_regular_file(status) && entry->path().extension() == ".jsonl")
      files.push_back(entry->path());
  }
}

std::string joined(const std::vector<std::string>& parts, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : "/") + parts[i];
  return text.empty() ? "Unknown Project" : text;
}

/// Below the first folder of the whole path that is named `projects`.
CcusageFile place(fs::path path) {
  std::vector<std::string> parts;
  bool below = false;
  for (const fs::path& part : path) {
    if (below) parts.push_back(part.string());
    below |= part == kProjects;
  }
  const std::size_t count = parts.size();
  CcusageFile file{std::move(path), {}, {}};
  if (count == 2) {
    file.session = file.path.stem().string();
    file.project = parts[0];
  } else if (count >= 4 && parts[count - 2] == "subagents") {
    file.session = parts[count - 3];
    file.project = joined(parts, count - 3);
  } else {
    file.session = parts[count < 2 ? 0 : count - 2];
    file.project = joined(parts, count > 2 ? count - 2 : 0);
  }
  return file;
}

}  // namespace

CcusageEnvironment ccusage_environment() {
  return {variable("CLAUDE_CONFIG_DIR"), variable("XDG_CONFIG_HOME"),
          variable("HOME").value_or(std::string())};
}

core::Result<std::vector<CcusageFile>> find_ccusage_files(const CcusageEnvironment& environment) {
  ORCHARD_TRY(const std::vector<fs::path> dirs, config_dirs(environment));
  std::vector<fs::path> paths;
  for (const fs::path& dir : dirs) collect(dir / kProjects, paths);
  std::sort(paths.begin(), paths.end(),
            [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
  std::vector<CcusageFile> files;
  files.reserve(paths.size());
  for (fs::path& path : paths) files.push_back(place(std::move(path)));
  return files;
}

}  // namespace orchard::metrics
