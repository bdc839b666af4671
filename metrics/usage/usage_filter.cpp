#include "metrics/usage/usage_filter.h"

namespace orchard::metrics {

namespace {

constexpr std::array<std::string_view, kUsageSources> kSourceNames{"interactive", "sub-agent",
                                                                   "background", "outside"};
constexpr std::array<std::string_view, 3> kAgentNames{"main", "sub-agent", "background"};

}  // namespace

std::string_view to_string(UsageSource source) {
  return kSourceNames.at(static_cast<std::size_t>(source));
}

std::string_view to_string(UsageAgent agent) {
  return kAgentNames.at(static_cast<std::size_t>(agent));
}

std::optional<UsageSource> parse_usage_source(std::string_view text) {
  for (const UsageSource source : kAllUsageSources)
    if (to_string(source) == text) return source;
  return std::nullopt;
}

}  // namespace orchard::metrics
