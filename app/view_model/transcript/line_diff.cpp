#include "app/view_model/transcript/line_diff.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace orchard::app {
namespace {

using Lines = std::vector<std::string_view>;
constexpr std::size_t kMostPairs = 4'000'000;

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// Writes the lines of the script and their numbers.
class Script {
 public:
  void same(std::string_view text) { put(DiffLine::Kind::same, ++old_, ++new_, text); }
  void added(std::string_view text) {
    put(DiffLine::Kind::added, 0, ++new_, text);
    ++diff.additions;
  }
  void deleted(std::string_view text) {
    put(DiffLine::Kind::deleted, ++old_, 0, text);
    ++diff.deletions;
  }
  LineDiff diff;

 private:
  void put(DiffLine::Kind kind, std::int64_t old_line, std::int64_t new_line,
           std::string_view text) {
    diff.lines.push_back({kind, old_line, new_line, std::string(text)});
  }
  std::int64_t old_ = 0;
  std::int64_t new_ = 0;
};

struct Range {
  std::size_t begin;
  std::size_t end;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

// The longest common subsequence of the two middles, by the classic table.
void diff_middle(const Lines& before, Range a, const Lines& after, Range b, Script& script) {
  const std::size_t width = b.size() + 1;
  std::vector<std::uint32_t> longest((a.size() + 1) * width, 0);
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      longest[i * width + j] =
          before[a.begin + i] == after[b.begin + j]
              ? longest[(i + 1) * width + j + 1] + 1
              : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    const bool both = i < a.size() && j < b.size();
    if (both && before[a.begin + i] == after[b.begin + j]) {
      script.same(before[a.begin + i]);
      ++i;
      ++j;
    } else if (j == b.size() ||
               (both && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      script.deleted(before[a.begin + i++]);
    } else {
      script.added(after[b.begin + j++]);
    }
  }
}

// Keeps `context` unchanged lines around changes, one gap line for every run left out.
std::vector<DiffLine> with_context(std::vector<DiffLine> lines, int context) {
  const auto reach = static_cast<std::size_t>(std::max(context, 0));
  std::vector<bool> keep(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind == DiffLine::Kind::same) continue;
    const std::size_t first = i < reach ? 0 : i - reach;
    const std::size_t last = std::min(lines.size(), i + reach + 1);
    for (std::size_t near = first; near < last; ++near) keep[near] = true;
  }
  std::vector<DiffLine> kept;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (keep[i]) {
      kept.push_back(std::move(lines[i]));
    } else if (kept.empty() ? std::find(keep.begin(), keep.end(), true) != keep.end()
                            : kept.back().kind != DiffLine::Kind::gap) {
      kept.push_back({DiffLine::Kind::gap, 0, 0, ""});
    }
  }
  return kept;
}

}  // namespace

LineDiff diff_lines(std::string_view before, std::string_view after, int context) {
  const Lines a = split(before);
  const Lines b = split(after);
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t head = 0;
  while (head < shorter && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;

  Script script;
  for (std::size_t i = 0; i < head; ++i) script.same(a[i]);
  const Range left{head, a.size() - tail};
  const Range right{head, b.size() - tail};
  if (right.size() != 0 && left.size() > kMostPairs / right.size()) {
    for (std::size_t i = left.begin; i < left.end; ++i) script.deleted(a[i]);
    for (std::size_t i = right.begin; i < right.end; ++i) script.added(b[i]);
  } else {
    diff_middle(a, left, b, right, script);
  }
  for (std::size_t i = left.end; i < a.size(); ++i) script.same(a[i]);
  script.diff.lines = with_context(std::move(script.diff.lines), context);
  return std::move(script.diff);
}

}  // namespace orchard::app
