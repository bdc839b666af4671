#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "core/domain/quantities.h"
#include "metrics/ledger/store.h"
#include "metrics/pricing/price_table.h"

#include <cstdint>

namespace orchard::metrics {

/// What new prices changed.
struct Repricing {
  std::int64_t calls = 0;  ///< whose cost is another one now
  core::Cost before;       ///< of those calls
  core::Cost after;
};

/// Gives every recorded call the cost that the store's prices come to, unless they are the prices
/// that hold already: then it is one look. What was recorded of a call stays, and so does a cost
/// that Claude Code named itself. All calls or none; the sums that stand ready follow.
[[nodiscard]] core::Result<Repricing> reprice(Store& store);

/// To be called inside a transaction that records calls at `prices`: when others hold by now, it
/// sees to it that whoever opens the store next prices everything again.
[[nodiscard]] core::Result<void> note_prices(core::Database& database, const PriceTable& prices);

}  // namespace orchard::metrics
