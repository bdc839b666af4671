#include "agents/launch/trace/agent_lookup.h"

#include <charconv>
#include <string>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace orchard::agents {
namespace {

bool is_same_file(const std::filesystem::path& path, const struct stat& file) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 && found.st_dev == file.st_dev &&
         found.st_ino == file.st_ino;
}

std::optional<pid_t> pid_of(const std::string& name) {
  pid_t pid = 0;
  const auto [stop, problem] = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (problem != std::errc() || stop != name.data() + name.size()) return std::nullopt;
  return pid;
}

}  // namespace

std::optional<core::ProcessIdentity> find_agent(const std::filesystem::path& fifo,
                                                const std::filesystem::path& events) {
  struct stat fifo_file {};
  struct stat events_file {};
  if (stat(fifo.c_str(), &fifo_file) != 0 || stat(events.c_str(), &events_file) != 0)
    return std::nullopt;
  std::error_code problem;
  std::filesystem::directory_iterator entry("/proc", problem);
  for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    const auto pid = pid_of(entry->path().filename().string());
    if (!pid || getsid(*pid) != *pid) continue;
    if (!is_same_file(entry->path() / "fd/0", fifo_file) ||
        !is_same_file(entry->path() / "fd/1", events_file))
      continue;
    if (auto identity = core::identify_process(*pid); identity && core::is_alive(*identity))
      return *identity;
  }
  return std::nullopt;
}

}  // namespace orchard::agents
