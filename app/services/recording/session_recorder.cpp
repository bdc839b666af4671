#include "app/services/recording/session_recorder.h"

#include "agents/protocol/decode.h"
#include "core/process/spawn.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace orchard::app {
namespace {

/// What stands as the reader's state once a log is read to its end and its process is gone.
constexpr std::string_view kClosed = "closed";
constexpr std::size_t kBatchBytes = std::size_t{1} << 20U;
/// A log written longer ago than this is read late, even by who follows it.
constexpr auto kLate = std::chrono::seconds(5);

std::string log_key(const agents::SessionDirectory& directory, int process) {
  return fmt::format("events:{}/{}", directory.launched_as().value, process);
}

std::filesystem::path stop_mark(const agents::SessionDirectory& directory, int process) {
  return directory.path() / fmt::format("stopped-{}", process);
}

core::Timestamp timestamp(std::int64_t seconds, std::int64_t nanoseconds) {
  return core::Timestamp(std::chrono::duration_cast<core::Duration>(
      std::chrono::seconds(seconds) + std::chrono::nanoseconds(nanoseconds)));
}

/// What the file system tells of a log.
struct LogFile {
  core::Timestamp born;     ///< its process was started then
  core::Timestamp written;  ///< for the last time
  std::uint64_t size = 0;
};

LogFile look_at(const std::filesystem::path& file, core::Timestamp now) {
  struct statx status {};
  if (::statx(AT_FDCWD, file.c_str(), 0, STATX_BTIME | STATX_MTIME | STATX_SIZE, &status) != 0)
    return {now, now, 0};
  const auto written = std::min(now, timestamp(status.stx_mtime.tv_sec, status.stx_mtime.tv_nsec));
  const bool knows = (status.stx_mask & STATX_BTIME) != 0;
  const auto born = knows ? timestamp(status.stx_btime.tv_sec, status.stx_btime.tv_nsec) : written;
  return {std::min(born, written), written, status.stx_size};
}

}  // namespace

SessionRecorder::SessionRecorder(agents::SessionDirectory directory, core::FileLock lease)
    : directory_(std::move(directory)), lease_(std::move(lease)) {}

core::Result<std::optional<SessionRecorder>> SessionRecorder::take(
    const agents::SessionDirectory& directory) {
  ORCHARD_TRY(auto lease, agents::try_take_lease(directory));
  if (!lease) return std::nullopt;
  return SessionRecorder(directory, std::move(*lease));
}

core::Result<bool> SessionRecorder::poll(Engine& engine) {
  auto record = directory_.load_record();
  if (!record) {
    if (record.error().code == core::ErrorCode::not_found) return false;
    return core::fail(std::move(record).error());
  }
  bool recorded = false;
  for (const int process : directory_.processes()) {
    // A newer log than the record tells of: its launcher is about to write the record.
    if (closed_.contains(process) || process > record->process) continue;
    ORCHARD_TRY(const bool some, poll_process(engine, *record, process));
    recorded = recorded || some;
  }
  return recorded;
}

core::Result<bool> SessionRecorder::poll_process(Engine& engine, const agents::LaunchRecord& record,
                                                 int process) {
  if (!log_ || log_->process != process) {
    ORCHARD_CHECK(open_log(engine, record, process));
    if (closed_.contains(process)) return false;
  }
  // Asked before reading: a process that ends in between is closed by the next poll.
  const bool newest = process == record.process;
  const bool alive =
      newest && (record.phase == agents::LaunchPhase::starting || core::is_alive(record.identity));
  if (newest) alive_ = alive;
  if (alive) log_->seen_alive = engine.now();
  ORCHARD_TRY(const bool recorded, record_new(engine, *log_));
  if (alive || !log_) return recorded;
  ORCHARD_CHECK(close_log(engine, record, *log_));
  return true;
}

core::Result<void> SessionRecorder::open_log(Engine& engine, const agents::LaunchRecord& record,
                                             int process) {
  const std::string key = log_key(directory_, process);
  ORCHARD_TRY(const metrics::LogPosition position, engine.store().position(key));
  if (position.state == kClosed) {
    closed_.insert(process);
    return {};
  }
  agents::TranslatorContext context{directory_.launched_as(), process, std::nullopt,
                                    record.directory.string()};
  if (!record.workspace.empty()) context.workspace = record.workspace;
  ORCHARD_TRY(agents::Translator translator,
              agents::Translator::load(std::move(context), position.state));
  // A recorder killed between the ledger and the session directory left this to its successor.
  const core::SessionId& carried = translator.session();
  if (process == record.process && !carried.empty() && carried != record.current_session())
    ORCHARD_CHECK(directory_.note_session(carried, process, position.offset));
  live_ = {};
  log_.emplace(OpenLog{process, key, position.offset, std::move(translator),
                       agents::LogTail(directory_.events_path(process), position.offset),
                       std::nullopt, std::nullopt, false});
  return {};
}

/// When the prompt that the line repeats was stored to be sent: it cannot have run before.
std::optional<core::Timestamp> SessionRecorder::stored_at(Engine& engine,
                                                          const agents::Event& event) {
  const auto* echo = event.get<agents::UserEcho>();
  if (echo == nullptr || !echo->is_replay || event.uuid.empty()) return std::nullopt;
  const auto stored = engine.store().prompt_time(core::MessageId(event.uuid));
  if (stored) return *stored;
  engine.warn(stored.error(), "looking when a prompt was sent");
  return std::nullopt;
}

core::Result<bool> SessionRecorder::record_new(Engine& engine, OpenLog& log) {
  bool recorded = false;
  while (true) {
    std::vector<core::Fact> facts;
    const core::Timestamp now = engine.now();
    const LogFile file = look_at(log.tail.path(), now);
    // Who has read to the end before is told of what comes, and reads it at once.
    const bool follows = log.read_to_end && now - file.written < kLate;
    const core::SessionId session_before = log.translator.session();
    const auto on_line = [&](const core::LineFramer::Line& line) {
      const agents::Event event =
          line.too_long ? agents::Event{{}, {}, {}, agents::Malformed{"a line longer than 16 MiB"}}
                        : agents::decode(line.text);
      if (const auto* malformed = event.get<agents::Malformed>())
        engine.log().write(core::LogLevel::warning,
                           fmt::format("{} at {}: {}", log.key, line.end, malformed->reason));
      agents::reduce(live_, event);
      if (event.at) log.last_seen = std::max(log.last_seen.value_or(*event.at), *event.at);
      agents::LineTime time{now};
      // What came after the look at the file is new.
      if (!follows && line.end <= file.size) {
        const bool last = line.end == file.size && event.get<agents::TurnResult>() != nullptr;
        core::Timestamp earliest = log.last_seen.value_or(file.born);
        if (const auto stored = stored_at(engine, event)) earliest = std::max(earliest, *stored);
        time = {file.written, last ? file.written : std::min(earliest, file.written)};
      }
      auto more = log.translator.feed(event, time, line.end);
      for (const core::Fact& fact : more)
        if (const auto* finished = std::get_if<core::TurnFinished>(&fact))
          log.last_seen = std::max(log.last_seen.value_or(finished->at), finished->at);
      facts.insert(facts.end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
    };
    const auto bytes = log.tail.read(on_line, kBatchBytes);
    if (!bytes) {
      log_.reset();
      return core::fail(bytes.error());
    }
    const std::uint64_t end = log.tail.complete_until();
    if (end > log.offset) {
      const auto outcome = engine.store().record(
          facts, metrics::LogAdvance{log.key, log.offset, end, log.translator.save()});
      // What was translated is not in the ledger: begin again from what the ledger knows.
      if (!outcome || !outcome->recorded) {
        log_.reset();
        if (!outcome) return core::fail(outcome.error());
        return recorded;
      }
      log.offset = end;
      facts_recorded_ += facts.size();
      recorded = true;
      if (log.translator.session() != session_before && !log.translator.session().empty())
        ORCHARD_CHECK(directory_.note_session(log.translator.session(), log.process, end));
    }
    if (*bytes == 0) {
      log.read_to_end = true;
      return recorded;
    }
  }
}

core::Timestamp SessionRecorder::last_sign(const OpenLog& log, core::Timestamp now) const {
  const core::Timestamp written = look_at(log.tail.path(), now).written;
  core::Timestamp last = std::max(written, log.seen_alive.value_or(written));
  const auto mark = stop_mark(directory_, log.process);
  if (std::filesystem::exists(mark)) last = std::max(last, look_at(mark, now).written);
  return std::min(last, now);
}

core::Result<void> SessionRecorder::close_log(Engine& engine, const agents::LaunchRecord& record,
                                              OpenLog& log) {
  const core::Timestamp ended_at = last_sign(log, engine.now());
  const bool by_user = std::filesystem::exists(stop_mark(directory_, log.process));
  std::vector<core::Fact> facts =
      log.translator.close_after_exit(ended_at, by_user ? agents::ExitReason::stopped_by_user
                                                        : agents::ExitReason::ended_by_itself);
  core::ProcessEnded ended{directory_.launched_as(), log.process, std::nullopt,
                           directory_.stderr_tail(log.process), ended_at};
  if (log.process == record.process) ended.exit_code = core::reap(record.identity.pid);
  facts.emplace_back(std::move(ended));
  ORCHARD_TRY(const auto outcome,
              engine.store().record(facts, metrics::LogAdvance{log.key, log.offset, log.offset,
                                                               std::string(kClosed)}));
  if (outcome.recorded) closed_.insert(log.process);
  facts_recorded_ += facts.size();
  agents::note_process_ended(live_);
  log_.reset();
  return {};
}

core::Result<bool> is_wholly_recorded(Engine& engine, const agents::SessionDirectory& directory,
                                      int process) {
  ORCHARD_TRY(const auto position, engine.store().position(log_key(directory, process)));
  return position.state == kClosed;
}

core::Result<void> mark_stopped_by_user(const agents::SessionDirectory& directory, int process) {
  return core::write_file_atomically(stop_mark(directory, process), "");
}

}  // namespace orchard::app
