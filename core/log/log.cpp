#include "core/log/log.h"

#include "core/base/clock.h"
#include "core/base/time_text.h"
#include "core/io/disk.h"
#include "core/io/file.h"
#include "core/io/file_lock.h"
#include "core/io/line_framer.h"
#include "core/log/without_keys.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::core {
namespace {

constexpr std::uintmax_t kRotateAt = std::uintmax_t{5} << 20U;

/// One write per line, and nobody needs more of a message than this.
constexpr std::size_t kLongestMessage = 16384;

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

std::string escape(std::string_view message) {
  const std::string valid = to_valid_utf8(message.substr(0, kLongestMessage));
  std::string text;
  text.reserve(valid.size());
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const auto byte = static_cast<unsigned char>(valid[i]);
    const auto next = static_cast<unsigned char>(i + 1 < valid.size() ? valid[i + 1] : 0);
    if (byte == '\n') {
      text += "\\n";
    } else if (byte == '\t') {
      text += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      text += fmt::format("\\x{:02x}", byte);
    } else if (byte == 0xc2 && next < 0xa0) {
      // U+0080 to U+009F: some terminals obey them like escape sequences.
      text += fmt::format("\\x{:02x}", next);
      ++i;
    } else {
      text += valid[i];
    }
  }
  if (message.size() > kLongestMessage) text += " (cut)";
  return text;
}

class FileLog final : public Log {
 public:
  /// Without a file it takes every message and keeps none.
  explicit FileLog(FileDescriptor fd) : fd_(std::move(fd)) {}

  void write(LogLevel level, std::string_view message) override {
    const std::string line = fmt::format("{} {} {}\n", to_iso8601(SystemClock().now()),
                                         name_of(level), escape(without_keys(message)));
    while (::write(fd_.get(), line.data(), line.size()) < 0 && errno == EINTR) {
    }
  }

 private:
  FileDescriptor fd_;
};

/// Under a lock, or two processes that open at once would move the fresh file over the old one.
void rotate(const std::filesystem::path& file) {
  std::error_code error;
  const auto is_large = [&] {
    return std::filesystem::file_size(file, error) > kRotateAt && !error;
  };
  if (!is_large()) return;
  const auto lock = FileLock::try_acquire(file.string() + ".lock");
  if (lock && lock->has_value() && is_large())
    std::filesystem::rename(file, file.string() + ".1", error);
}

}  // namespace

Result<std::unique_ptr<Log>> open_log(const std::filesystem::path& file) {
  rotate(file);
  auto fd = open_file(file, O_WRONLY | O_APPEND | O_CREAT);
  if (!fd && disk_state(file.parent_path()) != DiskState::takes)
    return std::make_unique<FileLog>(FileDescriptor());
  if (!fd) return fail(std::move(fd).error());
  if (::fchmod(fd->get(), 0600) != 0) return fail(errno_error(errno, "Could not open", file));
  return std::make_unique<FileLog>(std::move(*fd));
}

}  // namespace orchard::core
