#pragma once

#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <vector>

namespace orchard::core {

/// Tells which of a set of directories changed (a file in it was written, made, moved or removed),
/// by inotify. Used by one thread. Directories that do not exist yet are refused, not awaited; one
/// that is removed or moved away is reported and then no longer watched.
class DirectoryWatch {
 public:
  [[nodiscard]] static Result<DirectoryWatch> create();

  /// True: it was not watched under this path before. Watching the same directory twice is fine.
  /// Paths are given back as they were added. Errors: not_found, permission_denied, io (limit
  /// reached).
  [[nodiscard]] Result<bool> add(const std::filesystem::path& directory);
  void remove(const std::filesystem::path& directory);

  /// Waits up to `patience` (0: does not wait) and gives the directories that changed since the
  /// last call, each once, sorted. Empty on time-out or after wake(). On overflow: all of them.
  [[nodiscard]] std::vector<std::filesystem::path> wait(std::chrono::milliseconds patience);
  /// Ends a running wait(), or the next one; safe from any thread.
  void wake();

  DirectoryWatch(DirectoryWatch&&) noexcept;
  DirectoryWatch& operator=(DirectoryWatch&&) noexcept;
  ~DirectoryWatch();

 private:
  struct Impl;
  explicit DirectoryWatch(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace orchard::core
