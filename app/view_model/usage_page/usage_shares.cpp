#include "app/view_model/usage_page/usage_shares.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/usage_page/source_words.h"

#include <algorithm>

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::string window_span(FigureWindow window) {
  if (window == FigureWindow::day) return "24 hours";
  return window == FigureWindow::week ? "7 days" : "30 days";
}

double fraction(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

std::string sum_words(const UsageSum& sum) {
  return fmt::format("{}, {}, {}", money_exact(sum.cost), counted(sum.calls, "call", "calls"),
                     counted(sum.tokens.total(), "token", "tokens"));
}

/// "\nSub-agent Explore $0.31" of each type.
std::string agent_words(const std::vector<AgentCost>& agents) {
  constexpr std::size_t kMost = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(agents.size(), kMost); ++i)
    text += fmt::format("\nSub-agent {} {}", displayable_line(agents[i].type),
                        money_exact(agents[i].cost));
  if (agents.size() > kMost) text += fmt::format("\nand {} more types", agents.size() - kMost);
  return text;
}

std::int64_t amount(const UsageSum& sum, ConsumerOrder order) {
  return order == ConsumerOrder::cost ? sum.cost.nano_dollars : sum.tokens.total();
}

ConsumerLine make_line(const UsageConsumer& consumer, std::size_t index, ConsumerOrder order,
                       std::int64_t most) {
  const UsageSum sum = sum_of(consumer.sums);
  const bool by_cost = order == ConsumerOrder::cost;
  ConsumerLine line;
  line.id = consumer.id;
  line.rank = fmt::format("{}", index + 1);
  line.name = consumer.name.empty() ? std::string(kNoName) : displayable_line(consumer.name);
  line.value = by_cost ? cost_words(sum) : compact_number(sum.tokens.total());
  line.other = by_cost ? compact_number(sum.tokens.total()) : cost_words(sum);
  line.fraction = fraction(amount(sum, order), most);
  const UsageSum& outside = consumer.sums.at(static_cast<std::size_t>(UsageSource::outside));
  if (2 * outside.calls > sum.calls) line.role = source_role(UsageSource::outside);
  line.hover = line.name;
  if (!consumer.place.empty()) line.hover += "\n" + displayable_line(consumer.place);
  line.hover += "\n" + sum_words(sum);
  for (const UsageSource source : kAllSources) {
    const UsageSum& part = consumer.sums.at(static_cast<std::size_t>(source));
    if (part.calls > 0)
      line.hover += fmt::format("\n{} {}", source_name(source), money_exact(part.cost));
  }
  line.hover += agent_words(consumer.agents);
  return line;
}

}  // namespace

SourceRingView make_source_ring(const UsageFigures& figures, FigureWindow window) {
  SourceRingView view;
  const std::int64_t whole = figures.total.cost.nano_dollars;
  for (const UsageSource source : kAllSources) {
    const auto index = static_cast<std::size_t>(source);
    const UsageSum& sum = figures.by_source.at(index);
    SourceShare& share = view.shares.at(index);
    share.fraction = fraction(sum.cost.nano_dollars, whole);
    share.share = percent(sum.cost.nano_dollars, whole);
    share.cost = cost_words(sum);
    share.hover =
        fmt::format("{}: {}\n{}", source_name(source), sum_words(sum), source_sentence(source));
  }
  view.total = cost_words(figures.total);
  view.window = window_span(window);
  return view;
}

ConsumersView make_consumers(const UsageFigures& figures, ConsumerOrder order) {
  ConsumersView view;
  std::int64_t most = 0;
  for (const UsageConsumer& consumer : figures.consumers)
    most = std::max(most, amount(sum_of(consumer.sums), order));
  for (std::size_t i = 0; i < figures.consumers.size(); ++i)
    view.lines.push_back(make_line(figures.consumers[i], i, order, most));
  const auto shown = static_cast<std::int64_t>(figures.consumers.size());
  if (figures.consumer_count > shown)
    view.more = grouped_number(figures.consumer_count - shown) + " more";
  return view;
}

}  // namespace orchard::app
