#pragma once

#include "core/base/result.h"
#include "metrics/filter/filter.h"
#include "metrics/ledger/store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace orchard::metrics {

struct CommandCount {
  std::string name;  ///< with its slash
  std::int64_t uses = 0;
  bool operator==(const CommandCount&) const = default;
};
/// Most used first, then by name. Errors: not_found for a filter by something unknown.
[[nodiscard]] core::Result<std::vector<CommandCount>> query_slash_commands(
    Store& store, const Filter& filter = {}, const TimeRange& range = {});

}  // namespace orchard::metrics
