#include "metrics/sweep/scan/answer_clock.h"

#include "core/base/time_text.h"
#include "metrics/recorder/keys.h"
#include "metrics/schema/columns.h"

#include <algorithm>

namespace orchard::metrics {

namespace {

/// The text up to the next quote, which no id and no time holds.
std::string_view text_at(std::string_view line, std::size_t begin) {
  return line.substr(begin, line.find('"', begin) - begin);
}

std::string_view parent_of(std::string_view reply) {
  constexpr std::string_view kName = "\"parentUuid\":\"";
  constexpr std::size_t kNearTheBeginning = 256;
  const std::size_t found = reply.substr(0, kNearTheBeginning).find(kName);
  return found == std::string_view::npos ? std::string_view()
                                         : text_at(reply, found + kName.size());
}

/// Claude Code writes a record's uuid and time side by side.
struct Stamp {
  std::string_view uuid;
  std::string_view time;
};

Stamp stamp_of(std::string_view record) {
  constexpr std::string_view kName = "\"uuid\":\"";
  constexpr std::string_view kNext = "\",\"timestamp\":\"";
  constexpr std::size_t kLongestUuid = 64;
  for (std::size_t next = record.find(kNext); next != std::string_view::npos;
       next = record.find(kNext, next + 1)) {
    const std::size_t from = next - std::min(next, kLongestUuid + kName.size());
    const std::size_t name = record.substr(from, next - from).rfind(kName);
    if (name == std::string_view::npos) continue;
    const std::size_t uuid = from + name + kName.size();
    return {record.substr(uuid, next - uuid), text_at(record, next + kNext.size())};
  }
  return {};
}

}  // namespace

const AnswerClock::State& AnswerClock::settle() {
  if (line_.empty()) return state_;
  const Stamp stamp = stamp_of(line_);
  const auto at = core::parse_iso8601(stamp.time);
  state_.record = at ? hash_id(stamp.uuid) : 0;
  state_.record_at = at ? micros(*at) : 0;
  line_ = {};
  return state_;
}

std::optional<std::int64_t> AnswerClock::note_reply(std::string_view line, std::int64_t message,
                                                    std::int64_t at) {
  if (message != state_.message || message == 0) {
    static_cast<void>(settle());
    const std::string_view parent = parent_of(line);
    const bool is_answer =
        state_.record_at != 0 && !parent.empty() && hash_id(parent) == state_.record;
    state_.asked_at = is_answer ? std::optional(state_.record_at) : std::nullopt;
    state_.message = message;
  }
  line_ = {};
  state_.record = state_.record_at = 0;
  if (!state_.asked_at || at < *state_.asked_at) return std::nullopt;
  return (at - *state_.asked_at + 500) / 1000;
}

}  // namespace orchard::metrics
