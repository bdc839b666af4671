#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/ids.h"
#include "metrics/intake/transcript_folder.h"
#include "metrics/ledger/store.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// What one pass over the files of a session found.
struct IntakeReport {
  std::int64_t calls = 0;    ///< lines that told of a reply, repeats included
  std::int64_t skipped = 0;  ///< lines too long or damaged, replies that could not be read
  std::int64_t files = 0;
  std::uint64_t bytes = 0;  ///< newly read
};

/// Follows the transcript files a session of Claude Code writes (its own and its sub-agents') into
/// the ledger, each exactly once by byte offset. One thread at a time; owns nothing but its names.
class TranscriptReader {
 public:
  /// `config_dir`: $CLAUDE_CONFIG_DIR or ~/.claude. `cwd`: where the agent runs; symlinks are
  /// resolved when it still exists.
  TranscriptReader(const std::filesystem::path& config_dir, const std::filesystem::path& cwd,
                   core::SessionId session);

  /// Where the session's own transcript lies, whether it exists or not.
  [[nodiscard]] std::filesystem::path main_file() const;
  /// The files that exist now.
  [[nodiscard]] std::vector<std::filesystem::path> files() const;

  /// Reads what was appended since anybody read last, as TranscriptSweep does. A missing file is no
  /// error. What was found is added to `report`, also when a file could not be read.
  [[nodiscard]] core::Result<void> read_new(Store& store, core::Timestamp now,
                                            IntakeReport& report) const;

 private:
  std::filesystem::path folder_;
  core::SessionId session_;
};

}  // namespace orchard::metrics
