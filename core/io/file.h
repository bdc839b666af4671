#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace orchard::core {

/// An owned file descriptor, closed on destruction. Movable, not copyable.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor();

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  void close();

 private:
  int fd_ = -1;
};

/// open(2) with O_CLOEXEC always added. Errors name the path.
[[nodiscard]] Result<FileDescriptor> open_file(const std::filesystem::path& path, int flags,
                                               unsigned mode = 0600);

/// The whole file. Errors: not_found, permission_denied, io.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

/// Replaces `path` atomically: a file of mode 0600 beside it, fsync, rename.
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path& path,
                                                 std::string_view content);

/// A new file of mode 0600; nothing is left of it when writing fails. Errors: already_exists when
/// something stands there, however late it came.
[[nodiscard]] Result<void> write_new_file(const std::filesystem::path& path,
                                          std::string_view content);

/// Makes `path` and its missing parents with mode 0700.
[[nodiscard]] Result<void> make_private_directory(const std::filesystem::path& path);

/// Turns errno into an Error: "<what> '<path>': <reason>.", where `what` is like "Could not open".
[[nodiscard]] Error errno_error(int error_number, std::string_view what,
                                const std::filesystem::path& path);

}  // namespace orchard::core
