#pragma once

#include "core/base/result.h"
#include "core/io/file.h"
#include "metrics/intake/usage_line.h"
#include "metrics/sweep/places/transcript_tree.h"
#include "metrics/sweep/scan/answer_clock.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::metrics {

/// Where the reading of a transcript stands.
struct ScanPoint {
  std::uint64_t offset = 0;  ///< behind the last complete line
  std::int64_t print = 0;    ///< of the bytes before it
  AnswerClock::State clock;
  std::int64_t skipped = 0;  ///< lines before it that could not be read
  /// From when on the first of those that lay in the future can be.
  std::optional<core::Timestamp> due;

  bool operator==(const ScanPoint&) const = default;
};

/// Memory that one scan after another reads into.
struct ScanBuffer {
  std::string bytes;
  std::string scratch;
};

/// A reply or a failure in its place, and how long it took so far, in milliseconds.
using OnReply = std::function<void(const UsageLine& line, std::optional<std::int64_t> duration)>;
/// A line that could not be read, by the offset of its first byte.
using OnSkipped = std::function<void(std::uint64_t offset, LineFault fault)>;

/// Reads one transcript from a point on, a buffer at a time, and never the whole file into memory.
/// One thread.
class TranscriptScan {
 public:
  /// None when there is no such file, or it is no regular one. Replies of more than a day after
  /// `now` are skipped, unless the file itself was written that late: then the clock is wrong that
  /// says `now`. Errors: permission_denied, io.
  [[nodiscard]] static core::Result<std::optional<TranscriptScan>> open(const std::string& path,
                                                                        core::Timestamp now,
                                                                        ScanBuffer& buffer);

  [[nodiscard]] std::uint64_t read_until() const { return read_until_; }
  /// Lines before that could not be read, in earlier readings too.
  [[nodiscard]] std::int64_t skipped() const { return skipped_; }
  /// As the file was when it was opened. It may have grown since.
  [[nodiscard]] const TranscriptFile& file() const { return file_; }
  /// Goes on from there if the bytes before it are still the ones that were read; else from the
  /// start. True: it goes on.
  [[nodiscard]] core::Result<bool> resume(const ScanPoint& point);
  /// Reads on and tells of the complete lines found. False: the end is reached; then a last line
  /// without an end is told too if it is whole, and told again when it has got its end.
  [[nodiscard]] core::Result<bool> step(const OnReply& on_reply, const OnSkipped& on_skipped = {});
  /// Where it stands now.
  [[nodiscard]] core::Result<ScanPoint> point();

 private:
  TranscriptScan(core::FileDescriptor fd, TranscriptFile file, core::Timestamp latest,
                 ScanBuffer& buffer)
      : fd_(std::move(fd)), file_(std::move(file)), latest_(latest), buffer_(&buffer) {}
  [[nodiscard]] core::Result<std::size_t> read_at(std::uint64_t offset, char* to,
                                                  std::size_t length) const;
  [[nodiscard]] core::Result<std::int64_t> fingerprint(std::uint64_t offset) const;
  void make_room();
  void read_lines(std::string_view bytes, std::uint64_t from, const OnReply& on_reply,
                  const OnSkipped& on_skipped);
  void read_line(std::string_view line, const OnReply& on_reply, const OnSkipped& on_skipped);
  void read_last(std::string_view line, const OnReply& on_reply);
  /// How long it took, while the clock goes on as if it were not there.
  [[nodiscard]] std::optional<std::int64_t> duration_beside(std::string_view line,
                                                            const UsageLine& found) const;
  [[nodiscard]] LineVerdict judge(std::string_view line, UsageLine& found);
  void skip(std::uint64_t offset, LineFault fault, const OnSkipped& on_skipped);
  void note_future(core::Timestamp at);

  core::FileDescriptor fd_;
  TranscriptFile file_;
  core::Timestamp latest_;  ///< no reply can be later
  ScanBuffer* buffer_;
  std::size_t held_ = 0;         ///< bytes of a line without end, at the front of the buffer
  bool in_long_line_ = false;    ///< its beginning was thrown away
  std::uint64_t line_from_ = 0;  ///< where the line without end begins
  std::uint64_t read_until_ = 0;
  AnswerClock clock_;
  std::int64_t skipped_ = 0;
  std::optional<core::Timestamp> due_;
};

}  // namespace orchard::metrics
