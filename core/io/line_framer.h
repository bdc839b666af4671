#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace orchard::core {

/// Cuts a byte stream into lines. Pure; one thread at a time. Lines are split at '\n' only; a '\r'
/// before it is dropped. A line with more than `limit` bytes before its '\n' is skipped to its end
/// and reported once.
class LineFramer {
 public:
  static constexpr std::size_t kDefaultLimit = std::size_t{16} << 20U;

  struct Line {
    std::string_view text;  ///< without the newline; valid during the callback only
    std::uint64_t end = 0;  ///< stream offset just behind the newline
    bool too_long = false;  ///< `text` is empty: the line was over the limit
  };

  /// `start` is the stream offset of the first byte that will be fed.
  explicit LineFramer(std::uint64_t start = 0, std::size_t limit = kDefaultLimit);

  /// Calls `on_line` for every line that `bytes` completes.
  void feed(std::string_view bytes, const std::function<void(const Line&)>& on_line);

  /// Offset behind the last complete line.
  [[nodiscard]] std::uint64_t complete_until() const { return complete_until_; }
  /// Bytes held of a line that is not complete yet.
  [[nodiscard]] std::size_t pending() const { return buffer_.size(); }

 private:
  void hold(std::string_view part);
  void finish_line(std::string_view tail, const std::function<void(const Line&)>& on_line);
  void release_buffer();

  std::string buffer_;
  std::size_t limit_;
  std::uint64_t position_;
  std::uint64_t complete_until_;
  bool skipping_ = false;
};

/// Replaces every byte sequence that is not valid UTF-8 by U+FFFD.
[[nodiscard]] std::string to_valid_utf8(std::string_view text);

}  // namespace orchard::core
