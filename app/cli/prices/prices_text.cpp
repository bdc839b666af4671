#include "app/cli/prices/prices_text.h"

#include "app/cli/table.h"
#include "app/view_model/text/format.h"
#include "core/base/time_text.h"
#include "metrics/filter/model_label.h"
#include "metrics/pricing/cost_part.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using metrics::CallExplanation;
using metrics::CostTerm;
using metrics::Price;
using metrics::PricedModel;

std::string dollars_text(std::int64_t pico_dollars_per_token) {
  return fmt::format("{:.10g}", per_million(pico_dollars_per_token));
}

std::string day_text(core::Timestamp at) {
  return at == core::Timestamp() ? "always" : core::to_iso8601(at).substr(0, 10);
}

std::string kind_sentence(const CallExplanation& call) {
  switch (call.record.kind) {
    case metrics::CostKind::reported:
      return {};
    case metrics::CostKind::estimated:
      if (call.price.by_user && call.record.at < call.price.from)
        return fmt::format("An estimate: your file has a price of {} only since {}.\n",
                           call.priced_as, day_text(call.price.from));
      return fmt::format(
          "An estimate: there is no price of {}, so {} was taken.\n",
          call.record.model.empty() ? "an unknown model" : terminal_text(call.record.model),
          call.priced_as);
    case metrics::CostKind::calculated:
      if (call.price.kind == metrics::PriceKind::free)
        return "Free: Claude Code wrote this reply itself.\n";
      return fmt::format("Calculated from the price of {} since {}{}.\n", call.priced_as,
                         day_text(call.price.from), call.price.by_user ? " in your file" : "");
  }
  return {};
}

}  // namespace

double per_million(std::int64_t pico_dollars_per_token) {
  return static_cast<double>(pico_dollars_per_token) / 1e6;
}

std::string prices_text(const metrics::PriceTable& prices, std::size_t width) {
  constexpr std::size_t kWide = 100;
  const bool is_wide = width == 0 || width >= kWide;
  std::vector<Table::Column> columns{{"MODEL"}};
  for (const char* title : {"INPUT", "OUTPUT", is_wide ? "WRITE 5M" : "W 5M",
                            is_wide ? "WRITE 1H" : "W 1H", "READ", "FAST"})
    columns.push_back({title, Align::right});
  // They alone tell the prices of one model apart.
  for (const char* title : {"FROM", "SOURCE"}) columns.push_back({title, Align::left, true});
  Table table(std::move(columns));
  const auto add = [&](std::string name, const Price& price, const metrics::TokenPrices& tokens) {
    std::vector<std::string> cells{std::move(name)};
    for (const std::int64_t each : {tokens.input, tokens.output, tokens.cache_write_5m,
                                    tokens.cache_write_1h, tokens.cache_read})
      cells.push_back(dollars_text(each));
    cells.push_back(fmt::format("x{}", price.fast_multiplier));
    cells.push_back(day_text(price.from));
    cells.emplace_back(price.by_user ? "yours" : "program");
    table.add_row(std::move(cells));
  };
  for (const PricedModel& model : prices.models())
    for (const Price& price : model.prices) {
      add(model.model, price, price.standard);
      if (price.long_context_over > 0)
        add(fmt::format("  over {}", compact_limit(price.long_context_over)), price,
            price.long_context);
    }
  return table.to_text(width);
}

std::string call_text(const CallExplanation& call) {
  Table table({{"TERM"}, {"COUNT", Align::right}, {"PRICE", Align::right}, {"COST", Align::right}});
  for (const CostTerm& term : call.why.terms) {
    const bool is_search = term.name == "web_search";
    std::string price = is_search ? money_exact({term.price / metrics::kPicoInNano}) + " each"
                                  : "$" + dollars_text(term.price) + " a million";
    if (term.multiplier != 1) price += fmt::format(" x{}", term.multiplier);
    table.add_row(
        {std::string(term.name), grouped_number(term.count), price, money_exact(term.cost)});
  }
  table.add_row({"total", "", "", money_exact(call.why.total)});
  std::string text = fmt::format("Call {} at {}\n{} in session {} ({})\n\n", call.record.key,
                                 core::to_iso8601(call.record.at),
                                 terminal_text(metrics::model_label(call.record.model)),
                                 terminal_text(call.record.session), to_string(call.record.source));
  text += table.to_text() + "\n" + kind_sentence(call);
  if (call.why.long_context)
    text += fmt::format("More than {} tokens went in, so the whole call has the higher prices.\n",
                        grouped_number(call.price.long_context_over));
  if (call.why.fast)
    text += fmt::format("Fast mode: tokens cost {} times as much.\n", call.price.fast_multiplier);
  if (call.is_regional)
    text += fmt::format("Handled in one region: the prices are {} % of the usual ones.\n",
                        call.price.regional_percent);
  if (call.record.kind == metrics::CostKind::reported)
    text += fmt::format(
        "By the price table it would be the total above.\n"
        "reported by the transcript: {}, which counts\n",
        money_exact(call.record.cost));
  return text;
}

}  // namespace orchard::app
