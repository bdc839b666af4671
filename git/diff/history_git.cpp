#include "core/io/line_framer.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/diff/diff_output.h"
#include "git/diff/history_reader.h"
#include "git/diff/read_commits.h"

#include <charconv>
#include <unordered_map>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kFields = 8;
constexpr const char* kFormat = "--format=%H%x00%an%x00%ae%x00%at%x00%ct%x00%P%x00%s%x00";

core::Timestamp parse_seconds(const std::string& text) {
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return core::Timestamp{std::chrono::seconds{seconds}};
}

/// What `git log -z` prints in kFormat.
std::vector<core::CommitInfo> parse_log(const std::string& out) {
  std::vector<core::CommitInfo> commits;
  const std::vector<std::string> fields = split(out, '\0');
  // Each record ends in NUL and -z adds one between records, which shows as an empty field.
  for (std::size_t i = 0; i + kFields - 1 <= fields.size(); i += kFields) {
    core::CommitInfo commit;
    commit.oid = core::CommitOid{fields[i]};
    commit.author = core::to_valid_utf8(fields[i + 1]);
    commit.author_email = core::to_valid_utf8(fields[i + 2]);
    commit.authored_at = parse_seconds(fields[i + 3]);
    commit.committed_at = parse_seconds(fields[i + 4]);
    commit.is_merge = fields[i + 5].find(' ') != std::string::npos;
    commit.summary = core::to_valid_utf8(fields[i + 6]);
    commits.push_back(std::move(commit));
  }
  return commits;
}

core::Result<std::int64_t> count(const HistoryQuery& query, std::vector<std::string> range) {
  std::vector<std::string> arguments = {"rev-list", "--count"};
  arguments.insert(arguments.end(), range.begin(), range.end());
  ORCHARD_TRY(const std::string out,
              git_output({.directory = query.directory, .arguments = arguments}, "count commits"));
  std::int64_t value = 0;
  std::from_chars(out.data(), out.data() + out.size(), value);
  return value;
}

}  // namespace

core::Result<BranchSummary> read_history_git(const HistoryQuery& query) {
  BranchSummary summary;
  summary.head = query.head;
  std::vector<std::string> log = {"log", "-z", "--no-show-signature", kFormat, query.head.value};
  std::vector<std::string> merge_base = {"merge-base", query.head.value};
  for (const core::CommitOid& base : query.bases) {
    log.push_back("^" + base.value);
    merge_base.push_back(base.value);
  }
  log.push_back("--");
  ORCHARD_TRY(const std::string out,
              git_output({.directory = query.directory, .arguments = log}, "read the commits"));
  summary.commits = parse_log(out);
  summary.ahead = static_cast<std::int64_t>(summary.commits.size());
  ORCHARD_TRY(summary.behind,
              count(query, {query.bases.front().value, "^" + query.head.value, "--"}));
  ORCHARD_TRY(const auto found, run_git({.directory = query.directory, .arguments = merge_base}));
  if (found.ok()) summary.merge_base = core::CommitOid{split(found.out, '\n').front()};
  return summary;
}

core::Result<std::vector<core::CommitInfo>> read_commits(
    const fs::path& directory, const std::vector<core::CommitOid>& commits) {
  std::vector<core::CommitInfo> found;
  if (commits.empty()) return found;
  std::string input;
  for (const core::CommitOid& commit : commits) input += commit.value + "\n";
  ORCHARD_TRY(const std::string out,
              git_output({.directory = directory,
                          .arguments = {"log", "-z", "--no-show-signature", kFormat,
                                        "--no-walk=unsorted", "--stdin"},
                          .input = input},
                         "read the commits"));
  found = parse_log(out);
  std::vector<core::CommitInfo*> all;
  all.reserve(found.size());
  for (core::CommitInfo& commit : found) all.push_back(&commit);
  ORCHARD_CHECK(add_stats_git(directory, all));
  return found;
}

core::Result<void> add_stats_git(const fs::path& directory,
                                 const std::vector<core::CommitInfo*>& commits) {
  std::unordered_map<std::string, core::CommitInfo*> wanted;
  std::string input;
  for (core::CommitInfo* commit : commits) {
    if (commit->is_merge) continue;
    wanted[commit->oid.value] = commit;
    input += commit->oid.value + "\n";
  }
  if (wanted.empty()) return {};
  ORCHARD_TRY(const std::string out,
              git_output({.directory = directory,
                          .arguments = {"diff-tree", "--stdin", "-r", "--root", "--numstat", "-z",
                                        "--find-renames", "--no-ext-diff", "--no-textconv"},
                          .input = input},
                         "compare commits"));
  core::CommitInfo* current = nullptr;
  std::string block;
  const auto finish = [&] {
    if (current != nullptr) {
      current->stat = sum_of(parse_diff_output(block, ChangeGroup::committed));
    }
    block.clear();
  };
  for (const std::string& piece : split(out, '\0')) {
    // A commit's own line ends in NUL or, before a diff, in a newline, by version of git.
    const auto found = wanted.find(trimmed(piece));
    const std::size_t newline = piece.find('\n');
    if (found != wanted.end()) {
      finish();
      current = found->second;
    } else if (newline != std::string::npos && wanted.contains(piece.substr(0, newline))) {
      finish();
      current = wanted[piece.substr(0, newline)];
      block = piece.substr(newline + 1) + '\0';
    } else {
      block += piece + '\0';
    }
  }
  finish();
  return {};
}

core::Result<core::DiffStat> compare_git(const fs::path& directory, const core::CommitOid& from,
                                         const core::CommitOid& to) {
  ORCHARD_TRY(const auto files, changed_files(directory, from, to));
  return sum_of(files);
}

}  // namespace orchard::git
