#pragma once

#include "core/base/result.h"
#include "core/io/file.h"
#include "core/io/line_framer.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>

namespace orchard::agents {

/// Follows one append-only log by offset. The file may not exist yet and its last line may be
/// unfinished. Knows nothing of time or events: call read() when the file may have grown. Owned and
/// used by one thread.
class LogTail {
 public:
  static constexpr std::size_t kChunk = std::size_t{256} << 10U;

  /// Begins at byte `offset`, which is the beginning of a line.
  LogTail(std::filesystem::path path, std::uint64_t offset,
          std::size_t line_limit = core::LineFramer::kDefaultLimit);

  using OnLine = std::function<void(const core::LineFramer::Line&)>;

  /// Reads at most about `budget` bytes and hands on every line they complete. Gives the number of
  /// bytes read: 0 when there is nothing new. Errors: corrupt when the file became shorter than
  /// what was read of it, io.
  [[nodiscard]] core::Result<std::size_t> read(const OnLine& on_line,
                                               std::size_t budget = std::size_t{4} << 20U);

  /// The offset behind the last complete line: where a successor continues.
  [[nodiscard]] std::uint64_t complete_until() const { return framer_.complete_until(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  core::FileDescriptor file_;
  core::LineFramer framer_;
  std::uint64_t position_;
};

}  // namespace orchard::agents
