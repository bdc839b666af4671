#pragma once

#include "core/base/clock.h"
#include "core/domain/quantities.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

namespace orchard::metrics {

// The windows in which a plan counts use, as pure values.

inline constexpr core::Duration kBlockLength = std::chrono::hours(5);

/// One API call, as far as blocks go.
struct BlockCall {
  core::Timestamp at;
  core::TokenUsage tokens;
  core::Cost cost;
  std::int64_t model = 0;  ///< its key in the ledger
  core::Cost estimated;    ///< of `cost`: without a price of its own
};

/// A window the account itself told of: it ends when the limit resets. [start, end).
struct OfficialWindow {
  core::Timestamp start;
  core::Timestamp end;
  bool operator==(const OfficialWindow&) const = default;
};

/// How sure one may be of a value.
enum class Confidence {
  official,        ///< the account said so
  local_estimate,  ///< worked out from what this machine recorded
};

/// Calls that count against one limit, or the time between two such windows.
struct Block {
  core::Timestamp start;
  core::Timestamp end;  ///< of a gap: the first call after it
  core::Timestamp first_call;
  core::Timestamp last_call;
  bool is_gap = false;
  bool is_active = false;  ///< a further call would still count in it
  Confidence bounds = Confidence::local_estimate;
  std::int64_t calls = 0;
  core::TokenUsage tokens;
  core::Cost cost;
  core::Cost estimated;              ///< of `cost`
  std::vector<std::int64_t> models;  ///< in the order they came
};

/// Divides calls, told oldest first, into blocks. Without the account's word a block begins with
/// the full UTC hour of its first call and takes every call up to and at its end, unless more than
/// its length passed since the call before; then a gap stands between. Where the account told of a
/// window (`official`, ascending, apart, outliving this), the calls in it are its block, and the
/// next one begins no sooner than it ends.
class BlockDivider {
 public:
  explicit BlockDivider(core::Duration length = kBlockLength,
                        std::span<const OfficialWindow> official = {})
      : length_(length), official_(official) {}

  void add(const BlockCall& call);
  /// In the order of their start.
  [[nodiscard]] std::vector<Block> finish(core::Timestamp now) &&;

 private:
  [[nodiscard]] bool continues(const BlockCall& call) const;
  void begin(const BlockCall& call);
  void add_gap(core::Timestamp from, core::Timestamp to);

  core::Duration length_;
  std::span<const OfficialWindow> official_;
  std::vector<Block> blocks_;
};

/// The blocks of calls that are all at hand.
[[nodiscard]] std::vector<Block> make_blocks(std::span<const BlockCall> calls, core::Timestamp now,
                                             core::Duration length = kBlockLength,
                                             std::span<const OfficialWindow> official = {});

/// One window for resets that were seen several times, up to two minutes apart: [reset − length,
/// reset). Of windows that overlap the later seen stands; `resets` come in the order of sight.
[[nodiscard]] std::vector<OfficialWindow> official_windows(std::span<const core::Timestamp> resets,
                                                           core::Duration length = kBlockLength);

}  // namespace orchard::metrics
