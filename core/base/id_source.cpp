#include "core/base/id_source.h"

#include <cerrno>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/random.h>

namespace orchard::core {

std::uint64_t SystemIdSource::next() {
  std::uint64_t value = 0;
  // getrandom with 8 bytes is never partial; it can only be interrupted before the pool is ready.
  while (getrandom(&value, sizeof value, 0) != static_cast<ssize_t>(sizeof value)) {
    if (errno != EINTR) std::abort();
  }
  return value;
}

std::string make_uuid(IdSource& source) {
  const std::uint64_t a = source.next();
  const std::uint64_t b = source.next();
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", a >> 32U, (a >> 16U) & 0xffffU,
                     a & 0xfffU, 0x8000U | (b >> 50U), b & 0xffffffffffffU);
}

std::string make_short_id(IdSource& source) {
  return fmt::format("{:012x}", source.next() & 0xffffffffffffU);
}

}  // namespace orchard::core
