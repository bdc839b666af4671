#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orchard::metrics {

/// A transcript file as the file system tells of it.
struct TranscriptFile {
  std::string path;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t mtime = 0;  ///< nanoseconds

  bool operator==(const TranscriptFile&) const = default;
};

/// What lies below some folders.
struct TranscriptTree {
  std::vector<TranscriptFile> files;     ///< by path; nothing but regular `.jsonl` files
  std::vector<std::string> directories;  ///< every one that was read, the folders themselves too
  std::vector<std::string> unreadable;   ///< directories that could not be read
};

/// Looks at every file once, symbolic links to directories followed, none of them twice.
[[nodiscard]] TranscriptTree walk_transcripts(const std::vector<std::filesystem::path>& folders);
/// None when it is no regular file.
[[nodiscard]] std::optional<TranscriptFile> look_at_transcript(const std::string& path);

}  // namespace orchard::metrics
