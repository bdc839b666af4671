#pragma once

#include "metrics/filter/filter.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::metrics {

/// Where a call comes from: a conversation in Orchard, a sub-agent of one, Claude Code's own work
/// there (compaction, memory, titles), or anything at all that did not run in Orchard.
enum class UsageSource { interactive, sub_agent, background, outside };
inline constexpr std::size_t kUsageSources = 4;
inline constexpr std::array<UsageSource, kUsageSources> kAllUsageSources{
    UsageSource::interactive, UsageSource::sub_agent, UsageSource::background,
    UsageSource::outside};

/// Who made a call within its session, in Orchard or outside.
enum class UsageAgent { main, sub_agent, background };

/// Names as they stand in JSON: "interactive", "sub-agent", "background", "outside" and "main".
[[nodiscard]] std::string_view to_string(UsageSource source);
[[nodiscard]] std::string_view to_string(UsageAgent agent);
[[nodiscard]] std::optional<UsageSource> parse_usage_source(std::string_view text);

/// Which calls are asked for, sessions outside Orchard included; without values: all of them.
struct UsageFilter {
  /// A repository takes every session in it and in its worktrees, Orchard's or not.
  Filter place;
  std::string branch;    ///< its whole name
  std::string project;   ///< name or path of the folder or repository worked in
  std::string session;   ///< its whole id
  std::string consumer;  ///< UsageGroup::key of a workspace or a project
  std::optional<UsageSource> source;
};

}  // namespace orchard::metrics
