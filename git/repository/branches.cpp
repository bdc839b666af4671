#include "git/repository/branches.h"

#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/repository/refs_libgit2.h"
#include "git/repository/remote_host.h"

#include <set>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

/// The commit a full or short name means, empty when there is none.
core::Result<core::CommitOid> look_up(const fs::path& root, const std::string& name) {
  ORCHARD_TRY(const auto output, run_git({.directory = root,
                                          .arguments = {"rev-parse", "--verify", "--quiet",
                                                        "--end-of-options", name + "^{commit}"}}));
  return core::CommitOid{output.ok() ? trimmed(output.out) : ""};
}

core::Result<std::string> ask(const fs::path& root, std::vector<std::string> arguments) {
  ORCHARD_TRY(auto output, run_git({.directory = root, .arguments = std::move(arguments)}));
  return output.ok() ? trimmed(std::move(output.out)) : std::string{};
}

/// The remote that news of `base` come from: the branch's own, else origin, else the only one.
core::Result<std::string> remote_of(const fs::path& root, const std::string& base) {
  if (has_remotes_libgit2(root) == false) return std::string{};
  auto configured = ask(root, {"config", "branch." + base + ".remote"});
  if (!configured || (!configured->empty() && *configured != ".")) return configured;
  ORCHARD_TRY(const std::string all, ask(root, {"remote"}));
  const auto remotes = split(all, '\n');
  for (const std::string& name : remotes) {
    if (name == "origin" || remotes.size() == 1) return name;
  }
  return std::string{};
}

}  // namespace

core::Result<std::vector<std::string>> list_branches(const fs::path& root) {
  if (auto found = list_branches_libgit2(root)) return std::move(*found);
  ORCHARD_TRY(const std::string out,
              git_output({.directory = root,
                          .arguments = {"for-each-ref", "--sort=-committerdate",
                                        "--format=%(refname:lstrip=2)", "refs/heads/"}},
                         "list the branches of \"" + root.string() + "\""));
  return split(out, '\n');
}

core::Result<void> check_branch_name(const std::string& name) {
  if (is_branch_name_libgit2(name)) return {};
  return core::fail(
      core::ErrorCode::invalid_argument,
      "\"" + name + "\" cannot be a branch name; use letters, digits, \"-\", \"_\" and \"/\".");
}

core::Result<std::string> free_branch_name(const fs::path& root, const std::string& wanted) {
  ORCHARD_CHECK(check_branch_name(wanted));
  ORCHARD_TRY(const auto branches, list_branches(root));
  // A ref cannot lie below another ref: "a" and "a/b" exclude each other.
  std::set<std::string> taken;
  for (const std::string& branch : branches) {
    taken.insert(branch);
    for (auto slash = branch.find('/'); slash != std::string::npos;
         slash = branch.find('/', slash + 1)) {
      taken.insert(branch.substr(0, slash));
    }
  }
  const std::set<std::string> exact(branches.begin(), branches.end());
  for (auto slash = wanted.find('/'); slash != std::string::npos;
       slash = wanted.find('/', slash + 1)) {
    if (!exact.contains(wanted.substr(0, slash))) continue;
    return core::fail(core::ErrorCode::already_exists, "The branch \"" + wanted.substr(0, slash) +
                                                           "\" exists, so git allows no \"" +
                                                           wanted + "\"; choose another prefix.");
  }
  std::string name = wanted;
  for (int number = 2; taken.contains(name); ++number) {
    name = wanted + "-" + std::to_string(number);
  }
  return name;
}

core::Result<core::CommitOid> resolve_commit(const fs::path& root, const std::string& name) {
  if (auto found = find_commit_libgit2(root, name)) return std::move(*found);
  for (const char* prefix : {"refs/heads/", "refs/remotes/", ""}) {
    if (name.empty()) break;
    ORCHARD_TRY(core::CommitOid oid, look_up(root, prefix + name));
    if (!oid.empty()) return oid;
  }
  return core::fail(core::ErrorCode::not_found, "There is no branch or commit \"" + name +
                                                    "\" in \"" + root.string() +
                                                    "\"; choose an existing one.");
}

core::Result<std::string> head_reference(const fs::path& worktree) {
  if (auto found = read_head_libgit2(worktree)) return std::move(*found);
  return ask(worktree, {"symbolic-ref", "--quiet", "HEAD"});
}

std::string branch_of_reference(const std::string& reference) {
  constexpr std::string_view kHeads = "refs/heads/";
  return reference.starts_with(kHeads) ? reference.substr(kHeads.size()) : std::string();
}

core::Result<std::string> checked_out_branch(const fs::path& worktree) {
  return head_reference(worktree).map(branch_of_reference);
}

core::Result<FetchedBase> fetch_base(const fs::path& root, const std::string& base,
                                     std::chrono::milliseconds time_limit,
                                     const std::atomic<bool>* cancel) {
  FetchedBase result{.fetched = false, .start_point = base, .problem = "", .host = ""};
  ORCHARD_TRY(const std::string remote, remote_of(root, base));
  if (remote.empty()) return result;
  ORCHARD_TRY(const std::string address, ask(root, {"remote", "get-url", "--", remote}));
  result.host = remote_host(address);
  const std::string tracking = "refs/remotes/" + remote + "/" + base;
  const auto output =
      run_git({.directory = root,
               .arguments = {"fetch", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
                             "--no-recurse-submodules", "--quiet", "--end-of-options", remote,
                             "+refs/heads/" + base + ":" + tracking},
               .access = Access::write,
               .environment = {{"GIT_ASKPASS", "true"}, {"SSH_ASKPASS", "true"}},
               .time_limit = time_limit,
               .cancel = cancel});
  if (!output && output.error().code != core::ErrorCode::timed_out) {
    return core::fail(output.error());
  }
  result.fetched = output && output->ok();
  if (!output) {
    result.problem = "The remote \"" + remote + "\" did not answer in time.";
  } else if (!output->ok()) {
    result.problem = explain_failure(*output, "fetch from \"" + remote + "\"").message;
  }
  ORCHARD_TRY(const auto local, look_up(root, "refs/heads/" + base));
  ORCHARD_TRY(const auto theirs, look_up(root, tracking));
  if (theirs.empty() || theirs == local) return result;
  ORCHARD_TRY(const auto newer,
              run_git({.directory = root,
                       .arguments = {"merge-base", "--is-ancestor", local.value, theirs.value}}));
  if (local.empty() || newer.ok()) result.start_point = remote + "/" + base;
  return result;
}

}  // namespace orchard::git
