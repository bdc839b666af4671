#include "app/view_model/usage_page/usage_cards.h"

#include "app/view_model/text/format.h"
#include "app/view_model/text/token_words.h"
#include "app/view_model/usage_page/source_words.h"

#include <fmt/format.h>

namespace orchard::app {
namespace {

/// Rounded half up, as all money is.
std::int64_t per_call(std::int64_t amount, std::int64_t calls) {
  return calls > 0 ? (amount + calls / 2) / calls : 0;
}

std::string pace(std::int64_t calls, FigureWindow window) {
  const bool by_hour = window == FigureWindow::day;
  const std::int64_t parts = by_hour ? 24 : window == FigureWindow::week ? 7 : 30;
  const std::int64_t each = per_call(calls, parts);
  return fmt::format("{} {}", each > 0 ? grouped_number(each) : "under 1",
                     by_hour ? "an hour" : "a day");
}

UsageCard input_card(const UsageSum& total) {
  const core::TokenUsage& tokens = total.tokens;
  const std::int64_t input = input_tokens(tokens);
  UsageCard card{"usage_input_tokens", "INPUT TOKENS", compact_number(input), "", ""};
  card.context = input > 0 ? percent(tokens.cache_read, input) + " read from cache" : "none";
  card.exact = fmt::format("{}\n{} new, {} written to cache, {} read from cache",
                           counted(input, "token", "tokens"), grouped_number(tokens.input),
                           grouped_number(tokens.cache_write()), grouped_number(tokens.cache_read));
  return card;
}

}  // namespace

std::array<UsageCard, 5> make_usage_cards(const UsageSum& total, FigureWindow window) {
  const core::Cost average{per_call(total.cost.nano_dollars, total.calls)};
  const std::int64_t tokens = total.tokens.total();
  const bool estimated = total.estimated.nano_dollars != 0;
  const std::string sign = estimated ? kEstimateSign : "";
  std::string exact = money_exact(total.cost);
  if (estimated)
    exact += fmt::format("\n{} of it estimated: these models have no price of their own",
                         money_exact(total.estimated));
  return {{{"usage_cost", "TOTAL COST", money_about(total.cost, estimated),
            estimated ? money(total.estimated) + " of it estimated" : "at API list prices", exact},
           input_card(total),
           {"usage_output_tokens", "OUTPUT TOKENS", compact_number(total.tokens.output),
            tokens > 0 ? fine_percent(total.tokens.output, tokens) + " of all tokens" : "none",
            counted(total.tokens.output, "token", "tokens")},
           {"usage_calls", "API CALLS", grouped_number(total.calls),
            total.calls > 0 ? pace(total.calls, window) : "none",
            counted(total.calls, "call", "calls")},
           {"usage_average", "AVG / CALL", total.calls > 0 ? sign + money_fine(average) : "\u2013",
            total.calls > 0 ? compact_number(per_call(tokens, total.calls)) + " tokens" : "none",
            fmt::format("{} over {}", money_exact(total.cost),
                        counted(total.calls, "call", "calls"))}}};
}

}  // namespace orchard::app
