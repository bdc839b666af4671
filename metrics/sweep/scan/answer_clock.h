#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace orchard::metrics {

/// Tells how long replies took, from the lines of one transcript in their order: from the record
/// that a reply names as its parent to the piece of it at hand. Where the parent is not the record
/// that stands before it, it does not know. Plain value; lines are only looked at when needed, so a
/// line must stay in place until the next call.
class AnswerClock {
 public:
  /// What stays between two readings of a file.
  struct State {
    std::int64_t message = 0;              ///< hash of the last reply
    std::optional<std::int64_t> asked_at;  ///< when what it answers was said
    std::int64_t record = 0;               ///< hash of the uuid of the last other record
    std::int64_t record_at = 0;            ///< 0: there is none since the reply
    bool operator==(const State&) const = default;
  };

  AnswerClock() = default;
  explicit AnswerClock(const State& state) : state_(state) {}

  /// A record that is no reply.
  void note_record(std::string_view line) { line_ = line; }
  /// A piece of a reply, written at `at` (microseconds). Milliseconds, none when not known.
  [[nodiscard]] std::optional<std::int64_t> note_reply(std::string_view line, std::int64_t message,
                                                       std::int64_t at);
  /// After this, no line needs to stay in place.
  [[nodiscard]] const State& settle();

 private:
  State state_;
  std::string_view line_;
};

}  // namespace orchard::metrics
