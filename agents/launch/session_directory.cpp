#include "agents/launch/session_directory.h"

#include "agents/launch/trace/agent_lookup.h"
#include "core/io/file.h"
#include "core/log/without_keys.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fcntl.h>
#include <unistd.h>

namespace orchard::agents {
namespace {

constexpr std::chrono::seconds kLockPatience{10};
constexpr std::string_view kEventsPrefix = "events-";
constexpr std::string_view kEventsSuffix = ".ndjson";

// The id becomes a folder name, so it must not lead anywhere else.
bool is_plain_name(const std::string& id) {
  if (id.empty() || id.size() > 128 || id.front() == '.') return false;
  return std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  });
}

std::optional<int> process_of(const std::string& name) {
  if (!name.starts_with(kEventsPrefix) || !name.ends_with(kEventsSuffix)) return std::nullopt;
  const char* begin = name.data() + kEventsPrefix.size();
  const char* end = name.data() + name.size() - kEventsSuffix.size();
  int number = 0;
  const auto [stop, problem] = std::from_chars(begin, end, number);
  if (problem != std::errc() || stop != end || number <= 0) return std::nullopt;
  return number;
}

}  // namespace

SessionDirectory::SessionDirectory(std::filesystem::path path, core::SessionId launched_as)
    : path_(std::move(path)), launched_as_(std::move(launched_as)) {}

Result<SessionDirectory> SessionDirectory::create(const std::filesystem::path& sessions,
                                                  const core::SessionId& launched_as) {
  if (!is_plain_name(launched_as.value))
    return core::fail(core::ErrorCode::invalid_argument,
                      "\"" + launched_as.value + "\" cannot be the id of a session: use a UUID.");
  SessionDirectory directory(sessions / launched_as.value, launched_as);
  ORCHARD_CHECK(core::make_private_directory(directory.path_));
  return directory;
}

Result<SessionDirectory> SessionDirectory::open(const std::filesystem::path& sessions,
                                                const core::SessionId& launched_as) {
  std::error_code ignored;
  if (!is_plain_name(launched_as.value) ||
      !std::filesystem::is_directory(sessions / launched_as.value, ignored))
    return core::fail(core::ErrorCode::not_found,
                      "There is no session \"" + launched_as.value + "\" on this machine.");
  return SessionDirectory(sessions / launched_as.value, launched_as);
}

Result<std::vector<SessionDirectory>> SessionDirectory::list(
    const std::filesystem::path& sessions) {
  std::vector<SessionDirectory> found;
  std::error_code problem;
  std::filesystem::directory_iterator entry(sessions, problem);
  if (problem == std::errc::no_such_file_or_directory) return found;
  for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    if (is_plain_name(name) && entry->is_directory(ignored))
      found.push_back(SessionDirectory(entry->path(), core::SessionId(name)));
  }
  if (problem) return core::fail(core::errno_error(problem.value(), "Could not list", sessions));
  std::sort(found.begin(), found.end(), [](const SessionDirectory& a, const SessionDirectory& b) {
    return a.launched_as_ < b.launched_as_;
  });
  return found;
}

std::filesystem::path SessionDirectory::events_path(int process) const {
  return path_ /
         (std::string(kEventsPrefix) + std::to_string(process) + std::string(kEventsSuffix));
}

std::filesystem::path SessionDirectory::stderr_path(int process) const {
  return path_ / ("stderr-" + std::to_string(process) + ".log");
}

std::vector<int> SessionDirectory::processes() const {
  std::vector<int> numbers;
  std::error_code problem;
  std::filesystem::directory_iterator entry(path_, problem);
  for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem))
    if (const auto number = process_of(entry->path().filename().string()))
      numbers.push_back(*number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<LaunchRecord> SessionDirectory::read_record() const {
  ORCHARD_TRY(const std::string text, core::read_file(record_path()));
  auto record = parse_launch_record(text);
  if (!record) return core::fail(std::move(record.error()).with_context(path_.string()));
  return record;
}

Result<void> SessionDirectory::write_record(const LaunchRecord& record) const {
  return core::write_file_atomically(record_path(), format_launch_record(record));
}

Result<LaunchRecord> SessionDirectory::recover(LaunchRecord record) const {
  const auto agent = find_agent(stdin_path(), events_path(record.process));
  if (agent) record.identity = *agent;
  record.phase = agent ? LaunchPhase::running : LaunchPhase::failed;
  if (!agent)
    std::erase_if(record.sessions,
                  [&](const CarriedSession& carried) { return carried.process == record.process; });
  ORCHARD_CHECK(write_record(record));
  return record;
}

Result<LaunchRecord> SessionDirectory::load_record() const {
  ORCHARD_TRY(LaunchRecord record, read_record());
  if (record.phase != LaunchPhase::starting) return record;
  // A launcher at work holds the lock until its child runs the agent's program, even when it dies
  // in between, for the child has the descriptor until then. So from here nothing is in flight.
  ORCHARD_TRY(const core::FileLock lock, core::FileLock::acquire(speak_path(), kLockPatience));
  return load_record_locked();
}

Result<LaunchRecord> SessionDirectory::load_record_locked() const {
  ORCHARD_TRY(LaunchRecord record, read_record());
  if (record.phase != LaunchPhase::starting) return record;
  return recover(std::move(record));
}

Result<void> SessionDirectory::update_record(
    const std::function<void(LaunchRecord&)>& change) const {
  ORCHARD_TRY(const core::FileLock lock, core::FileLock::acquire(speak_path(), kLockPatience));
  ORCHARD_TRY(LaunchRecord record, load_record_locked());
  change(record);
  return write_record(record);
}

Result<void> SessionDirectory::note_session(const core::SessionId& session, int process,
                                            std::uint64_t offset) const {
  const CarriedSession noted{session, process, offset};
  ORCHARD_TRY(const LaunchRecord present, load_record());
  const auto has = [&](const LaunchRecord& record) {
    return std::find(record.sessions.begin(), record.sessions.end(), noted) !=
           record.sessions.end();
  };
  if (has(present)) return {};
  return update_record([&](LaunchRecord& record) {
    if (!has(record)) record.sessions.push_back(noted);
  });
}

std::string SessionDirectory::stderr_tail(int process, std::size_t limit) const {
  const auto file = core::open_file(stderr_path(process), O_RDONLY);
  if (!file) return {};
  const off_t size = lseek(file->get(), 0, SEEK_END);
  const off_t from = std::max<off_t>(0, size - static_cast<off_t>(limit));
  std::string text(static_cast<std::size_t>(std::max<off_t>(0, size - from)), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = pread(file->get(), text.data() + filled, text.size() - filled,
                              from + static_cast<off_t>(filled));
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return core::without_keys(text);
}

Result<void> SessionDirectory::remove() const {
  std::error_code problem;
  std::filesystem::remove_all(path_, problem);
  if (problem) return core::fail(core::errno_error(problem.value(), "Could not remove", path_));
  return {};
}

Result<std::optional<core::FileLock>> try_take_lease(const SessionDirectory& directory) {
  return core::FileLock::try_acquire(directory.lease_path());
}

}  // namespace orchard::agents
