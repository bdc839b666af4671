#include "git/repository/refs_libgit2.h"

#include "git/handle/handles.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

std::optional<core::CommitOid> peel(git_object* object) {
  ObjectHandle commit;
  if (git_object_peel(out(commit), object, GIT_OBJECT_COMMIT) != 0) return std::nullopt;
  return to_commit_oid(*git_object_id(commit.get()));
}

}  // namespace

std::optional<core::CommitOid> find_commit_libgit2(const fs::path& root, const std::string& name) {
  const auto repository = open_repository(root);
  if (!repository || name.empty()) return std::nullopt;
  for (const char* prefix : {"refs/heads/", "refs/remotes/"}) {
    git_oid oid{};
    const std::string full = prefix + name;
    const int rc = git_reference_name_to_id(&oid, repository->get(), full.c_str());
    if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC) continue;
    ObjectHandle object;
    if (rc != 0 || git_object_lookup(out(object), repository->get(), &oid, GIT_OBJECT_ANY) != 0)
      return std::nullopt;
    return peel(object.get());
  }
  ObjectHandle object;
  if (git_revparse_single(out(object), repository->get(), name.c_str()) != 0) return std::nullopt;
  return peel(object.get());
}

std::optional<std::string> read_head_libgit2(const fs::path& worktree) {
  const auto repository = open_repository(worktree);
  ReferenceHandle head;
  if (!repository || git_reference_lookup(out(head), repository->get(), "HEAD") != 0)
    return std::nullopt;
  const char* target = git_reference_symbolic_target(head.get());
  return target != nullptr ? target : "";
}

std::optional<std::vector<std::string>> list_branches_libgit2(const fs::path& root) {
  const auto repository = open_repository(root);
  if (!repository) return std::nullopt;
  BranchIteratorHandle iterator;
  if (git_branch_iterator_new(out(iterator), repository->get(), GIT_BRANCH_LOCAL) != 0)
    return std::nullopt;
  std::vector<std::pair<git_time_t, std::string>> found;
  int rc = 0;
  while (true) {
    ReferenceHandle branch;
    git_branch_t type{};
    rc = git_branch_next(out(branch), &type, iterator.get());
    if (rc != 0) break;
    ObjectHandle commit;
    if (git_reference_peel(out(commit), branch.get(), GIT_OBJECT_COMMIT) != 0) return std::nullopt;
    found.emplace_back(git_commit_time(reinterpret_cast<git_commit*>(commit.get())),
                       git_reference_shorthand(branch.get()));
  }
  if (rc != GIT_ITEROVER) return std::nullopt;
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<std::string> names;
  names.reserve(found.size());
  for (auto& [time, name] : found) names.push_back(std::move(name));
  return names;
}

std::optional<fs::path> find_git_dir_libgit2(const fs::path& worktree) {
  const auto repository = open_repository(worktree);
  if (!repository) return std::nullopt;
  std::error_code failed;
  fs::path found = fs::canonical(git_repository_path(repository->get()), failed);
  if (failed) return std::nullopt;
  return found;
}

std::optional<fs::path> find_common_dir_libgit2(const fs::path& worktree) {
  const auto repository = open_repository(worktree);
  if (!repository) return std::nullopt;
  std::error_code failed;
  fs::path found = fs::canonical(git_repository_commondir(repository->get()), failed);
  if (failed) return std::nullopt;
  return found;
}

std::optional<bool> has_remotes_libgit2(const fs::path& root) {
  const auto repository = open_repository(root);
  ConfigHandle config;
  ConfigIteratorHandle entries;
  if (!repository || git_repository_config_snapshot(out(config), repository->get()) != 0)
    return std::nullopt;
  // Name by name: whatever takes a pattern loses memory in libgit2 1.5 (measured).
  if (git_config_iterator_new(out(entries), config.get()) != 0) return std::nullopt;
  git_config_entry* entry = nullptr;
  while (git_config_next(&entry, entries.get()) == 0)
    if (std::string_view(entry->name).starts_with("remote.")) return true;
  return false;
}

bool is_branch_name_libgit2(const std::string& name) {
  const Library library;
  int valid = 0;
  // libgit2 takes DEL, git does not.
  return name.find('\0') == std::string::npos && name.find('\x7f') == std::string::npos &&
         git_branch_name_is_valid(&valid, name.c_str()) == 0 && valid != 0;
}

}  // namespace orchard::git
