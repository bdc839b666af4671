#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

/// The name of a model without its vendor, for columns: "opus-4-8";
/// "unknown model" when it has none. Pure.
[[nodiscard]] std::string short_model(std::string_view name);

/// The first three and how many more there are: "opus-4-8, haiku-4-5, sonnet-5 +2". Pure.
[[nodiscard]] std::string model_list(const std::vector<std::string>& names);

}  // namespace orchard::app
