#include "core/io/disk.h"

#include <cstdint>

#include <sys/statvfs.h>

namespace orchard::core {
namespace {

/// The index that SQLite keeps of its log takes half of it.
constexpr std::uint64_t kSmallFile = std::uint64_t{64} << 10U;

}  // namespace

DiskState disk_state(const std::filesystem::path& path) {
  struct statvfs status {};
  if (::statvfs(path.c_str(), &status) != 0) return DiskState::takes;
  if ((status.f_flag & ST_RDONLY) != 0) return DiskState::read_only;
  return status.f_bavail * status.f_frsize < kSmallFile ? DiskState::full : DiskState::takes;
}

}  // namespace orchard::core
