#include "agents/protocol/usage_merge.h"

#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

ApiUsage split(core::TokenUsage tokens) {
  return {tokens, 0, false, true, {}};
}
ApiUsage unsplit(core::TokenUsage tokens) {
  return {tokens, 0, false, false, {}};
}

TEST(UsageMerge, TakesTheLargerNumberAndCountsCacheWritesOnce) {
  const struct {
    ApiUsage first;
    ApiUsage second;
    core::TokenUsage merged;
  } cases[] = {
      {split({3, 1, 60, 40, 50}), split({3, 9, 60, 40, 50}), {3, 9, 60, 40, 50}},
      {split({3, 1, 60, 40, 50}), unsplit({3, 9, 100, 0, 50}), {3, 9, 60, 40, 50}},
      {unsplit({3, 9, 100, 0, 50}), split({3, 1, 60, 40, 50}), {3, 9, 60, 40, 50}},
      {split({3, 1, 60, 40, 0}), unsplit({3, 9, 120, 0, 0}), {3, 9, 80, 40, 0}},
      {split({3, 1, 60, 40, 0}), unsplit({0, 9, 0, 0, 0}), {3, 9, 60, 40, 0}},
      {unsplit({3, 1, 70, 0, 0}), unsplit({3, 2, 100, 0, 5}), {3, 2, 100, 0, 5}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(merge_usage(c.first, c.second).tokens, c.merged);
    EXPECT_EQ(merge_usage(c.second, c.first).tokens, c.merged);
  }
}

TEST(UsageMerge, RemembersTheRest) {
  const ApiUsage merged = merge_usage({{}, 2, false, false, {}}, {{}, 1, true, true, {}});
  EXPECT_EQ(merged.web_searches, 2);
  EXPECT_TRUE(merged.fast);
  EXPECT_TRUE(merged.cache_split_known);
}

TEST(UsageMerge, JoinsAdvisorsInTheirOrder) {
  const ApiUsage early{{}, 0, false, false, {{"m", {5, 1, 0, 0, 0}, true}}};
  const ApiUsage late{
      {}, 0, false, false, {{"m", {5, 9, 0, 0, 0}, true}, {"n", {1, 1, 0, 0, 0}, true}}};
  EXPECT_EQ(merge_usage(early, late).advisors, late.advisors);
  EXPECT_EQ(merge_usage(late, early).advisors, late.advisors);
}

}  // namespace
}  // namespace orchard::agents
