#pragma once

#include "git/diff/file_change.h"

#include <string_view>
#include <vector>

namespace orchard::git {

/// Reads `git diff --numstat -z`, optionally preceded by `--raw`: one change per file. Binary files
/// ("-") count no lines. Letters come from the raw part; without it they are 'M' or 'R'. Pure.
[[nodiscard]] std::vector<FileChange> parse_diff_output(std::string_view text, ChangeGroup group);

/// The sum over files.
[[nodiscard]] core::DiffStat sum_of(const std::vector<FileChange>& files);

/// One record of `git status --porcelain=v2 -z`.
struct StatusEntry {
  char kind = '1';     ///< 1 changed, 2 renamed, u unmerged, ? untracked, ! ignored
  char staged = '.';   ///< index against HEAD
  char working = '.';  ///< working file against index
  bool submodule = false;
  std::string path;  ///< an untracked repository ends in a slash

  bool operator==(const StatusEntry&) const = default;
};

/// Pure; unknown records are left out.
[[nodiscard]] std::vector<StatusEntry> parse_status(std::string_view text);

}  // namespace orchard::git
