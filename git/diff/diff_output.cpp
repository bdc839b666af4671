#include "git/diff/diff_output.h"

#include "git/command/text.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace orchard::git {
namespace {

std::int64_t parse_count(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;  // "-" (binary) stays 0
}

/// The part of `record` behind its first `fields` spaces.
std::string_view behind_fields(std::string_view record, int fields) {
  for (; fields > 0; --fields) {
    const std::size_t space = record.find(' ');
    if (space == std::string_view::npos) return {};
    record.remove_prefix(space + 1);
  }
  return record;
}

}  // namespace

std::vector<FileChange> parse_diff_output(std::string_view text, ChangeGroup group) {
  const std::vector<std::string> pieces = split(text, '\0');
  std::map<std::string, char> letters;
  std::vector<FileChange> files;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string& piece = pieces[i];
    if (piece.starts_with(':')) {  // ":mode mode oid oid LETTER", then one or two paths
      const char letter =
          behind_fields(piece, 4).substr(0, 1).empty() ? 'M' : behind_fields(piece, 4).front();
      i += letter == 'R' || letter == 'C' ? 2 : 1;
      if (i < pieces.size()) letters[pieces[i]] = letter;
      continue;
    }
    const std::size_t first = piece.find('\t');
    const std::size_t second = first == std::string::npos ? first : piece.find('\t', first + 1);
    if (second == std::string::npos) continue;
    FileChange file;
    file.group = group;
    file.stat = {parse_count(std::string_view(piece).substr(0, first)),
                 parse_count(std::string_view(piece).substr(first + 1, second - first - 1)), 1};
    file.path = piece.substr(second + 1);
    if (file.path.empty() && i + 2 < pieces.size()) {  // a rename: old and new follow
      file.old_path = pieces[i + 1];
      file.path = pieces[i + 2];
      file.letter = 'R';
      i += 2;
    }
    if (const auto known = letters.find(file.path); known != letters.end()) {
      file.letter = known->second;
    }
    files.push_back(std::move(file));
  }
  return files;
}

core::DiffStat sum_of(const std::vector<FileChange>& files) {
  core::DiffStat sum;
  for (const FileChange& file : files) sum += file.stat;
  return sum;
}

std::vector<StatusEntry> parse_status(std::string_view text) {
  // Fields before the path, by kind of record (git-status, "Porcelain Format Version 2").
  const std::map<char, int> fields = {{'1', 8}, {'2', 9}, {'u', 10}, {'?', 1}, {'!', 1}};
  std::vector<StatusEntry> entries;
  const std::vector<std::string> records = split(text, '\0');
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::string& record = records[i];
    const auto known = record.empty() ? fields.end() : fields.find(record.front());
    if (known == fields.end()) continue;
    StatusEntry entry;
    entry.kind = record.front();
    entry.path = behind_fields(record, known->second);
    if (entry.kind == '?' || entry.kind == '!') {
      entry.staged = entry.working = entry.kind;
    } else if (record.size() > 5) {
      entry.staged = record[2];
      entry.working = record[3];
      entry.submodule = record[5] == 'S';
    }
    if (entry.kind == '2') ++i;  // the old path is a record of its own
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace orchard::git
