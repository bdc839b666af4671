#pragma once

#include "core/base/result.h"
#include "git/archive/manifest.h"

#include <filesystem>
#include <string>

namespace orchard::git {

/// What a private reference holds, ready to be brought back.
struct KeptWork {
  std::string commit;
  Manifest manifest;
};

/// Errors: not_found (no such ref), corrupt (not made by capture_work).
[[nodiscard]] core::Result<KeptWork> read_kept_work(const std::filesystem::path& root,
                                                    const std::string& ref);

/// Writes every kept file below `worktree` (admin files below `admin`), one git run for many files.
/// `only_attributes` picks the .gitattributes files, which decide how others are checked out.
[[nodiscard]] core::Result<void> write_kept_files(const std::filesystem::path& root,
                                                  const Manifest& manifest,
                                                  const std::filesystem::path& worktree,
                                                  bool only_attributes);
[[nodiscard]] core::Result<void> write_admin_files(const std::filesystem::path& root,
                                                   const KeptWork& work,
                                                   const std::filesystem::path& admin);

/// Waits until all that was written to the file system of `folder` is on the disk. Errors: io.
[[nodiscard]] core::Result<void> sync_to_disk(const std::filesystem::path& folder);

}  // namespace orchard::git
