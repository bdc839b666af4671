#include "agents/launch/speaker.h"

#include "agents/launch/trace/process_wait.h"
#include "agents/launch/trace/speech_mark.h"
#include "core/io/file.h"
#include "core/io/file_lock.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace orchard::agents {
namespace {

using SteadyClock = std::chrono::steady_clock;
// The kernel counts room in pages and the reader may have left the first one half read.
constexpr std::size_t kPage = 4096;
// There is no event for "so many bytes are free", so room is looked at this often.
constexpr std::chrono::milliseconds kLookAgain{2};

std::size_t capacity_of(int fifo) {
  const int capacity = fcntl(fifo, F_GETPIPE_SZ);
  return capacity > 0 ? static_cast<std::size_t>(capacity) : kPage;
}

std::size_t unread_in(int fifo) {
  int unread = 0;
  return ioctl(fifo, FIONREAD, &unread) == 0 ? static_cast<std::size_t>(unread) : 0;
}

tl::unexpected<core::Error> ended(const SessionDirectory& directory) {
  return core::fail(core::ErrorCode::unavailable, "The agent process of session " +
                                                      directory.launched_as().value +
                                                      " has ended: resume the session.");
}

tl::unexpected<core::Error> half_written(const SessionDirectory& directory) {
  return core::fail(core::ErrorCode::corrupt,
                    "A message to session " + directory.launched_as().value +
                        " stands half-written in its input: end its process and resume it.");
}

// Waits for room for all of `text`, then writes it at once: a writer killed here has written all
// or nothing, for the kernel copies the whole of it before it looks at signals.
core::Result<void> write_whole(int fifo, std::string_view text, const LaunchRecord& record,
                               const SessionDirectory& directory,
                               std::chrono::milliseconds patience) {
  const auto until = SteadyClock::now() + patience;
  while (unread_in(fifo) + text.size() + kPage > capacity_of(fifo)) {
    if (SteadyClock::now() >= until)
      return core::fail(core::ErrorCode::busy,
                        "The agent of session " + directory.launched_as().value +
                            " does not read its input: try again or stop the session.");
    if (wait_for_exit(record.identity, kLookAgain)) return ended(directory);
  }
  const ssize_t written = write(fifo, text.data(), text.size());
  if (written == static_cast<ssize_t>(text.size())) return {};
  if (written < 0)
    return core::fail(core::errno_error(errno, "Could not write to", directory.stdin_path()));
  ORCHARD_CHECK(write_speech_mark(directory, {"", text.size()}));
  return half_written(directory);
}

// For a line that can never fit. `patience` begins anew with every piece the agent takes.
core::Result<void> write_in_pieces(int fifo, std::string_view text, const LaunchRecord& record,
                                   const SessionDirectory& directory,
                                   std::chrono::milliseconds patience) {
  auto until = SteadyClock::now() + patience;
  while (!text.empty()) {
    const ssize_t written = write(fifo, text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
      until = SteadyClock::now() + patience;
      continue;
    }
    if (written < 0 && errno != EAGAIN && errno != EINTR)
      return core::fail(core::errno_error(errno, "Could not write to", directory.stdin_path()));
    if (SteadyClock::now() >= until) return half_written(directory);
    if (wait_for_exit(record.identity, kLookAgain)) return ended(directory);
  }
  return {};
}

core::Result<LaunchRecord> listening_agent(const SessionDirectory& directory) {
  auto record = directory.load_record_locked();
  if (!record && record.error().code == core::ErrorCode::not_found) return ended(directory);
  if (!record) return record;
  if (record->phase != LaunchPhase::running || !core::is_alive(record->identity))
    return ended(directory);
  return record;
}

}  // namespace

core::Result<void> speak(const SessionDirectory& directory, std::string_view line,
                         std::string_view message, SpeakPatience patience) {
  if (line.find('\n') != std::string_view::npos)
    return core::fail(core::ErrorCode::invalid_argument,
                      "A message to an agent must be one line of JSON.");
  auto lock = core::FileLock::acquire(directory.speak_path(), patience.lock);
  if (!lock && lock.error().code == core::ErrorCode::timed_out)
    return core::fail(core::ErrorCode::busy, "Another Orchard is writing to session " +
                                                 directory.launched_as().value +
                                                 ": try again in a moment.");
  if (!lock) return core::fail(lock.error());
  ORCHARD_TRY(const LaunchRecord record, listening_agent(directory));
  ORCHARD_TRY(const auto mark, read_speech_mark(directory));
  if (mark) return half_written(directory);

  // Read-write, because that never blocks and a pipe with a reader never raises SIGPIPE.
  ORCHARD_TRY(const core::FileDescriptor fifo,
              core::open_file(directory.stdin_path(), O_RDWR | O_NONBLOCK));
  const std::string text = std::string(line) + "\n";
  if (text.size() + kPage <= capacity_of(fifo.get()))
    return write_whole(fifo.get(), text, record, directory, patience.room);
  ORCHARD_CHECK(write_speech_mark(directory, {std::string(message), text.size()}));
  ORCHARD_CHECK(write_in_pieces(fifo.get(), text, record, directory, patience.room));
  return clear_speech_mark(directory);
}

core::Result<std::optional<BrokenSpeech>> broken_speech(const SessionDirectory& directory) {
  ORCHARD_TRY(const auto lock, core::FileLock::try_acquire(directory.speak_path()));
  if (!lock) return std::nullopt;
  return read_speech_mark(directory);
}

}  // namespace orchard::agents
