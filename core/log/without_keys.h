#pragma once

#include <string>
#include <string_view>

namespace orchard::core {

/// `text` with dots in the place of keys and tokens of Anthropic ("sk-ant-…"), for what programs
/// say about themselves and is shown or kept. Pure.
[[nodiscard]] std::string without_keys(std::string_view text);

}  // namespace orchard::core
