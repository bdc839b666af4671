#include "app/cli/statusline/statusline_text.h"

#include "app/cli/table.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/limit_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::string spent_text(const StatuslineFigures::Spent& spent) {
  return money_about(spent.cost, spent.holds_estimate);
}

std::string costs_text(const StatuslineInput& input, const StatuslineFigures& figures,
                       core::Timestamp now) {
  std::vector<std::string> costs;
  const auto add = [&](const std::optional<StatuslineFigures::Spent>& spent,
                       std::string_view what) {
    if (spent) costs.push_back(fmt::format("{} {}", spent_text(*spent), what));
  };
  if (input.session_cost)
    add(StatuslineFigures::Spent{*input.session_cost}, "session");
  else
    add(figures.session, "session");
  add(figures.today, "today");
  if (figures.block)
    costs.push_back(fmt::format("{} block ({} left)", spent_text(figures.block->spent),
                                time_left(figures.block->end - now)));
  return fmt::format("{}", fmt::join(costs, " / "));
}

std::string context_text(const StatuslineInput& input, const StatuslineFigures& figures) {
  constexpr std::int64_t kUsualSize = 200'000;
  constexpr std::int64_t kLargeSize = 1'000'000;
  const auto tokens = input.context_tokens ? input.context_tokens : figures.context_tokens;
  if (!tokens) return {};
  // What holds more than the usual context is the large one, whatever its name says.
  const bool is_large = input.model_id.find("[1m]") != std::string::npos || *tokens > kUsualSize;
  const std::int64_t size = input.context_size.value_or(0) > 0 ? *input.context_size
                            : is_large                         ? kLargeSize
                                                               : kUsualSize;
  return fmt::format("context {} ({})", compact_number(*tokens), percent(*tokens, size));
}

std::string limits_text(const StatuslineInput& input, core::Timestamp now) {
  std::vector<std::string> limits;
  for (const StatuslineInput::Limit& limit : input.limits) {
    if (limit.resets_at <= now) continue;  // of a window that is over
    const std::string name = limit.kind == "five_hour"   ? "5h"
                             : limit.kind == "seven_day" ? "7d"
                                                         : limit.kind;
    limits.push_back(fmt::format("{} {}", name, limit_share(limit.used)));
  }
  return fmt::format("{}", fmt::join(limits, ", "));
}

}  // namespace

std::string statusline_text(const StatuslineInput& input, const StatuslineFigures& figures,
                            core::Timestamp now) {
  std::vector<std::string> parts{input.model.empty() ? "Claude" : input.model,
                                 costs_text(input, figures, now)};
  if (figures.block && figures.block->dollars_per_hour)
    parts.push_back(money_about({std::llround(*figures.block->dollars_per_hour * 1e9)},
                                figures.block->spent.holds_estimate) +
                    "/h");
  parts.push_back(context_text(input, figures));
  parts.push_back(limits_text(input, now));
  std::erase(parts, "");
  return terminal_text(fmt::format("{}", fmt::join(parts, " | ")));
}

}  // namespace orchard::app
