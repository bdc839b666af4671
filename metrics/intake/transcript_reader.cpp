#include "metrics/intake/transcript_reader.h"

#include "core/io/file.h"
#include "core/io/line_framer.h"
#include "metrics/intake/transcript_line.h"
#include "metrics/recorder/keys.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::metrics {

using core::Result;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunk = std::size_t{1} << 20U;
/// As much of the beginning of a file as tells whether it is still the same one.
constexpr std::size_t kHead = 4096;

/// An open transcript and what identifies it.
struct OpenFile {
  core::FileDescriptor fd;
  fs::path path;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
};

Result<std::optional<OpenFile>> open_transcript(const fs::path& path) {
  auto fd = core::open_file(path, O_RDONLY | O_NOFOLLOW);
  if (!fd) {
    if (fd.error().code == core::ErrorCode::not_found) return std::nullopt;
    return tl::unexpected(std::move(fd).error());
  }
  struct stat info {};
  if (fstat(fd->get(), &info) != 0)
    return core::fail(core::errno_error(errno, "The transcript cannot be examined", path));
  if (!S_ISREG(info.st_mode)) return std::nullopt;
  return OpenFile{std::move(*fd), path, info.st_ino, static_cast<std::uint64_t>(info.st_size)};
}

Result<std::string> read_at(const OpenFile& file, std::uint64_t offset, std::size_t length) {
  std::string bytes(length, '\0');
  std::size_t filled = 0;
  while (filled < length) {
    const ssize_t got = pread(file.fd.get(), bytes.data() + filled, length - filled,
                              static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return core::fail(core::errno_error(errno, "The transcript cannot be read", file.path));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

/// Stands beside the offset: tells whether the bytes before it are still the ones that were read.
Result<std::string> fingerprint(const OpenFile& file, std::uint64_t offset) {
  const std::size_t length = static_cast<std::size_t>(std::min<std::uint64_t>(offset, kHead));
  ORCHARD_TRY(const std::string head, read_at(file, 0, length));
  return std::to_string(file.inode) + " " + std::to_string(hash_id(head));
}

/// The position to go on from. A file that was replaced or shortened becomes a log of its own,
/// because positions only move forward; its repeated lines are known by their message ids.
Result<LogPosition> find_position(Store& store, const OpenFile& file) {
  for (int generation = 0;; ++generation) {
    std::string log = "transcript:" + file.path.string();
    if (generation > 0) log += "#" + std::to_string(generation);
    ORCHARD_TRY(LogPosition position, store.position(log));
    if (position.offset == 0) return position;
    if (position.offset > file.size) continue;
    ORCHARD_TRY(const std::string current, fingerprint(file, position.offset));
    if (current == position.state) return position;
  }
}

Result<void> read_file(Store& store, const OpenFile& file, const core::SessionId& session,
                       IntakeReport& report) {
  ORCHARD_TRY(LogPosition position, find_position(store, file));
  core::LineFramer framer(position.offset);
  std::uint64_t read_until = position.offset;
  std::vector<core::Fact> facts;
  std::int64_t skipped = 0;
  while (true) {
    ORCHARD_TRY(const std::string bytes, read_at(file, read_until, kChunk));
    if (bytes.empty()) return {};
    read_until += bytes.size();
    framer.feed(bytes, [&](const core::LineFramer::Line& line) {
      auto call = line.too_long ? std::nullopt : decode_transcript_line(line.text, session);
      if (call)
        facts.emplace_back(std::move(*call));
      else if (line.too_long || is_malformed_transcript_line(line.text))
        ++skipped;
    });
    if (framer.complete_until() == position.offset) continue;
    ORCHARD_TRY(std::string state, fingerprint(file, framer.complete_until()));
    const LogAdvance advance{position.log, position.offset, framer.complete_until(),
                             std::move(state)};
    ORCHARD_TRY(const RecordOutcome outcome, store.record(facts, advance));
    // Another process reads the same file: what it read need not be read here.
    if (!outcome.recorded) return {};
    report.calls += static_cast<std::int64_t>(facts.size());
    report.skipped += std::exchange(skipped, 0);
    report.bytes += advance.to - advance.from;
    position.offset = advance.to;
    facts.clear();
  }
}

}  // namespace

TranscriptReader::TranscriptReader(fs::path config_dir, const fs::path& cwd,
                                   core::SessionId session)
    : session_(std::move(session)) {
  std::error_code missing;
  const fs::path real = fs::weakly_canonical(cwd, missing);
  folder_ = std::move(config_dir) / "projects" /
            transcript_folder_name(missing ? cwd.string() : real.string());
}

fs::path TranscriptReader::main_file() const {
  return folder_ / (session_.value + ".jsonl");
}

std::vector<fs::path> TranscriptReader::files() const {
  std::vector<fs::path> found;
  std::error_code missing;
  if (fs::exists(main_file(), missing)) found.push_back(main_file());
  const fs::path sub_agents = folder_ / session_.value / "subagents";
  for (fs::directory_iterator entry(sub_agents, missing), end; !missing && entry != end;
       entry.increment(missing))
    if (entry->path().extension() == ".jsonl") found.push_back(entry->path());
  std::sort(found.begin(), found.end());
  return found;
}

Result<void> TranscriptReader::read_new(Store& store, IntakeReport& report) const {
  for (const fs::path& path : files()) {
    ORCHARD_TRY(const std::optional<OpenFile> file, open_transcript(path));
    if (!file) continue;
    ++report.files;
    ORCHARD_CHECK(read_file(store, *file, session_, report));
  }
  return {};
}

}  // namespace orchard::metrics
