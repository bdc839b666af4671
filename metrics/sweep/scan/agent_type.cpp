#include "metrics/sweep/scan/agent_type.h"

#include "core/io/file.h"
#include "metrics/line/json_cursor.h"
#include "metrics/line/json_text.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::metrics {

namespace {

/// Hundreds of times what Claude Code writes.
constexpr off_t kMostBytes = 64 << 10;
constexpr std::size_t kLongestName = 100;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20U || byte == 0x7FU;
}

/// Empty: not there, no plain file, too long, or not to be read.
std::string read_small_file(const std::string& path) {
  // Without waiting: a pipe that somebody put there would hold the reader for ever.
  const auto fd = core::open_file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  struct stat info {};
  if (!fd || ::fstat(fd->get(), &info) != 0 || !S_ISREG(info.st_mode)) return {};
  if (info.st_size > kMostBytes) return {};
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(fd->get(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return {};
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

}  // namespace

std::string agent_type_of(std::string_view json) {
  JsonCursor cursor(json);
  if (!cursor.enter_object()) return {};
  std::string_view name;
  std::string_view type;
  while (cursor.next_member(name)) {
    const std::string_view value = cursor.value();
    if (name == "agentType") type = value;
  }
  if (!cursor.finished() || !type.starts_with('"')) return {};
  const JsonTextFaults faults = find_text_faults(type);
  if (faults.syntax || faults.unicode) return {};
  std::string scratch;
  scratch.reserve(3 * type.size());
  const std::string_view text = json_text(type, scratch);
  const bool is_name = text.size() <= kLongestName && std::ranges::none_of(text, is_control) &&
                       text.find_first_not_of(' ') != std::string_view::npos;
  return is_name ? std::string(text) : std::string();
}

std::string read_agent_type(std::string_view transcript_path) {
  constexpr std::string_view kFolder = "/subagents/";
  constexpr std::string_view kEnd = ".jsonl";
  if (!transcript_path.ends_with(kEnd) || transcript_path.find(kFolder) == std::string_view::npos)
    return {};
  transcript_path.remove_suffix(kEnd.size());
  return agent_type_of(read_small_file(std::string(transcript_path) + ".meta.json"));
}

}  // namespace orchard::metrics
