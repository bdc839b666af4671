#include "git/handle/handles.h"

#include <fstream>

namespace orchard::git {
namespace {

namespace fs = std::filesystem;

/// Where the configuration lies that all worktrees of the repository share; empty without one.
fs::path find_config(const fs::path& path) {
  git_buf found{};
  const bool is_found = git_repository_discover(&found, path.c_str(), 0, nullptr) == 0;
  fs::path folder = is_found ? fs::path(found.ptr) : fs::path();
  git_buf_dispose(&found);
  if (!is_found) return {};
  std::string common;
  if (std::ifstream file(folder / "commondir"); std::getline(file, common)) folder /= common;
  return folder / "config";
}

/// libgit2 1.5 refuses every extension of the second format, and while it looks for one it loses
/// 20 KB of memory a line of the configuration (measured): never let it look.
bool is_second_format(const fs::path& path) {
  ConfigHandle config;
  if (git_config_open_ondisk(out(config), find_config(path).c_str()) != 0) return false;
  std::int32_t version = 0;
  return git_config_get_int32(&version, config.get(), "core.repositoryformatversion") == 0 &&
         version > 0;
}

}  // namespace

core::Result<void> check(int rc, const std::string& doing) {
  if (rc >= 0) return {};
  const git_error* last = git_error_last();
  const std::string words = last != nullptr ? last->message : "code " + std::to_string(rc);
  core::ErrorCode code = core::ErrorCode::external_failed;
  if (rc == GIT_ENOTFOUND) code = core::ErrorCode::not_found;
  // A repository of somebody else is reported as a missing setting (libgit2 1.5.1, measured).
  if (words.find("safe.directory") != std::string::npos || rc == GIT_EOWNER) {
    return core::fail(core::ErrorCode::permission_denied,
                      "git could not " + doing +
                          ": the repository belongs to somebody else; if you trust it, add it to "
                          "git's safe.directory setting.");
  }
  return core::fail(code, "git could not " + doing + ": " + words);
}

core::Result<OpenRepository> open_repository(const std::filesystem::path& path) {
  OpenRepository opened;
  if (is_second_format(path))
    return core::fail(core::ErrorCode::external_failed,
                      "libgit2 does not read the repository \"" + path.string() +
                          "\": it has extensions; ask the git program.");
  git_repository* raw = nullptr;
  ORCHARD_CHECK(check(git_repository_open(&raw, path.c_str()),
                      "open the repository \"" + path.string() + "\""));
  opened.repository_.reset(raw);
  return opened;
}

core::CommitOid to_commit_oid(const git_oid& oid) {
  std::string text(GIT_OID_HEXSZ, '0');
  git_oid_fmt(text.data(), &oid);
  return core::CommitOid{text};
}

}  // namespace orchard::git
