#include "metrics/usage/blocks/block.h"

#include <algorithm>

namespace orchard::metrics {

using core::Duration;
using core::Timestamp;

namespace {

/// Two answers may place one reset a little apart.
constexpr Duration kSameReset = std::chrono::minutes(2);

const OfficialWindow* window_of(std::span<const OfficialWindow> official, Timestamp at) {
  const auto after = std::ranges::upper_bound(official, at, {}, &OfficialWindow::start);
  if (after == official.begin()) return nullptr;
  const OfficialWindow& window = *std::prev(after);
  return at < window.end ? &window : nullptr;
}

/// Where a block that begins by estimate starts: with the full hour of its first call, which lies
/// in no window of the account, but no sooner than the window before it ended.
Timestamp estimated_start(std::span<const OfficialWindow> official, Timestamp first_call) {
  const Timestamp hour(std::chrono::floor<std::chrono::hours>(first_call));
  const auto after = std::ranges::upper_bound(official, first_call, {}, &OfficialWindow::start);
  return after == official.begin() ? hour : std::max(hour, std::prev(after)->end);
}

/// Where a block that begins by estimate ends: no later than the next window of the account begins.
Timestamp estimated_end(std::span<const OfficialWindow> official, Timestamp start,
                        Timestamp first_call, Duration length) {
  const auto next = std::ranges::upper_bound(official, first_call, {}, &OfficialWindow::start);
  const Timestamp end = start + length;
  return next == official.end() ? end : std::min(end, next->start);
}

}  // namespace

void BlockDivider::add(const BlockCall& call) {
  if (!continues(call)) begin(call);
  Block& block = blocks_.back();
  block.last_call = call.at;
  ++block.calls;
  block.tokens += call.tokens;
  block.cost += call.cost;
  block.estimated += call.estimated;
  if (std::ranges::find(block.models, call.model) == block.models.end())
    block.models.push_back(call.model);
}

bool BlockDivider::continues(const BlockCall& call) const {
  if (blocks_.empty()) return false;
  const Block& block = blocks_.back();
  const OfficialWindow* window = window_of(official_, call.at);
  if (block.bounds == Confidence::official)
    return window != nullptr && window->start == block.start;
  return window == nullptr && call.at - block.start <= length_ &&
         call.at - block.last_call <= length_ &&
         (block.end == block.start + length_ || call.at < block.end);
}

void BlockDivider::begin(const BlockCall& call) {
  if (!blocks_.empty() && call.at - blocks_.back().last_call > length_)
    add_gap(blocks_.back().last_call + length_, call.at);
  Block block;
  if (const OfficialWindow* window = window_of(official_, call.at)) {
    block.start = window->start;
    block.end = window->end;
    block.bounds = Confidence::official;
  } else {
    block.start = estimated_start(official_, call.at);
    block.end = estimated_end(official_, block.start, call.at, length_);
  }
  block.first_call = call.at;
  block.last_call = call.at;
  blocks_.push_back(std::move(block));
}

void BlockDivider::add_gap(Timestamp from, Timestamp to) {
  Block gap;
  gap.start = gap.first_call = from;
  gap.end = gap.last_call = to;
  gap.is_gap = true;
  blocks_.push_back(std::move(gap));
}

std::vector<Block> BlockDivider::finish(Timestamp now) && {
  for (Block& block : blocks_) {
    const bool is_open = now < block.end && !block.is_gap;
    block.is_active =
        is_open && (block.bounds == Confidence::official || now - block.last_call < length_);
  }
  std::ranges::stable_sort(blocks_, {}, &Block::start);
  return std::move(blocks_);
}

std::vector<Block> make_blocks(std::span<const BlockCall> calls, Timestamp now, Duration length,
                               std::span<const OfficialWindow> official) {
  BlockDivider divider(length, official);
  for (const BlockCall& call : calls) divider.add(call);
  return std::move(divider).finish(now);
}

std::vector<OfficialWindow> official_windows(std::span<const Timestamp> resets, Duration length) {
  std::vector<OfficialWindow> windows;
  for (const Timestamp reset : resets) {
    const OfficialWindow window{reset - length, reset};
    std::erase_if(windows, [&](const OfficialWindow& other) {
      return other.start < window.end - kSameReset && window.start < other.end - kSameReset;
    });
    windows.push_back(window);
  }
  std::ranges::sort(windows, {}, &OfficialWindow::start);
  // What is left of an overlap is two sights of one border.
  for (std::size_t i = 1; i < windows.size(); ++i)
    windows[i].start = std::max(windows[i].start, windows[i - 1].end);
  return windows;
}

}  // namespace orchard::metrics
