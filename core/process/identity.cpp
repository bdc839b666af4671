#include "core/io/file.h"
#include "core/process/spawn.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace orchard::core {
namespace {

struct ProcessStat {
  char state = '?';
  std::uint64_t start_ticks = 0;
};

/// Reads fields 3 and 22 of /proc/PID/stat (proc(5)). Field 2 is the program's name in brackets
/// and may itself hold spaces and brackets, so counting starts behind the last ')'.
std::optional<ProcessStat> parse_stat(std::string_view text) {
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string_view::npos || name_end + 2 >= text.size()) return std::nullopt;
  text.remove_prefix(name_end + 2);
  ProcessStat stat{.state = text.front()};
  for (int field = 3; field < 22; ++field) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    text.remove_prefix(space + 1);
  }
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), stat.start_ticks);
  if (parsed.ec != std::errc()) return std::nullopt;
  return stat;
}

std::optional<ProcessStat> read_stat(pid_t pid) {
  if (pid <= 0) return std::nullopt;
  const auto text = read_file(fmt::format("/proc/{}/stat", pid));
  return text ? parse_stat(*text) : std::nullopt;
}

std::string read_boot_id() {
  std::string id = read_file("/proc/sys/kernel/random/boot_id").value_or("");
  while (id.ends_with('\n')) id.pop_back();
  return id;
}

bool is_same(const ProcessStat& stat, const ProcessIdentity& process) {
  return stat.start_ticks == process.start_ticks && read_boot_id() == process.boot_id;
}

tl::unexpected<Error> gone(pid_t pid) {
  return fail(ErrorCode::not_found, fmt::format("The process {} has ended.", pid));
}

/// A handle on that very process: once it is open and the start ticks fit, the pid cannot have
/// passed to another.
Result<FileDescriptor> open_process(const ProcessIdentity& process) {
  if (process.pid <= 0) return gone(process.pid);
  FileDescriptor fd(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)));
  if (!fd.is_open()) {
    if (errno == ESRCH) return gone(process.pid);
    return fail(errno_error(errno, "Could not reach the process", std::to_string(process.pid)));
  }
  const auto stat = read_stat(process.pid);
  if (!stat || !is_same(*stat, process)) return gone(process.pid);
  return fd;
}

Result<void> signal_error(pid_t pid) {
  if (errno == ESRCH) return gone(pid);
  return fail(errno_error(errno, "Could not signal the process", std::to_string(pid)));
}

bool has_entry(std::string_view block, std::string_view entry) {
  while (!block.empty()) {
    const std::size_t end = block.find('\0');
    if (block.substr(0, end) == entry) return true;
    block.remove_prefix(end == std::string_view::npos ? block.size() : end + 1);
  }
  return false;
}

std::optional<pid_t> pid_of(const std::filesystem::path& folder) {
  const std::string name = folder.filename().string();
  pid_t pid = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) return std::nullopt;
  return pid;
}

}  // namespace

Result<ProcessIdentity> identify_process(pid_t pid) {
  const auto stat = read_stat(pid);
  if (!stat) return gone(pid);
  return ProcessIdentity{pid, stat->start_ticks, read_boot_id()};
}

bool is_alive(const ProcessIdentity& process) {
  const auto stat = read_stat(process.pid);
  return stat && stat->state != 'Z' && stat->state != 'X' && is_same(*stat, process);
}

bool is_gone(const ProcessIdentity& process) {
  if (process.pid <= 0 || (::kill(process.pid, 0) != 0 && errno == ESRCH)) return true;
  const auto stat = read_stat(process.pid);
  if (!stat || read_boot_id().empty()) return false;
  return stat->state == 'Z' || stat->state == 'X' || !is_same(*stat, process);
}

Result<void> send_signal(const ProcessIdentity& process, int signal) {
  ORCHARD_TRY(const FileDescriptor fd, open_process(process));
  if (::syscall(SYS_pidfd_send_signal, fd.get(), signal, nullptr, 0) != 0)
    return signal_error(process.pid);
  return {};
}

Result<void> send_group_signal(const ProcessIdentity& process, int signal) {
  ORCHARD_TRY(const FileDescriptor fd, open_process(process));
  if (::kill(-process.pid, signal) != 0) return signal_error(process.pid);
  return {};
}

std::vector<ProcessIdentity> find_processes_with_environment(const std::string& name,
                                                             const std::string& value) {
  std::vector<ProcessIdentity> found;
  const std::string entry = name + "=" + value;
  std::error_code error;
  std::filesystem::directory_iterator folder("/proc", error);
  for (; !error && folder != std::filesystem::directory_iterator(); folder.increment(error)) {
    const auto pid = pid_of(folder->path());
    if (!pid || *pid == ::getpid()) continue;
    // Identified before and after: the environment read must be that process's own.
    const auto process = identify_process(*pid);
    const auto environment = read_file(folder->path() / "environ");
    if (process && environment && has_entry(*environment, entry) && is_alive(*process))
      found.push_back(*process);
  }
  return found;
}

}  // namespace orchard::core
