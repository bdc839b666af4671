#pragma once

#include "agents/protocol/decode.h"
#include "agents/session/translator.h"
#include "tests/agents/session/log_lines.h"

#include <chrono>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace orchard::test {

inline const core::Timestamp kLogStart{std::chrono::hours(24 * 365 * 50)};

/// A translator with what it said so far.
struct TranslatedLog {
  agents::Translator translator{
      agents::TranslatorContext{core::SessionId("session-1"), 2, {}, "/w/fern"}};
  std::vector<core::Fact> facts;
  core::Timestamp now = kLogStart;
  std::uint64_t offset = 0;
  LogLines log;

  void feed(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      now += std::chrono::milliseconds(10);
      offset += line.size() + 1;
      for (core::Fact& fact : translator.feed(agents::decode(line), {now}, offset))
        facts.push_back(std::move(fact));
    }
  }

  template <class T>
  [[nodiscard]] std::vector<T> all() const {
    std::vector<T> found;
    for (const core::Fact& fact : facts)
      if (const T* wanted = std::get_if<T>(&fact)) found.push_back(*wanted);
    return found;
  }

  [[nodiscard]] std::vector<std::string> turns() const {
    std::vector<std::string> ids;
    for (const auto& turn : all<core::TurnStarted>()) ids.push_back(turn.turn.value);
    return ids;
  }

  [[nodiscard]] std::vector<std::string> texts(core::MessageKind kind) const {
    std::vector<std::string> found;
    for (const auto& message : all<core::MessageSeen>())
      if (message.kind == kind) found.push_back(message.text);
    return found;
  }
};

}  // namespace orchard::test
