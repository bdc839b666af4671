#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace orchard::metrics {

/// Takes one piece after another from the front of a text, which must outlive it. What does not
/// stand there is not taken.
class TextPieces {
 public:
  explicit TextPieces(std::string_view text) : rest_(text) {}

  [[nodiscard]] std::string_view rest() const { return rest_; }

  bool take(std::string_view piece) {
    if (!rest_.starts_with(piece)) return false;
    rest_.remove_prefix(piece.size());
    return true;
  }
  /// Digits without a sign.
  std::optional<std::int64_t> take_number() {
    std::int64_t value = 0;
    const auto read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (read.ec != std::errc() || rest_.starts_with('-')) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
    return value;
  }

 protected:
  void skip(std::size_t size) { rest_.remove_prefix(size); }

 private:
  std::string_view rest_;
};

}  // namespace orchard::metrics
