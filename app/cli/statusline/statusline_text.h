#pragma once

#include "app/cli/statusline/statusline_input.h"
#include "core/base/clock.h"
#include "core/domain/quantities.h"

#include <optional>
#include <string>

namespace orchard::app {

/// What the ledger adds to a status line; without values: not known.
struct StatuslineFigures {
  struct Spent {
    core::Cost cost;
    bool holds_estimate = false;
  };
  std::optional<Spent> session;
  std::optional<Spent> today;
  struct ActiveBlock {
    Spent spent;
    core::Timestamp end;
    std::optional<double> dollars_per_hour;
  };
  std::optional<ActiveBlock> block;
  std::optional<std::int64_t> context_tokens;  ///< of the newest call of the conversation
};

/// One line without its end: "Opus 4.8 | $1.20 session / $14.02 today / $6.10 block (2h 15m left) |
/// $3.10/h | context 45.0K (23%) | 5h 42%, 7d 12%". "≈" stands before what holds an estimate; what
/// is not known is left out. Pure.
[[nodiscard]] std::string statusline_text(const StatuslineInput& input,
                                          const StatuslineFigures& figures, core::Timestamp now);

}  // namespace orchard::app
