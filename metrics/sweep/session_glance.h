#pragma once

#include "core/base/clock.h"
#include "core/domain/quantities.h"
#include "metrics/pricing/price_table.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// What one session's transcripts come to.
struct SessionGlance {
  core::Cost cost;
  core::Cost estimated;                        ///< of `cost`
  std::optional<std::int64_t> context_tokens;  ///< of the newest call of the conversation
};

/// Reads the files without a store, by the rules of the ledger: each response counts once, and only
/// for `session`. For who must answer where there is no ledger yet; it takes as long as reading the
/// files does. None when they tell of no call. Files that cannot be read count as empty.
[[nodiscard]] std::optional<SessionGlance> glance_at_session(
    const std::vector<std::filesystem::path>& files, std::string_view session, core::Timestamp now,
    const PriceTable& prices);

}  // namespace orchard::metrics
