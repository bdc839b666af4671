#include "core/io/file_lock.h"

#include <algorithm>
#include <cerrno>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace orchard::core {
namespace {

/// False when the file was removed or replaced after we opened it: a lock on it guards nothing.
bool is_still_at(const FileDescriptor& fd, const std::filesystem::path& path) {
  struct stat opened {};
  struct stat present {};
  return ::fstat(fd.get(), &opened) == 0 && ::stat(path.c_str(), &present) == 0 &&
         opened.st_dev == present.st_dev && opened.st_ino == present.st_ino;
}

}  // namespace

FileLock::~FileLock() {
  // Closing is not enough: a child that was forked but has not called exec yet shares the lock.
  if (fd_.is_open()) ::flock(fd_.get(), LOCK_UN);
}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Result<std::optional<FileLock>> FileLock::try_acquire(const std::filesystem::path& path) {
  while (true) {
    ORCHARD_TRY(FileDescriptor fd, open_file(path, O_RDWR | O_CREAT));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) return std::nullopt;
      if (errno == EINTR) continue;
      return fail(errno_error(errno, "Could not lock", path));
    }
    if (is_still_at(fd, path)) return FileLock(std::move(fd));
  }
}

Result<FileLock> FileLock::acquire(const std::filesystem::path& path,
                                   std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  auto pause = std::chrono::milliseconds(1);
  while (true) {
    ORCHARD_TRY(auto lock, try_acquire(path));
    if (lock) return std::move(*lock);
    if (std::chrono::steady_clock::now() >= deadline)
      return fail(ErrorCode::timed_out,
                  fmt::format("'{}' was locked by another process for {} ms, try again.",
                              path.string(), patience.count()));
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(20));
  }
}

}  // namespace orchard::core
