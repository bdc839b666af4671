#include "core/io/line_framer.h"
#include "git/diff/history_reader.h"
#include "git/handle/handles.h"

#include <string_view>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

constexpr const char* kDoing = "read the history";

core::Result<git_oid> parse_oid(const core::CommitOid& text) {
  git_oid oid{};
  ORCHARD_CHECK(check(git_oid_fromstrn(&oid, text.value.data(), text.value.size()), kDoing));
  return oid;
}

core::CommitInfo describe(const git_oid& oid, git_commit* commit) {
  const auto text = [](const char* from) {
    return from == nullptr ? std::string{} : core::to_valid_utf8(from);
  };
  const auto seconds = [](git_time_t at) { return core::Timestamp{std::chrono::seconds{at}}; };
  core::CommitInfo info;
  info.oid = to_commit_oid(oid);
  info.summary = text(git_commit_summary(commit));
  if (const git_signature* author = git_commit_author(commit); author != nullptr) {
    info.author = text(author->name);
    info.author_email = text(author->email);
    info.authored_at = seconds(author->when.time);
  }
  info.committed_at = seconds(git_commit_time(commit));
  info.is_merge = git_commit_parentcount(commit) > 1;
  return info;
}

core::Result<TreeHandle> tree_of(git_repository* repository, const git_oid& oid) {
  CommitHandle commit;
  ORCHARD_CHECK(check(git_commit_lookup(out(commit), repository, &oid), kDoing));
  TreeHandle tree;
  ORCHARD_CHECK(check(git_commit_tree(out(tree), commit.get()), kDoing));
  return tree;
}

/// libgit2 pairs renamed and edited files by another measure than git, and splits a changed file
/// type in two; both show as a deletion beside an addition. Only git counts those as git does.
bool needs_git(const git_diff* diff) {
  bool added = false;
  bool deleted = false;
  for (std::size_t i = 0; i < git_diff_num_deltas(diff); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(diff, i);
    added = added || delta->status == GIT_DELTA_ADDED;
    deleted = deleted || delta->status == GIT_DELTA_DELETED;
    if (delta->old_file.mode == GIT_FILEMODE_COMMIT || delta->new_file.mode == GIT_FILEMODE_COMMIT)
      return true;
  }
  return added && deleted;
}

/// none: ask git.
core::Result<std::optional<core::DiffStat>> compare_trees(git_repository* repository,
                                                          git_tree* from, git_tree* to) {
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.context_lines = 0;
  DiffHandle diff;
  ORCHARD_CHECK(check(git_diff_tree_to_tree(out(diff), repository, from, to, &options), kDoing));
  if (needs_git(diff.get())) return std::nullopt;
  DiffStatsHandle stats;
  const int rc = git_diff_get_stats(out(stats), diff.get());
  if (rc == GIT_ENOTFOUND) return std::nullopt;  // partial clone: git fetches what is missing
  ORCHARD_CHECK(check(rc, kDoing));
  return core::DiffStat{static_cast<std::int64_t>(git_diff_stats_insertions(stats.get())),
                        static_cast<std::int64_t>(git_diff_stats_deletions(stats.get())),
                        static_cast<std::int64_t>(git_diff_stats_files_changed(stats.get()))};
}

core::Result<std::optional<core::DiffStat>> compare_with_parent(git_repository* repository,
                                                                const core::CommitOid& oid) {
  ORCHARD_TRY(const git_oid id, parse_oid(oid));
  CommitHandle commit;
  ORCHARD_CHECK(check(git_commit_lookup(out(commit), repository, &id), kDoing));
  TreeHandle parent;
  if (git_commit_parentcount(commit.get()) > 0) {
    ORCHARD_TRY(parent, tree_of(repository, *git_commit_parent_id(commit.get(), 0)));
  }
  ORCHARD_TRY(const TreeHandle tree, tree_of(repository, id));
  return compare_trees(repository, parent.get(), tree.get());
}

}  // namespace

core::Result<BranchSummary> read_history_libgit2(const HistoryQuery& query) {
  ORCHARD_TRY(const OpenRepository repository, open_repository(query.directory));
  BranchSummary summary;
  summary.head = query.head;
  ORCHARD_TRY(const git_oid head, parse_oid(query.head));
  WalkHandle walk;
  ORCHARD_CHECK(check(git_revwalk_new(out(walk), repository.get()), kDoing));
  git_revwalk_sorting(walk.get(), GIT_SORT_TIME);
  ORCHARD_CHECK(check(git_revwalk_push(walk.get(), &head), kDoing));
  std::vector<git_oid> tips = {head};
  for (const core::CommitOid& base : query.bases) {
    ORCHARD_TRY(const git_oid oid, parse_oid(base));
    ORCHARD_CHECK(check(git_revwalk_hide(walk.get(), &oid), kDoing));
    tips.push_back(oid);
  }
  git_oid oid{};
  int rc = 0;
  while ((rc = git_revwalk_next(&oid, walk.get())) == 0) {
    CommitHandle commit;
    ORCHARD_CHECK(check(git_commit_lookup(out(commit), repository.get(), &oid), kDoing));
    summary.commits.push_back(describe(oid, commit.get()));
  }
  if (rc != GIT_ITEROVER) ORCHARD_CHECK(check(rc, kDoing));
  std::size_t ahead = 0;
  std::size_t behind = 0;
  ORCHARD_CHECK(
      check(git_graph_ahead_behind(&ahead, &behind, repository.get(), &head, &tips[1]), kDoing));
  summary.ahead = static_cast<std::int64_t>(summary.commits.size());
  summary.behind = static_cast<std::int64_t>(behind);
  git_oid merge_base{};
  rc = git_merge_base_many(&merge_base, repository.get(), tips.size(), tips.data());
  if (rc != GIT_ENOTFOUND) {
    ORCHARD_CHECK(check(rc, kDoing));
    summary.merge_base = to_commit_oid(merge_base);
  }
  return summary;
}

core::Result<void> add_stats_libgit2(const fs::path& directory,
                                     std::vector<core::CommitInfo*> commits) {
  ORCHARD_TRY(const OpenRepository repository, open_repository(directory));
  std::vector<core::CommitInfo*> left;
  for (core::CommitInfo* commit : commits) {
    if (commit->is_merge) continue;
    ORCHARD_TRY(const auto stat, compare_with_parent(repository.get(), commit->oid));
    if (stat) {
      commit->stat = *stat;
    } else {
      left.push_back(commit);
    }
  }
  return add_stats_git(directory, left);
}

core::Result<core::DiffStat> compare_libgit2(const fs::path& directory, const core::CommitOid& from,
                                             const core::CommitOid& to) {
  ORCHARD_TRY(const OpenRepository repository, open_repository(directory));
  TreeHandle before;
  if (!from.empty()) {
    ORCHARD_TRY(const git_oid oid, parse_oid(from));
    ORCHARD_TRY(before, tree_of(repository.get(), oid));
  }
  ORCHARD_TRY(const git_oid oid, parse_oid(to));
  ORCHARD_TRY(const TreeHandle after, tree_of(repository.get(), oid));
  ORCHARD_TRY(const auto stat, compare_trees(repository.get(), before.get(), after.get()));
  if (stat) return *stat;
  return compare_git(directory, from, to);
}

}  // namespace orchard::git
