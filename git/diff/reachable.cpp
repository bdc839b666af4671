#include "git/diff/reachable.h"

#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/repository/branches.h"

namespace orchard::git {

namespace {

/// Those of `commits` that the repository still has.
core::Result<std::vector<core::CommitOid>> find_existing(
    const std::filesystem::path& directory, const std::vector<core::CommitOid>& commits) {
  std::string input;
  for (const core::CommitOid& commit : commits) input += commit.value + "^{commit}\n";
  ORCHARD_TRY(const std::string out,
              git_output({.directory = directory,
                          .arguments = {"cat-file", "--batch-check=%(objecttype)"},
                          .input = input},
                         "look for former commits"));
  const std::vector<std::string> types = split(out, '\n');
  std::vector<core::CommitOid> existing;
  for (std::size_t i = 0; i < commits.size() && i < types.size(); ++i)
    if (types[i] == "commit") existing.push_back(commits[i]);
  return existing;
}

}  // namespace

core::Result<std::unordered_set<core::CommitOid>> find_reachable(
    const std::filesystem::path& directory, const std::vector<core::CommitOid>& commits,
    const std::vector<std::string>& tips) {
  std::unordered_set<core::CommitOid> reachable;
  std::string excluded;
  for (const std::string& tip : tips)
    if (const auto oid = resolve_commit(directory, tip)) excluded += "^" + oid->value + "\n";
  if (commits.empty() || excluded.empty()) return reachable;
  ORCHARD_TRY(const auto existing, find_existing(directory, commits));
  if (existing.empty()) return reachable;
  std::string input;
  for (const core::CommitOid& commit : existing) input += commit.value + "\n";
  ORCHARD_TRY(const std::string out, git_output({.directory = directory,
                                                 .arguments = {"rev-list", "--stdin"},
                                                 .input = input + excluded},
                                                "look for former commits"));
  reachable.insert(existing.begin(), existing.end());
  for (const std::string& line : split(out, '\n')) reachable.erase(core::CommitOid(line));
  return reachable;
}

}  // namespace orchard::git
