#include "git/worktree/made_commits.h"

#include "core/io/file.h"
#include "git/command/text.h"
#include "git/repository/repository_lock.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace orchard::git {
namespace {

/// "old new name <mail> seconds zone\tverb: subject"
struct LogLine {
  std::string_view commit;
  core::Timestamp at;
  std::string_view verb;
  std::string_view subject;
};

/// Takes the piece after the last separator off the end of `text`.
std::string_view take_last(std::string_view& text, char separator) {
  const std::size_t at = text.rfind(separator);
  if (at == std::string_view::npos) return {};
  const std::string_view last = text.substr(at + 1);
  text = text.substr(0, at);
  return last;
}

std::optional<LogLine> parse_line(std::string_view text) {
  const std::size_t tab = text.find('\t');
  const std::size_t old_end = text.find(' ');
  if (tab == std::string_view::npos || old_end >= tab) return std::nullopt;
  LogLine line;
  std::string_view message = text.substr(tab + 1);
  std::string_view who = text.substr(old_end + 1, tab - old_end - 1);
  line.commit = who.substr(0, who.find(' '));
  (void)take_last(who, ' ');  // the zone
  const std::string_view digits = take_last(who, ' ');
  std::int64_t seconds = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), seconds).ec != std::errc{})
    return std::nullopt;
  line.at = core::Timestamp{std::chrono::seconds{seconds}};
  const std::size_t colon = message.find(": ");
  line.verb = message.substr(0, colon);
  if (colon != std::string_view::npos) line.subject = message.substr(colon + 2);
  return line;
}

bool makes_a_commit(const LogLine& line) {
  // Each step of a rebase names itself behind "rebase" or "pull --rebase".
  constexpr std::array<std::string_view, 6> kSteps = {"(pick)",   "(reword)", "(edit)",
                                                      "(squash)", "(fixup)",  "(continue)"};
  if (line.subject == "fast-forward") return false;  // moved to a commit that was there
  if (line.verb == "commit" || line.verb.starts_with("commit (")) return true;
  if (line.verb == "cherry-pick" || line.verb == "revert" || line.verb == "am") return true;
  return std::ranges::any_of(kSteps,
                             [&](std::string_view step) { return line.verb.ends_with(step); });
}

void add_branches(const LogLine& line, std::vector<std::string>& branches) {
  constexpr std::string_view kMoving = "moving from ";
  constexpr std::string_view kTo = " to ";
  if (line.verb != "checkout" || !line.subject.starts_with(kMoving)) return;
  const std::string_view names = line.subject.substr(kMoving.size());
  const std::size_t to = names.find(kTo);
  if (to == std::string_view::npos) return;
  for (const std::string_view name : {names.substr(0, to), names.substr(to + kTo.size())})
    if (std::ranges::find(branches, name) == branches.end()) branches.emplace_back(name);
}

/// The first line to read. Dates may be anything, so the place in the log counts as well.
std::size_t begin_of(const std::vector<LogLine>& lines, const MadeSince& since) {
  std::size_t begin = lines.size();
  for (std::size_t i = lines.size(); i > 0; --i) {
    if (lines[i - 1].commit != since.head.value) continue;
    begin = i;
    break;
  }
  const auto fresh =
      std::ranges::find_if(lines, [&](const LogLine& line) { return line.at >= since.moment; });
  return std::min(begin, static_cast<std::size_t>(fresh - lines.begin()));
}

/// The git directory as the worktree's own file names it: every workspace is asked at every look,
/// and opening its repository would take most of the time.
core::Result<std::filesystem::path> git_dir_of(const std::filesystem::path& worktree) {
  constexpr std::string_view kNames = "gitdir: ";
  const auto file = core::read_file(worktree / ".git");
  if (!file || !file->starts_with(kNames)) return find_git_dir(worktree);
  return worktree / trimmed(file->substr(kNames.size()));
}

}  // namespace

MadeCommits parse_head_log(std::string_view log, const MadeSince& since) {
  const std::vector<std::string> texts = split(log, '\n');
  std::vector<LogLine> lines;
  lines.reserve(texts.size());
  for (const std::string& text : texts)
    if (const auto line = parse_line(text)) lines.push_back(*line);
  MadeCommits made;
  for (std::size_t i = begin_of(lines, since); i < lines.size(); ++i) {
    if (makes_a_commit(lines[i])) made.commits.emplace_back(std::string(lines[i].commit));
    add_branches(lines[i], made.branches);
  }
  return made;
}

core::Result<MadeCommits> find_made_commits(const std::filesystem::path& worktree,
                                            const MadeSince& since) {
  ORCHARD_TRY(const std::filesystem::path git_dir, git_dir_of(worktree));
  const auto log = core::read_file(git_dir / "logs" / "HEAD");
  if (log) return parse_head_log(*log, since);
  if (log.error().code == core::ErrorCode::not_found) return MadeCommits{};
  return core::fail(log.error());
}

}  // namespace orchard::git
