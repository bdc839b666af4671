#pragma once

#include "core/base/result.h"
#include "metrics/calls/call_book.h"
#include "metrics/ledger/store.h"
#include "metrics/sweep/harvest.h"
#include "metrics/sweep/session_news.h"

#include <optional>
#include <vector>

namespace orchard::metrics {

/// Writes harvests into the store: calls, sessions and how far files were read, all in one
/// transaction. One thread.
class HarvestWriter {
 public:
  explicit HarvestWriter(Store& store)
      : store_(store), calls_(store.database(), store.prices()), sessions_(store.database()) {}

  /// All of them or none.
  [[nodiscard]] core::Result<void> write(const std::vector<Harvest>& harvests);

 private:
  [[nodiscard]] core::Result<void> write_all(const std::vector<Harvest>& harvests);
  void forget();

  Store& store_;
  CallBook calls_;
  SessionBook sessions_;
  std::optional<std::int64_t> version_;  ///< of the store behind the last write
};

}  // namespace orchard::metrics
