#include "git/repository/repository_lock.h"

#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/repository/refs_libgit2.h"

#include <chrono>

namespace orchard::git {
namespace {

core::Result<std::filesystem::path> ask_directory(const std::filesystem::path& where,
                                                  const std::string& option) {
  ORCHARD_TRY(
      const std::string out,
      git_output({.directory = where, .arguments = {"rev-parse", "--path-format=absolute", option}},
                 "find the repository of \"" + where.string() + "\""));
  std::error_code failed;
  std::filesystem::path found = std::filesystem::canonical(trimmed(out), failed);
  if (failed)
    return core::fail(core::errno_error(failed.value(), "Could not resolve", trimmed(out)));
  return found;
}

}  // namespace

core::Result<std::filesystem::path> find_common_dir(const std::filesystem::path& any_worktree) {
  if (auto found = find_common_dir_libgit2(any_worktree)) return std::move(*found);
  return ask_directory(any_worktree, "--git-common-dir");
}

core::Result<std::filesystem::path> find_git_dir(const std::filesystem::path& worktree) {
  if (auto found = find_git_dir_libgit2(worktree)) return std::move(*found);
  return ask_directory(worktree, "--git-dir");
}

core::Result<core::FileLock> lock_repository(const std::filesystem::path& common_dir,
                                             const std::atomic<bool>* cancel) {
  constexpr auto kSlice = std::chrono::milliseconds{200};
  constexpr auto kPatience = std::chrono::minutes{10};
  const auto path = common_dir / "orchard.lock";
  for (auto waited = std::chrono::milliseconds{0}; waited < kPatience; waited += kSlice) {
    if (cancel != nullptr && cancel->load()) {
      return core::fail(core::ErrorCode::cancelled, "The work on the repository was cancelled.");
    }
    auto lock = core::FileLock::acquire(path, kSlice);
    if (lock || lock.error().code != core::ErrorCode::timed_out) return lock;
  }
  return core::fail(core::ErrorCode::timed_out, "Another Orchard has been changing \"" +
                                                    common_dir.string() +
                                                    "\" for ten minutes; try again later.");
}

}  // namespace orchard::git
