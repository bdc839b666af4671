#pragma once

#include "core/domain/quantities.h"

#include <cstdint>
#include <string_view>

namespace orchard::app {

// What tokens are called wherever they are shown, in the window and on the command line.

/// "Input" is all that a model was sent, whether new or from its cache.
inline constexpr std::string_view kInputTitle = "INPUT";
inline constexpr std::string_view kInputMeaning =
    "Tokens sent: new ones, those written to the cache and those read from it";
[[nodiscard]] inline std::int64_t input_tokens(const core::TokenUsage& usage) {
  return usage.context();
}

}  // namespace orchard::app
