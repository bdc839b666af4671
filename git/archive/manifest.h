#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace orchard::git {

/// What happens to one path at restore.
enum class KeptKind : char {
  file = 'f',       ///< write the stored bytes
  link = 'l',       ///< make a symbolic link to `text`
  directory = 'd',  ///< make a folder when it is missing, and give it its mode
  fifo = 'p',       ///< make a named pipe
  removed = 'x',    ///< the index has it, the worktree did not
  mode = 'm',       ///< as checked out, with another file mode
  admin = 'a',      ///< a file of git's admin directory of the worktree
};

struct KeptPath {
  KeptKind kind = KeptKind::file;
  unsigned mode = 0;  ///< permission bits
  std::string text;   ///< the blob's object id, or the target of a link
  std::string path;   ///< relative to the worktree (or the admin directory), any bytes

  bool operator==(const KeptPath&) const = default;
};

/// The table of contents of captured work.
struct Manifest {
  std::string head;    ///< object id, empty for a branch without commits
  std::string branch;  ///< empty when detached
  std::string admin;   ///< name of the admin entry, which kept files may mention
  bool has_work = false;
  int untracked = 0;
  std::vector<KeptPath> paths;
  std::vector<std::string> notes;
};

/// NUL-separated fields, so that any file name survives. Pure.
[[nodiscard]] std::string format_manifest(const Manifest& manifest);
/// Errors: corrupt.
[[nodiscard]] core::Result<Manifest> parse_manifest(std::string_view text);

}  // namespace orchard::git
