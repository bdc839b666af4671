#include "core/io/file.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::core {
namespace {

ErrorCode code_of(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return ErrorCode::not_found;
    case EACCES:
    case EPERM:
    case EROFS:
      return ErrorCode::permission_denied;
    case EEXIST:
      return ErrorCode::already_exists;
    case EINVAL:
    case ENAMETOOLONG:
      return ErrorCode::invalid_argument;
    default:
      return ErrorCode::io;
  }
}

std::string reason_of(int error_number) {
  if (error_number == ENOSPC || error_number == EDQUOT)
    return "the disk is full, free some space and try again";
  if (error_number == EROFS) return "the file system is read-only";
  if (error_number == EMFILE || error_number == ENFILE)
    return "too many files are open, raise the limit (ulimit -n) or close other programs";
  const char* text = strerrordesc_np(error_number);
  return text != nullptr ? text : fmt::format("error {}", error_number);
}

Result<void> write_all(int fd, std::string_view content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(errno_error(errno, "Could not write", path));
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

/// A rename survives a power cut only once its directory is on disk.
Result<void> sync_directory(const std::filesystem::path& directory) {
  ORCHARD_TRY(const FileDescriptor fd, open_file(directory, O_RDONLY | O_DIRECTORY));
  // Some file systems refuse to sync a directory; then there is nothing to make durable.
  if (::fsync(fd.get()) != 0 && errno != EINVAL)
    return fail(errno_error(errno, "Could not write", directory));
  return {};
}

Result<void> fill_and_rename(int fd, const std::filesystem::path& temporary,
                             const std::filesystem::path& path, std::string_view content) {
  if (::fchmod(fd, 0600) != 0) return fail(errno_error(errno, "Could not write", temporary));
  ORCHARD_CHECK(write_all(fd, content, path));
  if (::fsync(fd) != 0) return fail(errno_error(errno, "Could not write", path));
  if (::rename(temporary.c_str(), path.c_str()) != 0)
    return fail(errno_error(errno, "Could not replace", path));
  return {};
}

}  // namespace

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

FileDescriptor::~FileDescriptor() {
  close();
}

void FileDescriptor::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Result<FileDescriptor> open_file(const std::filesystem::path& path, int flags, unsigned mode) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode));
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) return fail(errno_error(errno, "Could not open", path));
  return FileDescriptor(fd);
}

Result<std::string> read_file(const std::filesystem::path& path) {
  ORCHARD_TRY(const FileDescriptor fd, open_file(path, O_RDONLY));
  std::string content;
  struct stat status {};
  if (::fstat(fd.get(), &status) == 0 && status.st_size > 0)
    content.reserve(static_cast<std::size_t>(status.st_size) + 1);
  std::array<char, 65536> chunk;
  while (true) {
    const ssize_t count = ::read(fd.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(errno_error(errno, "Could not read", path));
    if (count == 0) return content;
    content.append(chunk.data(), static_cast<std::size_t>(count));
  }
}

Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  const auto directory = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  std::string temporary = (directory / ("." + path.filename().string() + ".XXXXXX")).string();
  const FileDescriptor fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd.is_open()) return fail(errno_error(errno, "Could not write", path));
  if (auto done = fill_and_rename(fd.get(), temporary, path, content); !done) {
    ::unlink(temporary.c_str());
    return done;
  }
  return sync_directory(directory);
}

Result<void> write_new_file(const std::filesystem::path& path, std::string_view content) {
  ORCHARD_TRY(const FileDescriptor fd, open_file(path, O_WRONLY | O_CREAT | O_EXCL));
  auto written = write_all(fd.get(), content, path);
  if (written && ::fsync(fd.get()) != 0)
    written = fail(errno_error(errno, "Could not write", path));
  if (!written) ::unlink(path.c_str());
  return written;
}

Result<void> make_private_directory(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return {};
  const auto parent = path.parent_path();
  if (!parent.empty() && parent != path) ORCHARD_CHECK(make_private_directory(parent));
  // "a/b/" ends in an empty name: its parent is the directory itself.
  if (!path.has_filename()) return {};
  if (::mkdir(path.c_str(), 0700) == 0) return {};
  const int reason = errno;
  // Somebody else may have made it between the look and the try.
  if (reason == EEXIST && std::filesystem::is_directory(path, error)) return {};
  return fail(errno_error(reason, "Could not make the folder", path));
}

Error errno_error(int error_number, std::string_view what, const std::filesystem::path& path) {
  return {code_of(error_number),
          fmt::format("{} '{}': {}.", what, path.string(), reason_of(error_number)),
          {}};
}

}  // namespace orchard::core
