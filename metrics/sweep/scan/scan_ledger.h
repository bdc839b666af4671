#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/sweep/places/transcript_tree.h"
#include "metrics/sweep/scan/transcript_scan.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace orchard::metrics {

/// How far a transcript was read, and how the file looked then. Its time is 0 while more of it is
/// there than was read.
struct ScanRecord {
  TranscriptFile file;
  ScanPoint point;

  [[nodiscard]] bool is_up_to_date(const TranscriptFile& now) const {
    return file.inode == now.inode && file.size == now.size && file.mtime == now.mtime;
  }
  /// A reply that lay in the future no longer does: the file is to be read from its beginning.
  [[nodiscard]] bool is_due(core::Timestamp now) const { return point.due && *point.due <= now; }
};

/// What the store knows of transcripts, by path.
using ScanRecords = std::unordered_map<std::string, ScanRecord>;
[[nodiscard]] core::Result<ScanRecords> load_scan_records(core::Database& database);
[[nodiscard]] core::Result<std::optional<ScanRecord>> load_scan_record(core::Database& database,
                                                                       const std::string& path);

// Inside a transaction:

[[nodiscard]] core::Result<void> put_scan_record(core::Database& database,
                                                 const ScanRecord& record);
/// What was read of the file was renamed with it.
[[nodiscard]] core::Result<void> move_scan_record(core::Database& database, const std::string& from,
                                                  const std::string& to);
[[nodiscard]] core::Result<void> drop_scan_record(core::Database& database,
                                                  const std::string& path);
/// Every transcript will be read from its beginning.
[[nodiscard]] core::Result<void> forget_scan_points(core::Database& database);

}  // namespace orchard::metrics
