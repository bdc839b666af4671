#pragma once

#include "metrics/calls/sighting.h"
#include "metrics/intake/usage_line.h"
#include "metrics/sweep/scan/scan_ledger.h"
#include "metrics/sweep/scan/transcript_scan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// What was read of some transcripts, and how far. Plain value.
struct Harvest {
  SightingBatch batch;
  std::vector<ScanRecord> records;  ///< in the order of reading; a file may come several times
  std::uint64_t bytes = 0;
  std::int64_t skipped = 0;           ///< lines that could not be read
  std::int64_t replies = 0;           ///< lines that told of one
  std::vector<core::Error> problems;  ///< files that could not be read

  [[nodiscard]] bool is_empty() const { return records.empty() && problems.empty(); }
};

/// The session whose records a file holds, as its place tells: for records that do not say it.
[[nodiscard]] std::string session_of_path(std::string_view path);

/// What is known of a transcript beside its lines.
struct FileFacts {
  std::string session;     ///< of lines that name none
  std::string agent_type;  ///< of the sub-agent whose transcript it is; empty: not known
};

/// Takes a line in: a reply with the calls to advisors it tells of, or a call that failed. Pieces
/// of one reply that follow each other become one sighting.
void add_reply(SightingBatch& batch, const UsageLine& line, const FileFacts& file,
               std::optional<std::int64_t> duration);

/// Reads what is new of one file; a long one is given out in parts that each leave the store right.
class FileReader {
 public:
  /// `known` was read before, if anything was.
  FileReader(ScanBuffer& buffer, core::Timestamp now, const TranscriptFile& file,
             const ScanRecord* known)
      : buffer_(buffer), now_(now), file_(file), known_(known) {}

  /// Adds to the harvest until the file ends or the harvest holds `enough` sightings. True: there
  /// is more. A file that cannot be read is a problem of the harvest.
  [[nodiscard]] bool read(Harvest& harvest, std::size_t enough);

 private:
  [[nodiscard]] core::Result<bool> read_on(Harvest& harvest, std::size_t enough);

  ScanBuffer& buffer_;
  const core::Timestamp now_;
  const TranscriptFile& file_;
  const ScanRecord* known_;
  std::optional<TranscriptScan> scan_;
  FileFacts facts_;
};

}  // namespace orchard::metrics
