#include "git/handle/handles.h"

namespace orchard::git {

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
