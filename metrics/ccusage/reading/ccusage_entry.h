#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>

namespace orchard::metrics {

// ccusage 20.0.24, followed rule by rule: what it counts, not what is right. Where the two differ
// and who is right stands in metrics/CCUSAGE.md.

/// Whole numbers as ccusage holds them; sums wrap around as its own do.
struct CcusageTokens {
  std::uint64_t input = 0;
  std::uint64_t output = 0;
  std::uint64_t cache_write_5m = 0;
  std::uint64_t cache_write_1h = 0;
  std::uint64_t cache_read = 0;

  [[nodiscard]] std::uint64_t cache_write() const { return cache_write_5m + cache_write_1h; }
  [[nodiscard]] std::uint64_t total() const { return input + output + cache_write() + cache_read; }
  CcusageTokens& operator+=(const CcusageTokens& other);
  bool operator==(const CcusageTokens&) const = default;
};

/// One line that ccusage counts.
struct CcusageEntry {
  core::Timestamp at;  ///< whole milliseconds
  CcusageTokens tokens;
  std::optional<double> reported_dollars;
  double dollars = 0;  ///< as asked for: reported or calculated; a double because ccusage's is one
  std::string message_id;
  std::string request_id;
  std::string session_id;  ///< of the record
  std::string model;       ///< as the record names it
  std::optional<core::Timestamp> limit_resets_at;
  std::size_t file = 0;
  bool fast = false;
  bool has_speed = false;
  bool is_sidechain = false;
  bool unpriced = false;
  bool is_advisor = false;  ///< a call to an advisor, whose name does not show its speed

  /// The name its rows use; empty: none of its models.
  [[nodiscard]] std::string shown_model() const;
};

}  // namespace orchard::metrics
