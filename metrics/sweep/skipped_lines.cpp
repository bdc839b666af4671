#include "metrics/schema/columns.h"
#include "metrics/sweep/harvest.h"
#include "metrics/sweep/scan/transcript_scan.h"
#include "metrics/sweep/sweep.h"

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <unistd.h>

namespace orchard::metrics {

using core::Result;
using core::Statement;

namespace {

constexpr std::string_view kOwnSession = "SELECT 1 FROM session WHERE id = ?1 AND outside = 0";

/// Which line of the file begins at each of the offsets, which ascend.
Result<void> number_lines(const std::string& path, std::vector<SkippedLine>& lines) {
  ORCHARD_TRY(const core::FileDescriptor fd, core::open_file(path, O_RDONLY));
  std::array<char, 65'536> bytes{};
  std::uint64_t at = 0;
  std::int64_t line = 1;
  std::size_t first = 0;
  while (first < lines.size()) {
    const ssize_t got = ::read(fd.get(), bytes.data(), bytes.size());
    if (got <= 0) return {};
    const char* from = bytes.data();
    const char* end = from + got;
    while (first < lines.size() && lines[first].offset < at + static_cast<std::uint64_t>(got)) {
      const char* to = bytes.data() + (lines[first].offset - at);
      line += std::count(from, to, '\n');
      from = to;
      lines[first++].line = line;
    }
    line += std::count(from, end, '\n');
    at += static_cast<std::uint64_t>(got);
  }
  return {};
}

Result<void> list_lines_of(const std::string& path, core::Timestamp now,
                           std::vector<SkippedLine>& lines) {
  ScanBuffer buffer;
  ORCHARD_TRY(auto scan, TranscriptScan::open(path, now, buffer));
  if (!scan) return {};
  bool more = true;
  while (more) {
    ORCHARD_TRY(more, scan->step([](const UsageLine&, std::optional<std::int64_t>) {},
                                 [&](std::uint64_t offset, LineFault fault) {
                                   lines.push_back({path, 0, offset, fault});
                                 }));
  }
  return number_lines(path, lines);
}

}  // namespace

Result<std::int64_t> count_skipped_lines(Store& store) {
  ORCHARD_TRY(const auto sum,
              find_integer(store.database(), "SELECT COALESCE(SUM(skipped), 0) FROM transcript"));
  return sum.value_or(0);
}

Result<SkippedLines> list_skipped_lines(Store& store, core::Timestamp now, SkippedLinesOf whose) {
  ORCHARD_TRY(Statement statement,
              store.database().prepare("SELECT path FROM transcript WHERE skipped > 0 "
                                       "ORDER BY path"));
  std::vector<std::string> paths;
  ORCHARD_CHECK(statement.each([&](const Statement& row) { paths.push_back(row.text(0)); }));
  SkippedLines found;
  for (const std::string& path : paths) {
    if (whose == SkippedLinesOf::own_sessions) {
      ORCHARD_TRY(const auto own,
                  find_integer(store.database(), kOwnSession, session_of_path(path)));
      if (!own) continue;
    }
    std::vector<SkippedLine> lines;
    if (auto listed = list_lines_of(path, now, lines); !listed)
      found.problems.push_back(std::move(listed).error());
    found.lines.insert(found.lines.end(), lines.begin(), lines.end());
  }
  return found;
}

}  // namespace orchard::metrics
