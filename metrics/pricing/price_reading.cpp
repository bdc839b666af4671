#include "metrics/pricing/price_reading.h"

#include "core/base/time_text.h"
#include "metrics/pricing/model_name.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace orchard::metrics {

namespace {

using nlohmann::json;

/// From dollars per million tokens, or per thousand searches, to pico-dollars for one.
constexpr double kPerMillion = 1e6;
constexpr double kPerThousand = 1e9;
constexpr std::int64_t kUsualWebSearch = 10'000'000'000;
// What cached tokens usually cost, in hundredths of the input price.
constexpr std::int64_t kUsualWrite5m = 125;
constexpr std::int64_t kUsualWrite1h = 200;
constexpr std::int64_t kUsualRead = 10;
/// Far above any price, far below what could overflow a cost.
constexpr double kDearest = 100'000;

constexpr const char* kWebSearch = "web_search_per_1000";

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument(what);
}

/// A misspelt name would be a price that silently does not hold.
void check_names(const json& object, std::initializer_list<std::string_view> known) {
  if (!object.is_object()) refuse("it is no object");
  for (const auto& [name, value] : object.items())
    if (std::find(known.begin(), known.end(), name) == known.end())
      refuse("it has no place for \"" + name + "\"");
}

/// In the smaller unit, to its whole number: sums must not depend on rounding.
std::int64_t scaled(const json& value, const std::string& name, double factor) {
  if (!value.is_number()) refuse(name + " is no number");
  const double dollars = value.get<double>();
  if (!(dollars >= 0 && dollars <= kDearest)) refuse(name + " is not between 0 and 100,000");
  const double whole = std::round(dollars * factor);
  if (whole == 0 && dollars > 0) refuse(name + " is smaller than any price");
  return static_cast<std::int64_t>(whole);
}

std::int64_t per_token(const json& prices, const char* name) {
  if (!prices.contains(name)) refuse(std::string(name) + " is missing");
  return scaled(prices.at(name), name, kPerMillion);
}

TokenPrices read_token_prices(const json& prices, PriceOrigin origin) {
  check_names(prices, {"input", "output", "cache_write_5m", "cache_write_1h", "cache_read"});
  TokenPrices read;
  read.input = per_token(prices, "input");
  read.output = per_token(prices, "output");
  const auto cached = [&](const char* name, std::int64_t hundredths) {
    if (origin == PriceOrigin::program || prices.contains(name)) return per_token(prices, name);
    return (read.input * hundredths + 50) / 100;
  };
  read.cache_write_5m = cached("cache_write_5m", kUsualWrite5m);
  read.cache_write_1h = cached("cache_write_1h", kUsualWrite1h);
  read.cache_read = cached("cache_read", kUsualRead);
  return read;
}

core::Timestamp read_from(const json& entry, PriceOrigin origin) {
  if (origin == PriceOrigin::user && !entry.contains("from")) return {};
  std::string text = entry.at("from").get<std::string>();
  if (text.size() == 10) text += "T00:00:00Z";
  const auto from = core::parse_iso8601(text);
  if (!from) refuse(from.error().message);
  return *from;
}

std::int64_t read_count(const json& value, const std::string& name, std::int64_t least,
                        std::int64_t most) {
  if (!value.is_number_integer() || value < least || value > most)
    refuse(name + " is no whole number from " + std::to_string(least) + " to " +
           std::to_string(most));
  return value.get<std::int64_t>();
}

Price read_price(const json& entry, std::string_view model, std::optional<std::int64_t> web_search,
                 PriceOrigin origin, const UsualPrice& usual) {
  check_names(entry, {"from", "standard", "long_context", "fast_multiplier", "regional_percent"});
  const core::Timestamp from = read_from(entry, origin);
  Price price = usual(model, from);
  price.from = from;
  price.by_user = origin == PriceOrigin::user;
  price.kind = PriceKind::calculated;
  if (!entry.contains("standard")) refuse("standard is missing");
  price.standard = read_token_prices(entry.at("standard"), origin);
  if (entry.contains("long_context") && entry.at("long_context").is_null()) {
    price.long_context_over = 0;
    price.long_context = {};
  } else if (entry.contains("long_context")) {
    const json& tier = entry.at("long_context");
    check_names(tier, {"over", "prices"});
    price.long_context_over = read_count(tier.at("over"), "over", 1, 1'000'000'000);
    price.long_context = read_token_prices(tier.at("prices"), origin);
  }
  if (entry.contains("fast_multiplier"))
    price.fast_multiplier = read_count(entry.at("fast_multiplier"), "fast_multiplier", 1, 1000);
  if (entry.contains("regional_percent"))
    price.regional_percent =
        read_count(entry.at("regional_percent"), "regional_percent", 100, 1000);
  if (web_search) price.web_search = *web_search;
  if (!web_search && price.web_search == 0) price.web_search = kUsualWebSearch;
  return price;
}

void check_beginnings(const std::vector<Price>& prices) {
  const auto twice = std::ranges::adjacent_find(prices, {}, &Price::from);
  if (twice == prices.end()) return;
  if (twice->from == core::Timestamp()) refuse("two of its prices have no from");
  refuse("two of its prices begin at " + core::to_iso8601(twice->from));
}

PricedModel read_model(const json& model, std::optional<std::int64_t> web_search,
                       PriceOrigin origin, const UsualPrice& usual) {
  check_names(model, {"model", "family", "prices"});
  PricedModel read;
  read.model = without_model_suffixes(model.at("model").get<std::string>());
  if (read.model.empty()) refuse("model is empty");
  if (read.model.find_first_of("*?") != std::string::npos)
    refuse("a pattern is no name of a model; give each model an entry");
  if (origin == PriceOrigin::program || model.contains("family"))
    read.family = model.at("family").get<std::string>();
  for (const json& price : model.at("prices"))
    read.prices.push_back(read_price(price, read.model, web_search, origin, usual));
  if (read.prices.empty()) refuse("it has no prices");
  std::ranges::sort(read.prices, {}, &Price::from);
  check_beginnings(read.prices);
  return read;
}

std::string place_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = before.size() - (newline == std::string_view::npos ? 0 : newline + 1);
  return "line " + std::to_string(line) + ", column " + std::to_string(column + 1);
}

/// What `read` finds wrong; empty: nothing.
template <class Read>
std::string fault_of(Read&& read) {
  try {
    read();
    return {};
  } catch (const json::out_of_range&) {
    return "something is missing";
  } catch (const std::exception& error) {
    return error.what();
  }
}

std::string name_of(const json& model, std::size_t place) {
  if (model.is_object() && model.contains("model") && model.at("model").is_string())
    return "the model " + model.at("model").get<std::string>();
  return "model number " + std::to_string(place + 1);
}

/// The models, or in a user's file at least the price of web searches.
bool has_content(const json& document, PriceOrigin origin) {
  if (!document.is_object()) return false;
  if (document.contains("models")) return document.at("models").is_array();
  return origin == PriceOrigin::user && document.contains(kWebSearch);
}

PriceReading read_document(const json& document, PriceOrigin origin, const UsualPrice& usual) {
  PriceReading reading;
  const auto attempt = [&](const std::string& where, auto&& read) {
    const std::string fault = fault_of(read);
    if (!fault.empty()) reading.problems.push_back("at " + where + ": " + fault);
  };
  attempt("the head of the file", [&] { check_names(document, {"unit", kWebSearch, "models"}); });
  attempt("the head of the file", [&] {
    if (origin == PriceOrigin::program || document.contains(kWebSearch))
      reading.web_search = scaled(document.at(kWebSearch), kWebSearch, kPerThousand);
  });
  if (!document.contains("models")) return reading;
  const json& models = document.at("models");
  for (std::size_t i = 0; i < models.size(); ++i)
    attempt(name_of(models[i], i), [&] {
      PricedModel model = read_model(models[i], reading.web_search, origin, usual);
      if (std::ranges::find(reading.models, model.model, &PricedModel::model) !=
          reading.models.end())
        refuse("it has a price above already");
      reading.models.push_back(std::move(model));
    });
  return reading;
}

}  // namespace

core::Result<PriceReading> read_prices(std::string_view text, PriceOrigin origin,
                                       const UsualPrice& usual) {
  json document;
  try {
    document = json::parse(text);
  } catch (const json::parse_error& error) {
    return core::fail(core::ErrorCode::corrupt,
                      "at " + place_of(text, error.byte) + ": it is no JSON");
  }
  if (!has_content(document, origin))
    return core::fail(core::ErrorCode::corrupt,
                      "at the head of the file: it has no list \"models\"");
  return read_document(document, origin, usual);
}

}  // namespace orchard::metrics
