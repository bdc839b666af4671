#include "metrics/sweep/scan/transcript_scan.h"

#include "core/io/line_framer.h"
#include "metrics/recorder/keys.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::metrics {

using core::Result;

namespace {

/// Stays in the second level of a processor's cache.
constexpr std::size_t kBuffer = std::size_t{256} << 10U;
constexpr std::size_t kLongestLine = core::LineFramer::kDefaultLimit;
/// As much of both ends as tells whether the bytes in between are still the same.
constexpr std::size_t kPrint = 1024;
/// Clocks of machines and their zones differ by less.
constexpr std::chrono::hours kMostAhead{24};

/// What tells the reply from the next one, as a hash; 0: nothing does.
std::int64_t reply_hash(const UsageLine& line) {
  const std::string_view id = line.message_id.empty() ? line.request_id : line.message_id;
  return id.empty() ? 0 : hash_id(id);
}

}  // namespace

Result<std::optional<TranscriptScan>> TranscriptScan::open(const std::string& path,
                                                           core::Timestamp now,
                                                           ScanBuffer& buffer) {
  // Without waiting: a pipe that somebody put there would hold the reader for ever.
  auto fd = core::open_file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (!fd) {
    if (fd.error().code == core::ErrorCode::not_found) return std::nullopt;
    return tl::unexpected(std::move(fd).error());
  }
  struct stat info {};
  if (::fstat(fd->get(), &info) != 0)
    return core::fail(core::errno_error(errno, "The transcript cannot be examined", path));
  if (!S_ISREG(info.st_mode)) return std::nullopt;
  constexpr std::int64_t kSecond = 1'000'000'000;
  TranscriptFile file{path, info.st_ino, static_cast<std::uint64_t>(info.st_size),
                      info.st_mtim.tv_sec * kSecond + info.st_mtim.tv_nsec};
  if (buffer.bytes.size() != kBuffer) std::string(kBuffer, '\0').swap(buffer.bytes);
  const core::Timestamp written =
      core::Timestamp(std::chrono::floor<core::Duration>(std::chrono::nanoseconds(file.mtime)));
  const core::Timestamp latest = std::max(now, written) + kMostAhead;
  return TranscriptScan(std::move(*fd), std::move(file), latest, buffer);
}

Result<std::size_t> TranscriptScan::read_at(std::uint64_t offset, char* to,
                                            std::size_t length) const {
  while (true) {
    const ssize_t got = ::pread(fd_.get(), to, length, static_cast<off_t>(offset));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == EINTR) continue;
    return core::fail(core::errno_error(errno, "The transcript cannot be read", file_.path));
  }
}

Result<std::int64_t> TranscriptScan::fingerprint(std::uint64_t offset) const {
  std::array<char, 2 * kPrint> bytes{};
  const std::size_t head = static_cast<std::size_t>(std::min<std::uint64_t>(offset, kPrint));
  const std::uint64_t tail = std::max<std::uint64_t>(head, offset - head);
  ORCHARD_TRY(const std::size_t front, read_at(0, bytes.data(), head));
  ORCHARD_TRY(const std::size_t back,
              read_at(tail, bytes.data() + front, static_cast<std::size_t>(offset - tail)));
  return hash_id({bytes.data(), front + back});
}

Result<bool> TranscriptScan::resume(const ScanPoint& point) {
  if (point.offset == 0 || point.offset > file_.size) return false;
  ORCHARD_TRY(const std::int64_t print, fingerprint(point.offset));
  if (print != point.print) return false;
  read_until_ = line_from_ = point.offset;
  clock_ = AnswerClock(point.clock);
  skipped_ = point.skipped;
  due_ = point.due;
  return true;
}

Result<ScanPoint> TranscriptScan::point() {
  ORCHARD_TRY(const std::int64_t print, fingerprint(line_from_));
  return ScanPoint{line_from_, print, clock_.settle(), skipped_, due_};
}

void TranscriptScan::make_room() {
  std::string& bytes = buffer_->bytes;
  if (held_ < bytes.size()) return;
  if (bytes.size() < kLongestLine) {
    bytes.resize(bytes.size() * 2);
    return;
  }
  in_long_line_ = true;
  held_ = 0;
}

Result<bool> TranscriptScan::step(const OnReply& on_reply, const OnSkipped& on_skipped) {
  make_room();
  std::string& bytes = buffer_->bytes;
  ORCHARD_TRY(const std::size_t got,
              read_at(read_until_, bytes.data() + held_, bytes.size() - held_));
  if (got == 0) {
    if (!in_long_line_) read_last({bytes.data(), held_}, on_reply);
    return false;
  }
  const std::size_t filled = held_ + got;
  read_until_ += got;
  const void* last = ::memrchr(bytes.data() + held_, '\n', got);
  if (last == nullptr) {
    held_ = filled;
    return true;
  }
  const std::size_t complete =
      static_cast<std::size_t>(static_cast<const char*>(last) - bytes.data()) + 1;
  read_lines({bytes.data(), complete}, read_until_ - filled, on_reply, on_skipped);
  static_cast<void>(clock_.settle());
  held_ = filled - complete;
  std::memmove(bytes.data(), bytes.data() + complete, held_);
  line_from_ = read_until_ - held_;
  return true;
}

void TranscriptScan::read_lines(std::string_view bytes, std::uint64_t from, const OnReply& on_reply,
                                const OnSkipped& on_skipped) {
  while (!bytes.empty()) {
    const std::size_t length = bytes.find('\n');
    if (in_long_line_) {
      in_long_line_ = false;
      skip(line_from_, LineFault::too_long, on_skipped);
    } else {
      line_from_ = from;
      read_line(bytes.substr(0, length), on_reply, on_skipped);
    }
    bytes.remove_prefix(length + 1);
    from += length + 1;
  }
}

void TranscriptScan::read_line(std::string_view line, const OnReply& on_reply,
                               const OnSkipped& on_skipped) {
  UsageLine found;
  switch (judge(line, found)) {
    case LineVerdict::nothing:
      clock_.note_record(line);
      return;
    case LineVerdict::malformed:
      if (found.fault == LineFault::too_late) note_future(found.at);
      skip(line_from_, found.fault, on_skipped);
      return;
    case LineVerdict::failure:
      on_reply(found, duration_beside(line, found));
      clock_.note_record(line);
      return;
    case LineVerdict::usage:
      on_reply(found, found.is_progress
                          ? std::nullopt
                          : clock_.note_reply(line, reply_hash(found), micros(found.at)));
      if (found.lost_advisor) skip(line_from_, LineFault::no_counts, on_skipped);
  }
}

void TranscriptScan::read_last(std::string_view line, const OnReply& on_reply) {
  UsageLine found;
  const LineVerdict verdict = judge(line, found);
  if (verdict == LineVerdict::usage || verdict == LineVerdict::failure)
    on_reply(found, duration_beside(line, found));
  if (verdict == LineVerdict::malformed && found.fault == LineFault::too_late)
    note_future(found.at);
}

std::optional<std::int64_t> TranscriptScan::duration_beside(std::string_view line,
                                                            const UsageLine& found) const {
  if (found.is_progress) return std::nullopt;
  AnswerClock ahead = clock_;
  return ahead.note_reply(line, reply_hash(found), micros(found.at));
}

LineVerdict TranscriptScan::judge(std::string_view line, UsageLine& found) {
  const LineVerdict verdict = read_usage_line(line, buffer_->scratch, found);
  if (verdict == LineVerdict::nothing || verdict == LineVerdict::malformed || found.at <= latest_)
    return verdict;
  if (verdict == LineVerdict::failure) return LineVerdict::nothing;
  found.fault = LineFault::too_late;
  return LineVerdict::malformed;
}

void TranscriptScan::skip(std::uint64_t offset, LineFault fault, const OnSkipped& on_skipped) {
  ++skipped_;
  if (on_skipped) on_skipped(offset, fault);
}

void TranscriptScan::note_future(core::Timestamp at) {
  const core::Timestamp due = at - kMostAhead;
  due_ = due_ ? std::min(*due_, due) : due;
}

}  // namespace orchard::metrics
