#include "git/diff/branch_summary.h"

#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/diff/history_reader.h"
#include "git/repository/branches.h"
#include "git/repository/refs_libgit2.h"
#include "git/repository/repository_info.h"

#include <system_error>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

/// The branch and commit to look at; no commit for a branch that has none yet.
core::Result<BranchSummary> find_head(const ObserveRequest& request) {
  BranchSummary summary;
  if (!request.branch.empty()) {
    summary.branch = request.branch;
    ORCHARD_TRY(summary.head, resolve_commit(request.directory, request.branch));
    return summary;
  }
  ORCHARD_TRY(const std::string ref, head_reference(request.directory));
  summary.branch = branch_of_reference(ref);
  if (auto head = resolve_commit(request.directory, "HEAD")) {
    summary.head = *head;
  } else if (ref.empty()) {
    return core::fail(std::move(head).error());
  }
  return summary;
}

/// Work that was fetched and merged, or started from, is not ours before the base follows it.
std::optional<core::CommitOid> find_upstream(const ObserveRequest& request, bool readable) {
  std::vector<std::string> names = {request.base + "@{upstream}", "origin/" + request.base};
  if (!request.upstream_base.empty()) names = {request.upstream_base};
  for (const std::string& name : names) {
    if (auto found = find_commit_libgit2(request.directory, name)) return found;
    if (readable) continue;
    if (auto found = resolve_commit(request.directory, name)) return *found;
  }
  return std::nullopt;
}

}  // namespace

core::Result<BranchSummary> observe_branch(const ObserveRequest& request) {
  std::error_code failed;
  if (!fs::is_directory(request.directory, failed)) {
    return core::fail(core::ErrorCode::not_found,
                      "The folder \"" + request.directory.string() + "\" is gone.");
  }
  ORCHARD_TRY(BranchSummary found, find_head(request));
  HistoryQuery query{request.directory, found.head, {}};
  ORCHARD_TRY(query.bases.emplace_back(), resolve_commit(request.directory, request.base));
  if (found.head.empty()) return found;
  const bool readable =
      request.backend != Backend::git_program && can_libgit2_read(request.directory);
  if (auto upstream = find_upstream(request, readable)) query.bases.push_back(std::move(*upstream));
  if (request.backend == Backend::libgit2 && !readable) {
    return core::fail(core::ErrorCode::unsupported, "libgit2 cannot read the repository of \"" +
                                                        request.directory.string() + "\".");
  }
  ORCHARD_TRY(BranchSummary summary,
              readable ? read_history_libgit2(query) : read_history_git(query));
  summary.branch = found.branch;
  std::vector<core::CommitInfo*> unknown;
  for (core::CommitInfo& commit : summary.commits) {
    const auto known = request.known.find(commit.oid);
    if (known != request.known.end()) {
      commit.stat = known->second;
    } else {
      unknown.push_back(&commit);
    }
  }
  ORCHARD_CHECK(readable ? add_stats_libgit2(request.directory, unknown)
                         : add_stats_git(request.directory, unknown));
  if (!summary.head.empty() && summary.head == request.known_head &&
      summary.merge_base == request.known_merge_base) {
    summary.net = request.known_net;
    return summary;
  }
  ORCHARD_TRY(summary.net,
              readable ? compare_libgit2(request.directory, summary.merge_base, summary.head)
                       : compare_git(request.directory, summary.merge_base, summary.head));
  return summary;
}

}  // namespace orchard::git
