#include "metrics/sweep/places/project_finder.h"

#include "core/io/file.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <fstream>
#include <string_view>

namespace orchard::metrics {

namespace fs = std::filesystem;
using core::Result;

namespace {

/// The first line of a small file; empty when it cannot be read.
std::string first_line_of(const fs::path& path) {
  constexpr std::size_t kLongest = 8192;
  std::ifstream file(path, std::ios::binary);
  std::string line(kLongest, '\0');
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(file.gcount()));
  line.resize(std::min(line.find_first_of("\r\n"), line.size()));
  return line;
}

fs::path real(const fs::path& path) {
  std::error_code unknown;
  fs::path found = fs::weakly_canonical(path, unknown);
  return unknown ? path.lexically_normal() : found;
}

/// Where a `.git` file leads.
std::optional<fs::path> git_dir_of(const fs::path& dot_git) {
  constexpr std::string_view kPrefix = "gitdir: ";
  const std::string line = first_line_of(dot_git);
  if (!line.starts_with(kPrefix)) return std::nullopt;
  return real(dot_git.parent_path() / line.substr(kPrefix.size()));
}

/// The folder around the repository, where that is its `.git` or what the `.git` file beside it
/// leads to.
fs::path checkout_of(const fs::path& common_dir) {
  fs::path around = common_dir.parent_path();
  const bool is_its_own =
      common_dir.filename() == ".git" || git_dir_of(around / ".git") == common_dir;
  return is_its_own ? around : common_dir;
}

/// Where the `.git` file of a worktree or of a submodule leads.
std::optional<GitPlace> follow(const fs::path& dot_git) {
  const std::optional<fs::path> git_dir = git_dir_of(dot_git);
  if (!git_dir) return std::nullopt;
  const std::string shared = first_line_of(*git_dir / "commondir");
  if (shared.empty()) return GitPlace{*git_dir, dot_git.parent_path()};
  const fs::path common = real(*git_dir / shared);
  return GitPlace{common, checkout_of(common)};
}

bool is_there(const fs::path& folder) {
  std::error_code unreadable;
  return fs::is_directory(folder, unreadable);
}

/// The nearest folder above that is there.
fs::path nearest(fs::path folder) {
  while (!is_there(folder) && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

/// The last part of a path, also of a foreign kind.
std::string name_of(std::string_view path) {
  while (path.size() > 1 && (path.back() == '/' || path.back() == '\\')) path.remove_suffix(1);
  const std::size_t cut = path.find_last_of("/\\");
  const std::string_view name = cut == std::string_view::npos ? path : path.substr(cut + 1);
  return std::string(name.empty() ? path : name);
}

/// `there`: the nearest folder above the one that is gone.
Result<std::optional<std::int64_t>> find_remembered(core::Database& database, const fs::path& gone,
                                                    const fs::path& there) {
  for (fs::path at = gone; at != there && at.has_relative_path(); at = at.parent_path()) {
    const std::string path = clean(at.string());
    ORCHARD_TRY(const auto folder,
                find_integer(database, "SELECT project FROM folder WHERE path = ?1", path));
    if (folder) return folder;
    ORCHARD_TRY(const auto workspace,
                find_integer(database,
                             "SELECT p.key FROM workspace w JOIN repository r ON r.key = "
                             "w.repository JOIN project p ON p.path = r.path WHERE w.path = ?1",
                             path));
    if (workspace) return workspace;
  }
  return std::nullopt;
}

}  // namespace

std::optional<GitPlace> find_git_place(const fs::path& folder) {
  if (!folder.is_absolute() || !is_there(folder)) return std::nullopt;
  for (fs::path at = folder;; at = at.parent_path()) {
    const fs::path dot_git = at / ".git";
    std::error_code unreadable;
    const fs::file_status status = fs::status(dot_git, unreadable);
    if (fs::is_directory(status) && fs::exists(dot_git / "HEAD", unreadable))
      return GitPlace{real(dot_git), at};
    if (fs::is_regular_file(status))
      if (auto place = follow(dot_git)) return place;
    if (!at.has_relative_path()) return std::nullopt;
  }
}

Result<std::optional<std::int64_t>> find_remembered_project(core::Database& database,
                                                            const fs::path& folder) {
  return find_remembered(database, folder, nearest(folder));
}

Result<std::int64_t> ProjectFinder::project_of(const std::string& cwd) {
  if (const auto known = known_.find(cwd); known != known_.end()) return known->second;
  ORCHARD_TRY(const std::int64_t project, find(cwd));
  known_.emplace(cwd, project);
  return project;
}

const ProjectFinder::Look& ProjectFinder::look_of(const std::string& cwd) {
  const auto [look, is_new] = looks_.try_emplace(cwd);
  if (!is_new) return look->second;
  look->second.folder = fs::path(cwd).lexically_normal();
  if (!look->second.folder.is_absolute()) return look->second;
  look->second.there = nearest(look->second.folder);
  look->second.git = find_git_place(look->second.there);
  return look->second;
}

Result<std::int64_t> ProjectFinder::find(const std::string& cwd) {
  const auto& [folder, there, git] = look_of(cwd);
  if (!folder.is_absolute()) return put_project(cwd);
  if (there != folder) {
    ORCHARD_TRY(const auto known, find_remembered(database_, folder, there));
    if (known) return *known;
  }
  if (!git) return put_project(cwd);
  ORCHARD_TRY(const std::int64_t project, project_in(*git));
  if (there == folder)
    ORCHARD_CHECK(
        database_.execute("INSERT INTO folder (path, project) VALUES (?1, ?2) "
                          "ON CONFLICT DO UPDATE SET project = excluded.project",
                          clean(folder.string()), project));
  return project;
}

Result<std::int64_t> ProjectFinder::project_in(const GitPlace& place) {
  ORCHARD_TRY(const auto known,
              find_integer(database_,
                           "SELECT p.key FROM repository r JOIN project p ON p.path = r.path "
                           "WHERE r.common_dir = ?1",
                           clean(place.common_dir.string())));
  if (known) return *known;
  ORCHARD_TRY(const std::int64_t project, put_project(place.checkout.string()));
  ORCHARD_CHECK(take_over(place, project));
  return project;
}

Result<void> ProjectFinder::take_over(const GitPlace& place, std::int64_t project) {
  if (place.common_dir == place.checkout || place.common_dir.filename() == ".git") return {};
  ORCHARD_TRY(const auto filed, find_integer(database_, "SELECT key FROM project WHERE path = ?1",
                                             clean(place.common_dir.string())));
  if (!filed) return {};
  ORCHARD_CHECK(
      database_.execute("UPDATE session SET project = ?2 WHERE project = ?1", *filed, project));
  return database_.execute("UPDATE folder SET project = ?2 WHERE project = ?1", *filed, project);
}

Result<std::int64_t> ProjectFinder::put_project(const std::string& text) {
  const std::string path = clean(text);
  ORCHARD_TRY(const auto known,
              find_integer(database_, "SELECT key FROM project WHERE path = ?1", path));
  if (known) return *known;
  ORCHARD_CHECK(
      database_.execute("INSERT INTO project (path, name) VALUES (?1, ?2)", path, name_of(path)));
  return database_.last_insert_rowid();
}

}  // namespace orchard::metrics
