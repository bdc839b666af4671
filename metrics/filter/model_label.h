#pragma once

#include <string>
#include <string_view>

namespace orchard::metrics {

/// What a model is called whose calls came without a name. A filter asks for it by these words: an
/// empty one means all models.
inline constexpr std::string_view kUnknownModel = "unknown model";

/// The name that people read and filter by. Pure.
[[nodiscard]] inline std::string model_label(const std::string& name) {
  return name.empty() ? std::string(kUnknownModel) : name;
}

}  // namespace orchard::metrics
