#include "metrics/calls/call_row.h"

#include "metrics/calls/tell_call.h"
#include "metrics/schema/api_call_flags.h"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

/// Sightings of one response that differ in all that sightings may differ in.
class Sightings {
 public:
  explicit Sightings(unsigned seed) : random_(seed) {}

  CallRow next() {
    CallRow row;
    row.session = 1 + below(2);
    row.at = 1'000 + below(3);
    row.model = below(4) == 0 ? 0 : 1;
    row.usage.input = below(3);
    row.usage.output = below(900);
    row.usage.cache_read = below(2) * 500;
    // Pieces of one reply tell the same of the cache, or nothing yet; only some know the split.
    const bool split = below(2) == 0;
    const bool told = below(3) != 0;
    if (told && split) row.usage.cache_write_1h = 40;
    if (told) row.usage.cache_write_5m = split ? 10 : 50;
    row.web_searches = below(2);
    row.flags = split ? 0 : call_flag::kUnsplit;
    if (below(3) == 0) row.flags |= call_flag::kComplete;
    if (below(2) == 0) row.flags |= call_flag::kSubAgent;
    if (row.has(call_flag::kSubAgent) && below(3) != 0) row.agent = 1 + below(3);
    row.flags |= below(4) == 0 ? call_flag::kStream : call_flag::kTranscript;
    if (row.has(call_flag::kStream)) row.session = 1;
    if (below(6) == 0) {
      row.flags |= call_flag::kReported;
      row.reported = 100 + below(3);
    }
    if (below(2) == 0) row.duration = below(1'000);
    return row;
  }
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

 private:
  std::mt19937 random_;
};

/// As if the keys of sessions and types were their names.
struct KeysAsNames {
  static core::Result<bool> has_smaller_id(std::int64_t a, std::int64_t b) { return a < b; }
  static core::Result<bool> has_smaller_name(std::int64_t a, std::int64_t b) { return a < b; }
};

CallRow join(const std::vector<CallRow>& rows, const std::vector<std::size_t>& order) {
  CallRow joined = rows[order[0]];
  for (std::size_t i = 1; i < order.size(); ++i) {
    KeysAsNames names;
    joined = join_sightings(names, joined, rows[order[i]]).value();
  }
  return joined;
}

TEST(CallRow, IsTheSameWhateverIsSeenFirst) {
  Sightings sightings(7);
  for (int round = 0; round < 3'000; ++round) {
    std::vector<CallRow> rows;
    for (int i = 3 + sightings.below(2); i > 0; --i) rows.push_back(sightings.next());
    std::vector<std::size_t> order(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const CallRow first = join(rows, order);
    while (std::ranges::next_permutation(order).found) {
      const CallRow other = join(rows, order);
      ASSERT_EQ(other.session, first.session) << round;
      ASSERT_EQ(other.model, first.model) << round;
      ASSERT_EQ(other.at, first.at) << round;
      ASSERT_EQ(other.usage.input, first.usage.input) << round;
      ASSERT_EQ(other.usage.output, first.usage.output) << round;
      ASSERT_EQ(other.usage.cache_write_5m, first.usage.cache_write_5m) << round;
      ASSERT_EQ(other.usage.cache_write_1h, first.usage.cache_write_1h) << round;
      ASSERT_EQ(other.usage.cache_read, first.usage.cache_read) << round;
      ASSERT_EQ(other.web_searches, first.web_searches) << round;
      ASSERT_EQ(other.flags, first.flags) << round;
      ASSERT_EQ(other.agent, first.agent) << round;
      ASSERT_EQ(other.reported, first.reported) << round;
      ASSERT_EQ(other.duration, first.duration) << round;
    }
  }
}

TEST(CallRow, NamesOnlyTheSubAgentOfACallThatOneMade) {
  CallRow kept;
  kept.flags = call_flag::kSubAgent;
  CallRow seen = kept;
  seen.agent = 7;
  EXPECT_EQ(merge(kept, seen).agent, 7) << "whoever knows it tells it";
  seen.agent.reset();
  kept.agent = 7;
  EXPECT_EQ(merge(kept, seen).agent, 7);
  seen.flags = 0;
  EXPECT_EQ(merge(kept, seen).agent, std::nullopt) << "the main conversation was told it too";
  EXPECT_EQ(merge(seen, kept).agent, std::nullopt);
}

}  // namespace
}  // namespace orchard::metrics
