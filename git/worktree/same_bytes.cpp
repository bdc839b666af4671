#include "git/worktree/same_bytes.h"

#include "core/io/file.h"

#include <system_error>

namespace orchard::git {
namespace fs = std::filesystem;

bool have_same_bytes(const fs::path& a, const fs::path& b) {
  std::error_code failed;
  const fs::file_type type = fs::symlink_status(a, failed).type();
  if (type != fs::symlink_status(b, failed).type()) return false;
  if (type == fs::file_type::symlink)
    return fs::read_symlink(a, failed) == fs::read_symlink(b, failed);
  if (type != fs::file_type::regular) return false;
  if (fs::file_size(a, failed) != fs::file_size(b, failed)) return false;
  const auto left = core::read_file(a);
  const auto right = core::read_file(b);
  return left && right && *left == *right;
}

}  // namespace orchard::git
