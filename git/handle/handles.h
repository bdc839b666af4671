#pragma once

#include "core/base/result.h"
#include "core/domain/ids.h"
#include "git/handle/library.h"

#include <filesystem>
#include <memory>
#include <string>

#include <git2.h>

namespace orchard::git {

// Owners of libgit2 objects. For use inside git/ only: values leave, handles do not. An object
// belongs to the thread that opened its repository.

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using ConfigHandle = std::unique_ptr<git_config, Deleter<git_config_free>>;
using ConfigIteratorHandle =
    std::unique_ptr<git_config_iterator, Deleter<git_config_iterator_free>>;
using ReferenceHandle = std::unique_ptr<git_reference, Deleter<git_reference_free>>;
using CommitHandle = std::unique_ptr<git_commit, Deleter<git_commit_free>>;
using TreeHandle = std::unique_ptr<git_tree, Deleter<git_tree_free>>;
using ObjectHandle = std::unique_ptr<git_object, Deleter<git_object_free>>;
using BranchIteratorHandle =
    std::unique_ptr<git_branch_iterator, Deleter<git_branch_iterator_free>>;
using WalkHandle = std::unique_ptr<git_revwalk, Deleter<git_revwalk_free>>;
using DiffHandle = std::unique_ptr<git_diff, Deleter<git_diff_free>>;
using DiffStatsHandle = std::unique_ptr<git_diff_stats, Deleter<git_diff_stats_free>>;

/// An open repository together with its hold on the library. One thread.
class OpenRepository {
 public:
  [[nodiscard]] git_repository* get() const { return repository_.get(); }

 private:
  friend core::Result<OpenRepository> open_repository(const std::filesystem::path& path);
  std::unique_ptr<Library> library_ = std::make_unique<Library>();  // outlives the repository
  std::unique_ptr<git_repository, Deleter<git_repository_free>> repository_;
};

/// Errors: those of check(); external_failed for a repository with extensions (sparse by worktree,
/// partial clone, SHA-256, reftable), which only the git program reads.
[[nodiscard]] core::Result<OpenRepository> open_repository(const std::filesystem::path& path);

/// Success, or libgit2's complaint, which it keeps per thread: call it right after the failure.
/// `doing` completes "git could not …".
[[nodiscard]] core::Result<void> check(int rc, const std::string& doing);

[[nodiscard]] core::CommitOid to_commit_oid(const git_oid& oid);

/// Receives what a libgit2 function creates: `git_x_lookup(out(handle), …)`.
template <class Handle>
class Out {
 public:
  explicit Out(Handle& handle) : handle_(handle) {}
  Out(const Out&) = delete;
  Out& operator=(const Out&) = delete;
  ~Out() { handle_.reset(raw_); }
  operator typename Handle::pointer *() { return &raw_; }  // NOLINT: meant to be implicit

 private:
  Handle& handle_;
  typename Handle::pointer raw_ = nullptr;
};

template <class Handle>
[[nodiscard]] Out<Handle> out(Handle& handle) {
  return Out<Handle>(handle);
}

}  // namespace orchard::git
