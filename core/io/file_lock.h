#pragma once

#include "core/base/result.h"
#include "core/io/file.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>

namespace orchard::core {

/// An exclusive flock(2), held for the lifetime of the value. The kernel drops it when the process
/// dies, so a crash never leaves it locked. The file stays; its fd is not inherited by children.
class FileLock {
 public:
  FileLock(FileLock&&) noexcept = default;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

  /// none: somebody else holds it. Makes the file (0600) when missing.
  [[nodiscard]] static Result<std::optional<FileLock>> try_acquire(
      const std::filesystem::path& path);

  /// Waits up to `patience`. Errors: timed_out, io.
  [[nodiscard]] static Result<FileLock> acquire(const std::filesystem::path& path,
                                                std::chrono::milliseconds patience);

 private:
  explicit FileLock(FileDescriptor fd) : fd_(std::move(fd)) {}
  FileDescriptor fd_;
};

}  // namespace orchard::core
