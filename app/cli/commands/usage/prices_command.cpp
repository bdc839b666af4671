#include "app/cli/commands/usage/ledger_commands.h"
#include "app/cli/commands/usage/usage_show.h"
#include "app/cli/context.h"
#include "app/cli/prices/prices_text.h"
#include "app/cli/terminal_width.h"
#include "core/base/time_text.h"
#include "metrics/filter/model_label.h"
#include "metrics/usage/call_explanation.h"

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using metrics::CallExplanation;
using metrics::CostTerm;
using metrics::Price;
using metrics::PricedModel;
using nlohmann::json;

constexpr const char* kPricesFooter =
    R"(Prices are US dollars per million tokens. A call takes the price that held when it was made.
Prices of your own stand in prices.json in Orchard's config folder. From their first day on they
take the place of the prices of a model:
  {"models": [{"model": "acme-experimental-9", "prices": [
    {"from": "2026-01-01", "standard": {"input": 3, "output": 15}}]}]}
`from` is a day of UTC, whatever time zone the days of reports have; a time such as
"2026-01-01T09:00:00Z" is taken too. It may be missing (always), and so may cache_write_5m,
cache_write_1h and cache_read (1.25, 2 and 0.1 times the input). `fast_multiplier`,
`regional_percent` and `long_context` ({"over": 200000, "prices": {…}}, or null for none) are known
too; what an entry does not mention of them stays as the program has it for that model.
{"web_search_per_1000": 8}, beside the models or alone, is the price of web searches, whatever the
model. Prices are exact to six decimals. An entry that is wrong is named and left out. Costs follow
a change by themselves; tokens and times never change.

Since Claude Sonnet 4.5 tokens cost a tenth more where one region handles them: replies that say
"inference_geo": "us", and models of Amazon Bedrock whose names begin with a region (us., eu., jp.,
au.; of others it is an estimate). Of Google Vertex the transcripts do not tell the region.

Examples:
  orchard prices
  orchard prices --call newest         # term by term
  orchard prices --call msg_01AbCdEf)";

json token_prices_json(const metrics::TokenPrices& prices) {
  return {{"input", per_million(prices.input)},
          {"output", per_million(prices.output)},
          {"cache_write_5m", per_million(prices.cache_write_5m)},
          {"cache_write_1h", per_million(prices.cache_write_1h)},
          {"cache_read", per_million(prices.cache_read)}};
}

json table_json(const metrics::PriceBook& book) {
  json rows = json::array();
  for (const PricedModel& model : book.table->models())
    for (const Price& price : model.prices) {
      json row{{"model", model.model},
               {"from", core::to_iso8601(price.from)},
               {"standard", token_prices_json(price.standard)},
               {"long_context", nullptr},
               {"fast_multiplier", price.fast_multiplier},
               {"regional_percent", price.regional_percent},
               {"web_search", static_cast<double>(price.web_search) / 1e12},
               {"source", price.by_user ? "user" : "program"}};
      if (price.long_context_over > 0)
        row["long_context"] = {{"over", price.long_context_over},
                               {"prices", token_prices_json(price.long_context)}};
      rows.push_back(std::move(row));
    }
  return {{"prices", std::move(rows)},
          {"file", book.file.string()},
          {"problem", book.problem.empty() ? json(nullptr) : json(book.problem)}};
}

json call_json(const CallExplanation& call) {
  json terms = json::array();
  for (const CostTerm& term : call.why.terms)
    terms.push_back({{"name", term.name},
                     {"count", term.count},
                     {"price_usd", static_cast<double>(term.price) / 1e12},
                     {"multiplier", term.multiplier},
                     {"cost_usd", term.cost.dollars()}});
  return {{"call", call.record.key},
          {"at", core::to_iso8601(call.record.at)},
          {"session", call.record.session},
          {"model", metrics::model_label(call.record.model)},
          {"priced_as", call.priced_as},
          {"cost_kind", std::string(to_string(call.record.kind))},
          {"long_context", call.why.long_context},
          {"fast", call.record.fast},
          {"regional", call.is_regional},
          {"terms", std::move(terms)},
          {"total_usd", call.why.total.dollars()},
          {"recorded_usd", call.record.cost.dollars()}};
}

core::Result<ExitCode> show(const CliContext& context, Engine& engine, const std::string& which) {
  if (!which.empty()) {
    ORCHARD_TRY(const auto swept, refresh_usage(engine));
    static_cast<void>(swept);
    ORCHARD_TRY(const CallExplanation call, metrics::explain_call(engine.store(), which));
    print(context.json ? call_json(call).dump(2) + "\n" : call_text(call));
    return ExitCode::ok;
  }
  const metrics::PriceBook& book = engine.prices();
  print(context.json ? table_json(book).dump(2) + "\n"
                     : prices_text(*book.table, terminal_width().value_or(0)));
  if (!context.json)
    say(fmt::format("US dollars per million tokens. Prices of your own: {}{}", book.file.string(),
                    book.has_file ? "" : " (there is none)"));
  return ExitCode::ok;
}

}  // namespace

void add_prices_command(CLI::App& app, CliContext& context) {
  auto which = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("prices", "Show the prices of models, or what one call's cost is made of");
  command->footer(kPricesFooter);
  command->add_option("--call", *which,
                      "Explain one call: newest, dearest, its message id or its number");
  command->add_flag("--json", context.json, "Print JSON");
  CLI::App* explain = command->add_subcommand("explain", "The same as --call");
  explain->add_option("CALL", *which, "newest, dearest, a message id or a number (newest)");
  explain->add_flag("--json", context.json, "Print JSON");
  const auto act = [&context, which, explain] {
    if (explain->parsed() && which->empty()) *which = "newest";
    context.action = [which](CliContext& c) {
      return with_engine_to_show(c, [&](Engine& engine) { return show(c, engine, *which); });
    };
  };
  command->callback(act);
}

}  // namespace orchard::app
