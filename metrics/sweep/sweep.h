#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "metrics/intake/usage_line.h"
#include "metrics/ledger/store.h"
#include "metrics/sweep/places/transcript_tree.h"
#include "metrics/sweep/scan/scan_ledger.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace orchard::metrics {

/// What one pass over transcripts found.
struct SweepReport {
  std::int64_t files = 0;                ///< that are there
  std::int64_t read = 0;                 ///< of them, that had something new
  std::int64_t replies = 0;              ///< lines that told of an API response, repeats included
  std::int64_t skipped = 0;              ///< lines that could not be read
  std::uint64_t bytes = 0;               ///< newly read
  std::vector<std::string> directories;  ///< that were looked into
  std::vector<core::Error> problems;     ///< files and folders that could not be read
};

/// Follows every transcript below the config directories of Claude Code into the ledger, each
/// exactly once by its offset, which is written in the transaction of the calls. What Claude Code
/// deletes stays counted. Reads in a thread of its own when there is much; several processes may do
/// it at once. One thread; the store must outlive it.
class TranscriptSweep {
 public:
  /// `now`: replies of more than a day after it are skipped, and taken in when their day has come.
  TranscriptSweep(Store& store, core::Timestamp now) : store_(store), now_(now) {}

  /// Everything below `config_dirs`; files that did not change cost one look at their size.
  [[nodiscard]] core::Result<SweepReport> run(
      const std::vector<std::filesystem::path>& config_dirs);
  /// Only what lies below these folders.
  [[nodiscard]] core::Result<SweepReport> run_below(
      const std::vector<std::filesystem::path>& folders);
  /// Only these files.
  [[nodiscard]] core::Result<SweepReport> run_files(
      const std::vector<std::filesystem::path>& files);

 private:
  [[nodiscard]] core::Result<SweepReport> read(TranscriptTree tree, const ScanRecords& known);
  [[nodiscard]] core::Result<void> forget_gone(const std::vector<std::string>& roots,
                                               const TranscriptTree& tree, ScanRecords& known);

  Store& store_;
  core::Timestamp now_;
};

/// The next pass reads everything again, which counts nothing twice: for a transcript that was
/// changed where it had been read already, which Claude Code never does. Errors: those of the
/// store.
[[nodiscard]] core::Result<void> forget_what_was_read(Store& store);

/// How many lines of the transcripts that are there could not be read.
[[nodiscard]] core::Result<std::int64_t> count_skipped_lines(Store& store);

/// A line that could not be read.
struct SkippedLine {
  std::string path;
  std::int64_t line = 0;     ///< counts from 1
  std::uint64_t offset = 0;  ///< of its first byte
  LineFault fault = LineFault::broken;
};
struct SkippedLines {
  std::vector<SkippedLine> lines;     ///< by file and line
  std::vector<core::Error> problems;  ///< files that cannot be read now
};
/// Which transcripts may be opened for it.
enum class SkippedLinesOf { everybody, own_sessions };
/// Looks them up again in the files; in files that changed since, as they are now. Errors: those of
/// the store.
[[nodiscard]] core::Result<SkippedLines> list_skipped_lines(
    Store& store, core::Timestamp now, SkippedLinesOf whose = SkippedLinesOf::everybody);

}  // namespace orchard::metrics
