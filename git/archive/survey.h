#pragma once

#include "core/base/result.h"
#include "git/archive/manifest.h"

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

/// A worktree that is being captured, with a copy of its index that may be written to.
struct CaptureSource {
  std::filesystem::path worktree;
  std::filesystem::path admin;    ///< git's directory of this worktree
  std::filesystem::path scratch;  ///< a folder of our own, removed afterwards
  std::filesystem::path index;    ///< the copy, in `scratch`
};

/// What must be kept of a worktree for it to come back byte for byte; reads only. The blobs of
/// files are not stored yet: `text` of files is empty.
struct Survey {
  std::vector<KeptPath> paths;
  bool has_work = false;  ///< a checkout of HEAD would not give all of it, seen by git or not
  bool unmerged = false;
  int untracked = 0;
  std::vector<std::string> notes;
};

[[nodiscard]] core::Result<Survey> survey_worktree(const CaptureSource& source);

}  // namespace orchard::git
