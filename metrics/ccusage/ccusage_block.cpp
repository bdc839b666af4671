#include "metrics/ccusage/ccusage_block.h"

#include "core/base/time_text.h"

#include <algorithm>
#include <cmath>

namespace orchard::metrics {

namespace {

CcusageBlock open_block(core::Timestamp first, std::chrono::milliseconds length) {
  CcusageBlock block;
  block.start = std::chrono::floor<std::chrono::hours>(first);
  block.end = block.start + length;
  block.id = core::to_iso8601(block.start);
  block.first_at = first;
  return block;
}

CcusageBlock gap_between(core::Timestamp last, core::Timestamp next,
                         std::chrono::milliseconds length) {
  CcusageBlock gap;
  gap.start = last + length;
  gap.end = next;
  gap.id = "gap-" + core::to_iso8601(gap.start);
  gap.is_gap = true;
  return gap;
}

void add(CcusageBlock& block, const CcusageEntry& entry) {
  block.last_at = entry.at;
  ++block.entries;
  block.tokens += entry.tokens;
  block.dollars += entry.dollars;
  if (!block.limit_resets_at) block.limit_resets_at = entry.limit_resets_at;
  const std::string model = entry.shown_model();
  if (!model.empty() &&
      std::find(block.models.begin(), block.models.end(), model) == block.models.end())
    block.models.push_back(model);
}

}  // namespace

std::vector<CcusageBlock> make_ccusage_blocks(std::vector<CcusageEntry> entries,
                                              core::Timestamp now,
                                              std::chrono::milliseconds length) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const CcusageEntry& a, const CcusageEntry& b) { return a.at < b.at; });
  std::vector<CcusageBlock> blocks;
  for (const CcusageEntry& entry : entries) {
    if (blocks.empty()) {
      blocks.push_back(open_block(entry.at, length));
    } else if (const core::Timestamp last = blocks.back().last_at.value_or(entry.at);
               entry.at - blocks.back().start > length || entry.at - last > length) {
      if (entry.at - last > length) blocks.push_back(gap_between(last, entry.at, length));
      blocks.push_back(open_block(entry.at, length));
    }
    add(blocks.back(), entry);
  }
  for (CcusageBlock& block : blocks)
    block.is_active = block.last_at && now - *block.last_at < length && now < block.end;
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const CcusageBlock& a, const CcusageBlock& b) { return a.start < b.start; });
  return blocks;
}

std::optional<CcusageBurnRate> burn_rate_of(const CcusageBlock& block) {
  if (!block.first_at || !block.last_at || *block.last_at <= *block.first_at) return std::nullopt;
  const double minutes =
      std::chrono::duration<double, std::ratio<60>>(*block.last_at - *block.first_at).count();
  const CcusageTokens& tokens = block.tokens;
  return CcusageBurnRate{static_cast<double>(tokens.total()) / minutes,
                         static_cast<double>(tokens.input + tokens.output) / minutes,
                         block.dollars / minutes * 60};
}

std::optional<CcusageProjection> projection_of(const CcusageBlock& block, core::Timestamp now) {
  const std::optional<CcusageBurnRate> rate = burn_rate_of(block);
  if (!rate) return std::nullopt;
  const double remaining =
      std::round(std::chrono::duration<double, std::ratio<60>>(block.end - now).count());
  const double tokens =
      static_cast<double>(block.tokens.total()) + rate->tokens_per_minute * remaining;
  const double dollars = block.dollars + rate->dollars_per_hour / 60 * remaining;
  return CcusageProjection{static_cast<std::uint64_t>(std::llround(std::max(tokens, 0.0))),
                           std::round(dollars * 100) / 100, static_cast<std::int64_t>(remaining)};
}

}  // namespace orchard::metrics
