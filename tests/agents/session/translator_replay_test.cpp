#include "agents/protocol/decode.h"
#include "agents/session/live_state.h"
#include "agents/session/translator.h"
#include "core/io/line_framer.h"
#include "tests/agents/session/describe_fact.h"
#include "tests/agents/session/random_log.h"
#include "tests/support/sanitizer.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using core::Fact;
using test::RandomLog;

constexpr std::uint64_t kSeeds = test::kHasSanitizer ? 5 : 20;
const core::Timestamp kStart{std::chrono::hours(24 * 365 * 50)};

TranslatorContext context() {
  return {core::SessionId("session-1"), 1, {}, "/w/fern"};
}

/// Feeds one line the way a log is read; time and offset depend on the line only.
std::vector<Fact> feed(Translator& translator, const std::vector<std::string>& lines,
                       std::size_t index) {
  const core::Timestamp now = kStart + std::chrono::milliseconds(index * 10);
  return translator.feed(decode(lines[index]), {now}, (index + 1) * 1000);
}

std::vector<Fact> translate(const std::vector<std::string>& lines) {
  Translator translator(context());
  std::vector<Fact> facts;
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (Fact& fact : feed(translator, lines, i)) facts.push_back(std::move(fact));
  for (Fact& fact : translator.close_after_exit(kStart, ExitReason::ended_by_itself))
    facts.push_back(std::move(fact));
  return facts;
}

/// The same, but killed and started again before each line that `dies` names.
template <class Dies>
std::vector<Fact> translate_with_restarts(const std::vector<std::string>& lines, Dies dies) {
  std::string saved;
  std::vector<Fact> facts;
  auto translator = Translator::load(context(), saved);
  for (std::size_t i = 0; i < lines.size() && translator; ++i) {
    if (dies(i)) {
      // Facts and state of a line that was not committed are lost, and it is read again.
      static_cast<void>(feed(*translator, lines, i));
      translator = Translator::load(context(), saved);
      if (!translator) break;
    }
    for (Fact& fact : feed(*translator, lines, i)) facts.push_back(std::move(fact));
    saved = translator->save();
  }
  EXPECT_TRUE(translator);
  if (!translator) return facts;
  for (Fact& fact : translator->close_after_exit(kStart, ExitReason::ended_by_itself))
    facts.push_back(std::move(fact));
  return facts;
}

std::vector<std::string> described(const std::vector<Fact>& facts) {
  std::vector<std::string> texts;
  for (const Fact& fact : facts) texts.push_back(test::describe(fact));
  return texts;
}

TEST(TranslatorReplay, ARestartAtAnyLineGivesTheSameFacts) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const RandomLog log(seed);
    const auto expected = described(translate(log.lines));
    const auto always = [](std::size_t) { return true; };
    EXPECT_EQ(described(translate_with_restarts(log.lines, always)), expected) << seed;
    test::FakeIdSource ids(seed * 7);
    const auto sometimes = [&ids](std::size_t) { return ids.next() % 5 == 0; };
    EXPECT_EQ(described(translate_with_restarts(log.lines, sometimes)), expected) << seed;
  }
}

TEST(TranslatorReplay, ReadingALogTwiceNamesNothingNew) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const RandomLog log(seed);
    std::set<std::string> once;
    for (const Fact& fact : translate(log.lines)) once.insert(test::key_of(fact));
    std::set<std::string> later;
    for (const Fact& fact : translate(log.lines)) later.insert(test::key_of(fact));
    EXPECT_EQ(later, once) << seed;
  }
}

/// What the ledger does with several sightings of one response.
std::map<std::string, core::TokenUsage> merged_calls(const std::vector<Fact>& facts) {
  std::map<std::string, core::TokenUsage> calls;
  for (const Fact& fact : facts) {
    const auto* seen = std::get_if<core::ApiCallSeen>(&fact);
    if (seen == nullptr) continue;
    core::TokenUsage& usage = calls[seen->call.value];
    usage.input = std::max(usage.input, seen->usage.input);
    usage.output = std::max(usage.output, seen->usage.output);
    usage.cache_write_5m = std::max(usage.cache_write_5m, seen->usage.cache_write_5m);
    usage.cache_write_1h = std::max(usage.cache_write_1h, seen->usage.cache_write_1h);
    usage.cache_read = std::max(usage.cache_read, seen->usage.cache_read);
  }
  return calls;
}

TEST(TranslatorReplay, TurnsAndTokensAreThoseOfTheLog) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const RandomLog log(seed);
    const auto facts = translate(log.lines);
    EXPECT_EQ(merged_calls(facts), log.calls) << seed;
    std::vector<std::string> started;
    std::vector<std::string> finished;
    std::map<std::string, int> open;
    for (const Fact& fact : facts) {
      if (const auto* turn = std::get_if<core::TurnStarted>(&fact))
        started.push_back(turn->turn.value);
      if (const auto* turn = std::get_if<core::TurnFinished>(&fact))
        finished.push_back(turn->turn.value);
      if (const auto* tool = std::get_if<core::ToolCallStarted>(&fact)) ++open[tool->call.value];
      if (const auto* tool = std::get_if<core::ToolCallFinished>(&fact)) --open[tool->call.value];
    }
    EXPECT_EQ(started, log.turns) << seed;
    EXPECT_EQ(finished, log.turns) << seed;
    for (const auto& [call, balance] : open) EXPECT_EQ(balance, 0) << call << " seed " << seed;
  }
}

/// Damages a line in random places: cuts, doubled parts, other bytes, brackets.
std::string damaged(std::string line, test::FakeIdSource& ids) {
  static constexpr char kBytes[] = "\"{}[]:,\\u0d8\x00\xff\xc3n-9e";
  const auto changes = 1 + ids.next() % 4;
  for (std::uint64_t i = 0; i < changes && !line.empty(); ++i) {
    const std::size_t at = ids.next() % line.size();
    switch (ids.next() % 5) {
      case 0:
        line[at] = kBytes[ids.next() % (sizeof kBytes - 1)];
        break;
      case 1:
        line.erase(at, ids.next() % 20);
        break;
      case 2:
        line.insert(at, line.substr(ids.next() % line.size(), ids.next() % 40));
        break;
      case 3:
        line.resize(at);
        break;
      default:
        line[at] = static_cast<char>(ids.next() % 256);
    }
  }
  return line;
}

TEST(TranslatorReplay, DamagedLogsAreHarmless) {
  test::FakeIdSource ids(42);
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const RandomLog log(seed);
    Translator translator(context());
    LiveState live;
    for (const std::string& line : log.lines) {
      const Event event = decode(ids.next() % 3 == 0 ? damaged(line, ids) : line);
      reduce(live, event);
      for (const Fact& fact : translator.feed(event, {kStart}, 1)) {
        const std::string text = test::describe(fact);
        EXPECT_EQ(core::to_valid_utf8(text), text);
      }
      const auto loaded = Translator::load(context(), translator.save());
      ASSERT_TRUE(loaded);
      EXPECT_EQ(loaded->save(), translator.save());
    }
  }
}

TEST(TranslatorReplay, RandomBytesAreHarmless) {
  test::FakeIdSource ids(7);
  Translator translator(context());
  for (int i = 0; i < 3000; ++i) {
    std::string bytes(ids.next() % 60, '\0');
    for (char& byte : bytes) byte = static_cast<char>(ids.next() % 256);
    if (i % 2 == 0) bytes = "{\"type\":\"assistant\",\"x\":" + bytes + "}";
    static_cast<void>(translator.feed(decode(bytes), {kStart}, 1));
  }
  EXPECT_TRUE(Translator::load(context(), translator.save()));
}

}  // namespace
}  // namespace orchard::agents
