#include "agents/launch/launcher.h"

#include "agents/launch/trace/speech_mark.h"
#include "core/io/file.h"
#include "core/io/file_lock.h"
#include "core/process/spawn.h"

#include <algorithm>
#include <cerrno>
#include <chrono>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::agents {
namespace {

constexpr std::chrono::seconds kLockPatience{10};
constexpr int kPipeBytes = 1 << 20;

core::Result<void> check_spec(const LaunchSpec& spec) {
  if (access(spec.executable.program.c_str(), X_OK) != 0)
    return core::fail(core::ErrorCode::unavailable,
                      "The agent's program \"" + spec.executable.program.string() +
                          "\" cannot be run: install Claude Code or set ORCHARD_CLAUDE to the path "
                          "of its program.");
  std::error_code ignored;
  if (!std::filesystem::is_directory(spec.directory, ignored))
    return core::fail(core::ErrorCode::not_found,
                      "The folder \"" + spec.directory.string() +
                          "\" does not exist, so no agent can work in it: restore the workspace.");
  return {};
}

// A new pipe for every process: nothing that was meant for the one before can reach it, and a
// process that outlived the one before cannot steal what it should read.
core::Result<core::FileDescriptor> make_input(const SessionDirectory& directory) {
  const std::filesystem::path path = directory.stdin_path();
  if (unlink(path.c_str()) != 0 && errno != ENOENT)
    return core::fail(core::errno_error(errno, "Could not replace", path));
  if (mkfifo(path.c_str(), 0600) != 0)
    return core::fail(core::errno_error(errno, "Could not make", path));
  ORCHARD_TRY(core::FileDescriptor fifo, core::open_file(path, O_RDWR));
  // A user may own only so much pipe memory; a smaller pipe works too, lines are then cut in
  // pieces.
  fcntl(fifo.get(), F_SETPIPE_SZ, kPipeBytes);
  ORCHARD_CHECK(clear_speech_mark(directory));
  return fifo;
}

void remove_logs(const SessionDirectory& directory, int process) {
  std::error_code ignored;
  std::filesystem::remove(directory.events_path(process), ignored);
  std::filesystem::remove(directory.stderr_path(process), ignored);
}

}  // namespace

Launcher::Launcher(std::filesystem::path sessions, const core::Clock& clock,
                   std::vector<std::string> inherited)
    : sessions_(std::move(sessions)), clock_(clock), inherited_(std::move(inherited)) {}

core::Result<LaunchRecord> Launcher::launch(const LaunchSpec& spec) const {
  ORCHARD_CHECK(check_spec(spec));
  ORCHARD_TRY(const SessionDirectory directory,
              SessionDirectory::create(sessions_, spec.launched_as));
  auto lock = core::FileLock::acquire(directory.speak_path(), kLockPatience);
  if (!lock && lock.error().code == core::ErrorCode::timed_out)
    return core::fail(core::ErrorCode::busy, "Another Orchard is starting session " +
                                                 spec.launched_as.value +
                                                 ": try again in a moment.");
  if (!lock) return core::fail(lock.error());
  const std::vector<std::string> environment = build_environment(spec, inherited_);
  ORCHARD_TRY(LaunchRecord record, prepare(directory, spec, environment));
  auto started = start(directory, spec, environment, record);
  if (started) return started;
  // Whether a process came of it is for the process table to say, not for the error.
  ORCHARD_TRY(record, directory.recover(std::move(record)));
  if (record.phase == LaunchPhase::running) return record;
  remove_logs(directory, record.process);
  return started;
}

core::Result<LaunchRecord> Launcher::prepare(const SessionDirectory& directory,
                                             const LaunchSpec& spec,
                                             const std::vector<std::string>& environment) const {
  LaunchRecord record;
  if (auto before = directory.load_record_locked(); before) {
    if (before->phase == LaunchPhase::running && core::is_alive(before->identity))
      return core::fail(core::ErrorCode::already_exists,
                        "Session " + spec.launched_as.value +
                            " already has a living agent process: send it the message instead.");
    record.process = before->process;
    record.sessions = before->sessions;
  } else if (before.error().code != core::ErrorCode::not_found) {
    return before;
  }
  if (const auto numbers = directory.processes(); !numbers.empty())
    record.process = std::max(record.process, numbers.back());
  ++record.process;

  std::error_code problem;
  record.launched_as = spec.launched_as;
  record.executable = spec.executable.program;
  record.arguments = redact_arguments(build_arguments(spec));
  record.directory = std::filesystem::canonical(spec.directory, problem);
  if (problem)
    return core::fail(core::errno_error(problem.value(), "Could not enter", spec.directory));
  record.config_dir = config_directory_of(environment);
  record.workspace = spec.workspace;
  record.model = spec.model;
  record.permission_mode = spec.permission_mode;
  record.allow_bypass = spec.allow_bypass;
  record.started_at = clock_.now();
  record.sessions.push_back({spec.session, record.process, 0});
  return record;
}

core::Result<LaunchRecord> Launcher::start(const SessionDirectory& directory,
                                           const LaunchSpec& spec,
                                           const std::vector<std::string>& environment,
                                           LaunchRecord record) const {
  constexpr int kAppend = O_WRONLY | O_APPEND | O_CREAT;
  ORCHARD_TRY(const core::FileDescriptor input, make_input(directory));
  ORCHARD_TRY(const core::FileDescriptor events,
              core::open_file(directory.events_path(record.process), kAppend));
  ORCHARD_TRY(const core::FileDescriptor errors,
              core::open_file(directory.stderr_path(record.process), kAppend));
  record.phase = LaunchPhase::starting;
  ORCHARD_CHECK(directory.write_record(record));

  core::DetachedCommand command;
  command.program = spec.executable.program;
  command.arguments = build_arguments(spec);
  command.directory = record.directory;
  command.environment = environment;
  command.stdin_fd = input.get();
  command.stdout_fd = events.get();
  command.stderr_fd = errors.get();
  ORCHARD_TRY(const pid_t pid, core::spawn_detached(command));
  ORCHARD_TRY(record.identity, core::identify_process(pid));
  record.phase = LaunchPhase::running;
  // The agent works already: a record that a full disk leaves `starting` is no reason to lose it,
  // for the next reader completes it.
  static_cast<void>(directory.write_record(record));
  return record;
}

}  // namespace orchard::agents
