#include "git/repository/repository_info.h"

#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/handle/handles.h"
#include "git/repository/branches.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include <unistd.h>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

using Configuration = std::map<std::string, std::string>;  // last value of each key wins

core::Error not_usable(const fs::path& path, const std::string& why) {
  return {core::ErrorCode::invalid_argument, "\"" + path.string() + "\" " + why, {}};
}

core::Result<void> check_directory(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found) {
    return core::fail(core::ErrorCode::not_found,
                      "There is no folder \"" + path.string() + "\"; check the path.");
  }
  if (failed || (fs::is_directory(status) && ::access(path.c_str(), R_OK | X_OK) != 0)) {
    return core::fail(core::ErrorCode::permission_denied,
                      "You may not read \"" + path.string() + "\"; change its permissions.");
  }
  if (!fs::is_directory(status)) {
    return core::fail(not_usable(path, "is a file; give the folder of a git repository."));
  }
  return {};
}

core::Error explain_refusal(const fs::path& path, const core::CommandOutput& output) {
  if (output.err.find("dubious ownership") != std::string::npos) {
    return {core::ErrorCode::permission_denied,
            "\"" + path.string() +
                "\" belongs to somebody else, so git does not trust it; if you do, run: git config "
                "--global --add safe.directory " +
                path.string(),
            {}};
  }
  if (output.err.find("not a git repository") != std::string::npos) {
    return not_usable(path, "is not in a git repository; run git init there or choose another.");
  }
  if (output.err.find("Permission denied") != std::string::npos) {
    return {core::ErrorCode::permission_denied,
            "You may not read the repository \"" + path.string() + "\"; change its permissions.",
            {}};
  }
  return explain_failure(output, "read \"" + path.string() + "\"");
}

/// What `git rev-parse` says of a place.
struct Place {
  bool bare = false;
  bool inside_git_dir = false;
  std::string object_format;
  fs::path git_dir;
  fs::path common_dir;
};

core::Result<Place> look_at(const fs::path& path) {
  ORCHARD_TRY(const auto output,
              run_git({.directory = path,
                       .arguments = {"rev-parse", "--is-bare-repository", "--is-inside-git-dir",
                                     "--show-object-format", "--path-format=absolute", "--git-dir",
                                     "--git-common-dir"}}));
  if (!output.ok()) return core::fail(explain_refusal(path, output));
  const auto lines = split(output.out, '\n');
  if (lines.size() != 5) return core::fail(explain_failure(output, "describe " + path.string()));
  std::error_code ignored;
  return Place{lines[0] == "true", lines[1] == "true", lines[2], fs::canonical(lines[3], ignored),
               fs::canonical(lines[4], ignored)};
}

core::Result<Configuration> read_configuration(const fs::path& where) {
  ORCHARD_TRY(const std::string out,
              git_output({.directory = where, .arguments = {"config", "--list", "-z"}},
                         "read the configuration"));
  Configuration values;
  for (const std::string& entry : split(out, '\0')) {
    const std::size_t end = entry.find('\n');
    values[entry.substr(0, end)] = end == std::string::npos ? "true" : entry.substr(end + 1);
  }
  return values;
}

bool is_on(const Configuration& values, const std::string& key) {
  const auto found = values.find(key);
  return found != values.end() && (found->second == "true" || found->second == "1" ||
                                   found->second == "yes" || found->second == "on");
}

std::string value_of(const Configuration& values, const std::string& key) {
  const auto found = values.find(key);
  return found == values.end() ? std::string{} : found->second;
}

/// The main working tree of the repository that `place` belongs to.
core::Result<fs::path> find_main_tree(const fs::path& path, const Place& place) {
  const auto bare = [&] {
    return core::fail(not_usable(path,
                                 "is a bare repository without files to work on; clone it "
                                 "and add the clone."));
  };
  if (place.bare) return bare();
  if (place.inside_git_dir) {
    return core::fail(not_usable(path, "is inside git's own folder; give the working folder."));
  }
  std::error_code ignored;
  if (place.git_dir == place.common_dir) {
    ORCHARD_TRY(const std::string top,
                git_output({.directory = path, .arguments = {"rev-parse", "--show-toplevel"}},
                           "find the top of \"" + path.string() + "\""));
    return fs::canonical(trimmed(top), ignored);
  }
  ORCHARD_TRY(const auto configured,
              run_git({.directory = place.common_dir,
                       .arguments = {"config", "--file", (place.common_dir / "config").string(),
                                     "core.worktree"}}));
  fs::path main = place.common_dir.parent_path();
  if (configured.ok()) {
    main = fs::weakly_canonical(place.common_dir / trimmed(configured.out), ignored);
  } else if (place.common_dir.filename() != ".git") {
    return bare();
  }
  return main;
}

core::Result<std::string> find_default_base(const fs::path& root, const RepositoryInfo& info) {
  const std::set<std::string> local(info.branches.begin(), info.branches.end());
  ORCHARD_TRY(const auto remotes, run_git({.directory = root, .arguments = {"remote"}}));
  auto names = split(remotes.out, '\n');
  std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return a == "origin" && b != "origin";
  });
  for (const std::string& remote : names) {
    const std::string prefix = "refs/remotes/" + remote + "/";
    ORCHARD_TRY(
        const auto head,
        run_git({.directory = root, .arguments = {"symbolic-ref", "--quiet", prefix + "HEAD"}}));
    const std::string target = trimmed(head.out);
    if (!head.ok() || !target.starts_with(prefix)) continue;
    std::string branch = target.substr(prefix.size());
    if (local.contains(branch)) return branch;
    if (resolve_commit(root, target)) return remote + "/" + branch;
  }
  for (const char* usual : {"main", "master"}) {
    if (local.contains(usual)) return std::string(usual);
  }
  if (!info.head_branch.empty() && local.contains(info.head_branch)) return info.head_branch;
  return info.branches.empty() ? std::string("HEAD") : info.branches.front();
}

RepositoryCapabilities probe(const fs::path& root, const fs::path& common_dir,
                             const std::string& object_format, const Configuration& values) {
  RepositoryCapabilities found;
  std::error_code ignored;
  found.sparse = is_on(values, "core.sparsecheckout");
  found.split_index = is_on(values, "core.splitindex");
  for (const fs::directory_entry& entry : fs::directory_iterator(common_dir, ignored)) {
    if (entry.path().filename().string().starts_with("sharedindex.")) found.split_index = true;
  }
  found.reftable = value_of(values, "extensions.refstorage") == "reftable";
  found.sha256 = object_format == "sha256";
  found.submodules = fs::exists(root / ".gitmodules", ignored);
  for (const auto& [key, value] : values) {
    if (key.starts_with("remote.") && key.ends_with(".promisor")) found.partial_clone = true;
    if (key.starts_with("filter.")) found.filters = true;
  }
  if (values.contains("extensions.partialclone")) found.partial_clone = true;
  if (found.filters) {
    const auto users = run_git({.directory = root,
                                .arguments = {"grep", "--no-index", "-h", "-o", "filter=[^ ]*",
                                              "--", ".gitattributes", "**/.gitattributes"}});
    const auto& names = users ? users->out : std::string{};
    found.filters = names.find("filter=") != std::string::npos;
    found.lfs = names.find("filter=lfs") != std::string::npos;
  }
  found.libgit2_can_read = can_libgit2_read(root);
  return found;
}

}  // namespace

bool can_libgit2_read(const fs::path& any_worktree) {
  auto repository = open_repository(any_worktree);
  if (!repository) return false;
  // Opens references and objects too: that is what a reftable or an unknown hash would refuse.
  ReferenceHandle head;
  const int rc = git_repository_head(out(head), repository->get());
  return rc == 0 || rc == GIT_EUNBORNBRANCH;
}

core::Result<Identity> read_identity(const fs::path& root) {
  ORCHARD_CHECK(check_directory(root));
  // Outside a repository git tells of the user's own settings alone.
  if (!open_repository(root)) ORCHARD_CHECK(look_at(root));
  ORCHARD_TRY(const Configuration values, read_configuration(root));
  return Identity{value_of(values, "user.name"), value_of(values, "user.email")};
}

core::Result<RepositoryInfo> inspect_repository(const fs::path& path) {
  ORCHARD_CHECK(check_directory(path));
  ORCHARD_TRY(const Place place, look_at(path));
  RepositoryInfo info;
  ORCHARD_TRY(info.root, find_main_tree(path, place));
  ORCHARD_CHECK(check_directory(info.root));
  info.name = info.root.filename().string();
  info.common_dir = place.common_dir;
  ORCHARD_TRY(info.branches, list_branches(info.root));
  ORCHARD_TRY(const auto branch,
              run_git({.directory = info.root,
                       .arguments = {"symbolic-ref", "--quiet", "--short", "HEAD"}}));
  if (branch.ok()) info.head_branch = trimmed(branch.out);
  if (auto head = resolve_commit(info.root, "HEAD")) info.head = *head;
  if (info.head.empty() && info.branches.empty()) {
    return core::fail(
        not_usable(info.root, "has no commit yet; make a first commit, then add it."));
  }
  ORCHARD_TRY(const Configuration values, read_configuration(info.root));
  info.user = {value_of(values, "user.name"), value_of(values, "user.email")};
  ORCHARD_TRY(info.default_base, find_default_base(info.root, info));
  info.capabilities = probe(info.root, info.common_dir, place.object_format, values);
  return info;
}

}  // namespace orchard::git
