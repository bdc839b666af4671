#pragma once

#include "metrics/pricing/price_table.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace orchard::metrics {

/// The prices that hold on this machine: those of the program, but for what the user's own file
/// says. Plain value; the table may outlive it.
struct PriceBook {
  /// Tells the contents of a file apart.
  struct Look {
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t mtime = 0;  ///< nanoseconds
    bool operator==(const Look&) const = default;
  };

  std::shared_ptr<const PriceTable> table;
  std::filesystem::path file;  ///< the user's own
  bool has_file = false;
  /// Names the file and each place in it that cannot be used; there the prices of the program hold.
  /// Empty: nothing is wrong.
  std::string problem;
  std::optional<Look> look;  ///< of the file before it was read; none: there was no file

  /// The file is no longer the one that was read. One look at it.
  [[nodiscard]] bool is_outdated() const;
};

/// A file that is not there is fine. Never fails: see PriceBook::problem.
[[nodiscard]] PriceBook open_price_book(const std::filesystem::path& file);

}  // namespace orchard::metrics
