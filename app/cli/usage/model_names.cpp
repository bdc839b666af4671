#include "app/cli/usage/model_names.h"

#include "metrics/filter/model_label.h"

#include <algorithm>

#include <fmt/format.h>

namespace orchard::app {

std::string short_model(std::string_view name) {
  constexpr std::string_view kVendor = "claude-";
  if (name.empty()) return std::string(metrics::kUnknownModel);
  return std::string(name.starts_with(kVendor) ? name.substr(kVendor.size()) : name);
}

std::string model_list(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, names.size()); ++i)
    text += (text.empty() ? "" : ", ") + short_model(names[i]);
  if (names.size() > kMost) text += fmt::format(" +{}", names.size() - kMost);
  return text;
}

}  // namespace orchard::app
