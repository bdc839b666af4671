#pragma once

#include "metrics/pricing/price_table.h"

#include <filesystem>
#include <memory>
#include <string>

namespace orchard::metrics {

/// The prices that hold on this machine: those of the program, but for what the user's own file
/// says. Plain value; the table may outlive it.
struct PriceBook {
  std::shared_ptr<const PriceTable> table;
  std::filesystem::path file;  ///< the user's own
  bool has_file = false;
  /// Names the file and each place in it that cannot be used; there the prices of the program hold.
  /// Empty: nothing is wrong.
  std::string problem;
};

/// A file that is not there is fine. Never fails: see PriceBook::problem.
[[nodiscard]] PriceBook open_price_book(const std::filesystem::path& file);

}  // namespace orchard::metrics
