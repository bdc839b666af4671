#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/transcript/row_content.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::size_t kSummaryLimit = 160;

struct ToolSort {
  std::string_view tool;
  std::size_t sort;
};

struct SortName {
  std::string_view one;
  std::string_view many;
};

constexpr std::array<SortName, 7> kSorts{{{"read", "reads"},
                                          {"search", "searches"},
                                          {"edit", "edits"},
                                          {"command", "commands"},
                                          {"sub-agent", "sub-agents"},
                                          {"web lookup", "web lookups"},
                                          {"other", "others"}}};
constexpr std::size_t kOther = kSorts.size() - 1;

constexpr std::array<ToolSort, 15> kTools{{{"Read", 0},
                                           {"NotebookRead", 0},
                                           {"Grep", 1},
                                           {"Glob", 1},
                                           {"LS", 1},
                                           {"Edit", 2},
                                           {"MultiEdit", 2},
                                           {"Write", 2},
                                           {"NotebookEdit", 2},
                                           {"Bash", 3},
                                           {"BashOutput", 3},
                                           {"Task", 4},
                                           {"Agent", 4},
                                           {"WebFetch", 5},
                                           {"WebSearch", 5}}};

std::size_t sort_of(std::string_view tool) {
  const auto found = std::find_if(kTools.begin(), kTools.end(),
                                  [tool](const auto& known) { return known.tool == tool; });
  return found == kTools.end() ? kOther : found->sort;
}

std::string line_title(const TranscriptItem& item) {
  const std::string tool = displayable_line(item.tool);
  const std::string summary = truncate(displayable_line(item.summary), kSummaryLimit);
  return summary.empty() ? tool : fmt::format("{} {}", tool, summary);
}

std::string tools_title(std::span<const ItemPtr> items) {
  if (items.size() == 1) return line_title(*items.front());
  std::array<std::int64_t, kSorts.size()> counts{};
  for (const auto& item : items) ++counts[sort_of(item->tool)];
  std::string parts;
  for (std::size_t sort = 0; sort < kSorts.size(); ++sort) {
    if (counts[sort] == 0) continue;
    if (!parts.empty()) parts += ", ";
    parts += counted(counts[sort], kSorts[sort].one, kSorts[sort].many);
  }
  return fmt::format("{} tool calls: {}", items.size(), parts);
}

}  // namespace

bool same_group(const TranscriptItem& a, const TranscriptItem& b) {
  using Kind = TranscriptItem::Kind;
  const bool quiet = a.kind == Kind::thinking || a.kind == Kind::tool;
  return quiet && a.kind == b.kind && a.depth == b.depth;
}

QuietGroup make_quiet_group(std::span<const ItemPtr> items, core::Timestamp began,
                            core::Timestamp ended) {
  QuietGroup group;
  if (items.front()->kind == TranscriptItem::Kind::thinking) {
    group.title = fmt::format("Thought for {}", elapsed_words(items.back()->at - began));
    group.thoughts.assign(items.begin(), items.end());
    return group;
  }
  for (const auto& item : items) {
    StateMark mark = item->failed ? StateMark::failed : StateMark::done;
    if (!item->finished) mark = StateMark::running;
    group.tools.push_back({item, line_title(*item), mark});
    group.failed = group.failed || item->failed;
    group.running = group.running || !item->finished;
  }
  group.title = tools_title(items);
  const auto duration = ended - items.front()->at;
  if (!group.running && duration >= std::chrono::seconds(1)) group.time = elapsed_words(duration);
  return group;
}

}  // namespace orchard::app
