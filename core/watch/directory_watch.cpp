#include "core/watch/directory_watch.h"

#include "core/io/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using PathSet = std::set<std::filesystem::path>;

constexpr std::uint32_t kWatched = IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM |
                                   IN_MOVED_TO | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF |
                                   IN_ONLYDIR;

/// What poll(2) takes without overflow.
constexpr milliseconds kLongestWait{86'400'000};

}  // namespace

struct DirectoryWatch::Impl {
  void read_events(PathSet& changed);
  void note(const inotify_event& event, PathSet& changed);
  [[nodiscard]] bool take_wake() const;

  FileDescriptor events;
  FileDescriptor waker;
  /// Several paths may lead to one directory, for which the kernel has one number.
  std::unordered_map<int, PathSet> paths;
};

void DirectoryWatch::Impl::note(const inotify_event& event, PathSet& changed) {
  if ((event.mask & IN_Q_OVERFLOW) != 0)
    for (const auto& [number, set] : paths) changed.insert(set.begin(), set.end());
  const auto known = paths.find(event.wd);
  if (known == paths.end()) return;
  changed.insert(known->second.begin(), known->second.end());
  if ((event.mask & IN_MOVE_SELF) != 0) ::inotify_rm_watch(events.get(), event.wd);
  if ((event.mask & (IN_MOVE_SELF | IN_IGNORED)) != 0) paths.erase(known);
}

void DirectoryWatch::Impl::read_events(PathSet& changed) {
  alignas(inotify_event) std::array<char, 16384> buffer;
  while (true) {
    const ssize_t count = ::read(events.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      note(event, changed);
      at += sizeof event + event.len;
    }
  }
}

bool DirectoryWatch::Impl::take_wake() const {
  std::uint64_t count = 0;
  return ::read(waker.get(), &count, sizeof count) == static_cast<ssize_t>(sizeof count);
}

Result<DirectoryWatch> DirectoryWatch::create() {
  auto impl = std::make_unique<Impl>();
  impl->events = FileDescriptor(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!impl->events.is_open() && errno == EMFILE)
    return fail(ErrorCode::io,
                "Could not watch folders: too many programs do, raise the system setting "
                "fs.inotify.max_user_instances.");
  impl->waker = FileDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!impl->events.is_open() || !impl->waker.is_open())
    return fail(errno_error(errno, "Could not watch folders with", "inotify"));
  return DirectoryWatch(std::move(impl));
}

Result<bool> DirectoryWatch::add(const std::filesystem::path& directory) {
  const int number = ::inotify_add_watch(impl_->events.get(), directory.c_str(), kWatched);
  if (number < 0 && errno == ENOSPC)
    return fail(ErrorCode::io,
                fmt::format("Could not watch '{}': too many folders are watched, raise the system "
                            "setting fs.inotify.max_user_watches.",
                            directory.string()));
  if (number < 0) return fail(errno_error(errno, "Could not watch", directory));
  return impl_->paths[number].insert(directory).second;
}

void DirectoryWatch::remove(const std::filesystem::path& directory) {
  const auto known = std::find_if(impl_->paths.begin(), impl_->paths.end(), [&](const auto& entry) {
    return entry.second.contains(directory);
  });
  if (known == impl_->paths.end()) return;
  known->second.erase(directory);
  if (!known->second.empty()) return;
  ::inotify_rm_watch(impl_->events.get(), known->first);
  impl_->paths.erase(known);
}

std::vector<std::filesystem::path> DirectoryWatch::wait(milliseconds patience) {
  const auto deadline = SteadyClock::now() + std::min(patience, kLongestWait);
  PathSet changed;
  while (true) {
    std::array<pollfd, 2> polled{
        {{impl_->events.get(), POLLIN, 0}, {impl_->waker.get(), POLLIN, 0}}};
    const auto left = std::chrono::ceil<milliseconds>(deadline - SteadyClock::now());
    const auto timeout = std::max(left, milliseconds(0));
    ::poll(polled.data(), polled.size(), static_cast<int>(timeout.count()));
    impl_->read_events(changed);
    const bool woken = impl_->take_wake();
    if (woken || !changed.empty() || SteadyClock::now() >= deadline) break;
  }
  return {changed.begin(), changed.end()};
}

void DirectoryWatch::wake() {
  const std::uint64_t one = 1;
  // It can only fail when the counter is full, and then wait() ends anyway.
  [[maybe_unused]] const ssize_t written = ::write(impl_->waker.get(), &one, sizeof one);
}

DirectoryWatch::DirectoryWatch(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
DirectoryWatch::DirectoryWatch(DirectoryWatch&&) noexcept = default;
DirectoryWatch& DirectoryWatch::operator=(DirectoryWatch&&) noexcept = default;
DirectoryWatch::~DirectoryWatch() = default;

}  // namespace orchard::core
