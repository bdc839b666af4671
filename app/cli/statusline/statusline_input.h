#pragma once

#include "core/base/clock.h"
#include "core/domain/quantities.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

/// What Claude Code tells a status line; whatever is missing or makes no sense is left out.
struct StatuslineInput {
  std::string session;
  std::string transcript;  ///< path
  std::string model;       ///< as a person reads it
  std::string model_id;
  std::optional<core::Cost> session_cost;
  std::optional<std::int64_t> context_tokens;
  std::optional<std::int64_t> context_size;
  struct Limit {
    std::string kind;  ///< "five_hour", "seven_day", …
    double used = 0;   ///< fraction
    core::Timestamp resets_at;
  };
  std::vector<Limit> limits;
};

/// Never fails: of garbage nothing is known. Pure.
[[nodiscard]] StatuslineInput read_statusline_input(std::string_view json);

}  // namespace orchard::app
