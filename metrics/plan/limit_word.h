#pragma once

#include "core/base/clock.h"
#include "metrics/calendar/named_zone.h"

#include <optional>
#include <string_view>

namespace orchard::metrics {

/// That a limit of the plan is used up, in the words that Claude Code writes in place of a reply.
struct LimitWord {
  std::string_view kind;                 ///< "five_hour", …
  std::optional<core::Timestamp> reset;  ///< as old versions told it
  ShownTime shown;                       ///< else: what clocks show at the reset …
  std::string_view zone;                 ///< … in the zone of this name, a part of the text
  bool operator==(const LimitWord&) const = default;
};

/// Reads a text that begins like "You've hit your session limit · resets Oct 9, 3:30pm
/// (Europe/Berlin)" or as older versions wrote the same. None for any other, and for one that does
/// not say which limit it was or when it resets. Pure.
[[nodiscard]] std::optional<LimitWord> read_limit_word(std::string_view text);

/// Whether a window of that kind may reset at `reset` when that was told at `at`: neither is it
/// over nor further off than such a window is long. Pure.
[[nodiscard]] bool can_reset(std::string_view kind, core::Timestamp reset, core::Timestamp at);

/// When the limit resets that was used up at `at`. `zone`: the one that the word names, null where
/// there is none of that name. None for a moment at which no such limit can reset. Pure.
[[nodiscard]] std::optional<core::Timestamp> reset_told(const LimitWord& word, core::Timestamp at,
                                                        const NamedZone* zone);

}  // namespace orchard::metrics
