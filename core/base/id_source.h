#pragma once

#include <cstdint>
#include <string>

namespace orchard::core {

/// The only source of randomness; tests replace it. Used from one thread at a time.
class IdSource {
 public:
  virtual ~IdSource() = default;
  /// Uniform over all 64-bit values.
  [[nodiscard]] virtual std::uint64_t next() = 0;
};

/// Draws from the operating system (getrandom).
class SystemIdSource final : public IdSource {
 public:
  [[nodiscard]] std::uint64_t next() override;
};

/// An RFC 4122 version 4 UUID in lower case.
[[nodiscard]] std::string make_uuid(IdSource& source);

/// 12 lower-case hexadecimal digits, used for repository and workspace ids.
[[nodiscard]] std::string make_short_id(IdSource& source);

}  // namespace orchard::core
