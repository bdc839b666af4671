#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// One kind of thing that Orchard keeps. `removable` is what nobody needs any more.
struct StoragePart {
  std::string kind;  ///< "store", "logs", "trash", "kept", "worktrees"
  std::int64_t items = 0;
  std::int64_t bytes = 0;
  std::int64_t removable_items = 0;
  std::int64_t removable_bytes = 0;
  bool operator==(const StoragePart&) const = default;
};

/// What a clean-up did, or how far it is.
struct CleanUpState {
  bool running = false;
  bool cancelled = false;
  std::int64_t done = 0;  ///< things looked at, of `all`
  std::int64_t all = 0;
  std::string doing;  ///< "Emptying the trash"
  std::int64_t freed_items = 0;
  std::int64_t freed_bytes = 0;
  std::string problem;  ///< a sentence when it ended early
  std::optional<core::Timestamp> ended_at;
  bool operator==(const CleanUpState&) const = default;
};

/// What Orchard takes on the disk, as far as somebody wanted to know.
struct StorageState {
  bool measuring = false;
  std::optional<core::Timestamp> measured_at;
  std::vector<StoragePart> parts;
  CleanUpState clean_up;
  bool operator==(const StorageState&) const = default;
};

}  // namespace orchard::app
