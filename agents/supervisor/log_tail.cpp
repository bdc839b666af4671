#include "agents/supervisor/log_tail.h"

#include <algorithm>
#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::agents {

LogTail::LogTail(std::filesystem::path path, std::uint64_t offset, std::size_t line_limit)
    : path_(std::move(path)), framer_(offset, line_limit), position_(offset) {}

core::Result<std::size_t> LogTail::read(const OnLine& on_line, std::size_t budget) {
  if (!file_.is_open()) {
    auto opened = core::open_file(path_, O_RDONLY);
    if (!opened && opened.error().code == core::ErrorCode::not_found) return std::size_t{0};
    if (!opened) return core::fail(opened.error());
    file_ = *std::move(opened);
  }
  struct stat status {};
  if (fstat(file_.get(), &status) != 0)
    return core::fail(core::errno_error(errno, "Could not look at", path_));
  if (static_cast<std::uint64_t>(status.st_size) < position_)
    return core::fail(core::ErrorCode::corrupt,
                      "The log \"" + path_.string() +
                          "\" is shorter than what was read of it: something cut it.");
  std::string chunk;
  std::size_t total = 0;
  while (total < budget) {
    chunk.resize(std::min(kChunk, budget - total));
    const ssize_t got =
        pread(file_.get(), chunk.data(), chunk.size(), static_cast<off_t>(position_));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return core::fail(core::errno_error(errno, "Could not read", path_));
    if (got == 0) break;
    const auto bytes = static_cast<std::size_t>(got);
    position_ += bytes;
    total += bytes;
    framer_.feed(std::string_view(chunk.data(), bytes), on_line);
  }
  return total;
}

}  // namespace orchard::agents
