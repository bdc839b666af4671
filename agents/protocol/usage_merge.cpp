#include "agents/protocol/usage_merge.h"

#include <algorithm>

namespace orchard::agents {
namespace {

/// `split` with what `total` counts beyond it, at the shorter life.
core::TokenUsage with_surplus(core::TokenUsage split, std::int64_t total) {
  split.cache_write_5m += std::max<std::int64_t>(0, total - split.cache_write());
  return split;
}

/// Of a response or of what its advisor took.
template <class Counts>
void merge_counts(Counts& merged, const Counts& first, const Counts& second) {
  if (first.cache_split_known == second.cache_split_known) {
    merged.tokens.cache_write_5m =
        std::max(first.tokens.cache_write_5m, second.tokens.cache_write_5m);
    merged.tokens.cache_write_1h =
        std::max(first.tokens.cache_write_1h, second.tokens.cache_write_1h);
  } else if (first.cache_split_known) {
    merged.tokens = with_surplus(first.tokens, second.tokens.cache_write());
  } else {
    merged.tokens = with_surplus(second.tokens, first.tokens.cache_write());
  }
  merged.tokens.input = std::max(first.tokens.input, second.tokens.input);
  merged.tokens.output = std::max(first.tokens.output, second.tokens.output);
  merged.tokens.cache_read = std::max(first.tokens.cache_read, second.tokens.cache_read);
  merged.cache_split_known = first.cache_split_known || second.cache_split_known;
  merged.fast = first.fast || second.fast;
}

}  // namespace

ApiUsage merge_usage(const ApiUsage& first, const ApiUsage& second) {
  ApiUsage merged = first;
  merge_counts(merged, first, second);
  merged.web_searches = std::max(first.web_searches, second.web_searches);
  // A later sighting may know more of them, in the same order.
  for (std::size_t i = 0; i < second.advisors.size(); ++i) {
    if (i == merged.advisors.size())
      merged.advisors.push_back(second.advisors[i]);
    else
      merge_counts(merged.advisors[i], first.advisors[i], second.advisors[i]);
  }
  return merged;
}

}  // namespace orchard::agents
