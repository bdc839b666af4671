#include "app/cli/table.h"
#include "app/cli/usage/blocks_output.h"
#include "app/cli/usage/model_names.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/limit_text.h"
#include "core/base/time_text.h"
#include "metrics/usage/blocks/block_pace.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using metrics::Block;
using metrics::Confidence;

std::string minute_text(core::Timestamp at, const metrics::LocalTime& local) {
  std::string text = core::to_iso8601(at + local.offset_at(at));
  text.resize(16);
  text[10] = ' ';
  return text;
}

std::string clock_text(core::Timestamp at, const metrics::LocalTime& local) {
  return minute_text(at, local).substr(11);
}

std::string dollars_text(double dollars) {
  return money({std::llround(dollars * 1e9)});
}

/// What is worked out from a block is an estimate where the block holds one.
std::string money_of(double dollars, const Block& block) {
  return money_about({std::llround(dollars * 1e9)}, block.estimated.nano_dollars != 0);
}

std::string_view words_of(Confidence confidence) {
  return confidence == Confidence::official ? "told by the account" : "local estimate";
}

/// As much as stands whole in a column of 80.
std::string_view bounds_text(Confidence confidence, bool is_wide) {
  if (is_wide) return words_of(confidence);
  return confidence == Confidence::official ? "official" : "estimate";
}

std::string cost_text(const Block& block) {
  return money_about(block.cost, block.estimated.nano_dollars != 0);
}

std::string models_text(const BlocksView& view, const Block& block) {
  std::vector<std::string> names;
  names.reserve(block.models.size());
  for (const std::int64_t model : block.models) names.push_back(view.report.models.at(model));
  return model_list(names);
}

std::string_view used_words(double share) {
  return share >= 1 ? "used up" : "used";
}

std::string_view words_of(metrics::PlanPace pace) {
  if (pace == metrics::PlanPace::last_hour) return "at the pace of the last hour";
  if (pace == metrics::PlanPace::last_day) return "at the pace of the last day";
  return "at the pace since it began";
}

std::string forecast_line(const metrics::PlanForecast& forecast, const metrics::LocalTime& local) {
  std::string line = fmt::format("  {:<16} ", "");
  if (forecast.used_now >= 1) return line + "used up by now  (local estimate)\n";
  line += fmt::format("{:>4} at the reset, {}", limit_share(forecast.used_at_reset),
                      words_of(forecast.pace));
  if (forecast.exhausted_at)
    line += fmt::format("; runs out {}", minute_text(*forecast.exhausted_at, local));
  return line + "  (local estimate)\n";
}

/// By which way the account's word came.
std::string_view way_of(const std::optional<core::PlanSource>& source) {
  if (source == core::PlanSource::stream) return " by an agent";
  if (source == core::PlanSource::status_line) return " in the status line";
  if (source == core::PlanSource::transcript) return " in a transcript";
  return "";
}

std::string official_line(const metrics::OfficialLimit& limit, const metrics::LocalTime& local) {
  std::string line =
      fmt::format("  {:<16} {:>4} {}, resets {}  (official, seen {}{})\n", limit_name(limit.kind),
                  limit_share(limit.said.used), used_words(limit.said.used),
                  minute_text(*limit.said.resets_at, local), minute_text(limit.said.at, local),
                  way_of(limit.source));
  if (limit.forecast && limit.said.used < 1) line += forecast_line(*limit.forecast, local);
  return line;
}

std::string used_line(std::string_view what, double share, const std::string& limit,
                      const std::optional<core::Timestamp>& runs_out,
                      const metrics::LocalTime& local) {
  std::string line =
      fmt::format("  {:<16} {:>4} of {} {}", what, limit_share(share), limit, used_words(share));
  if (runs_out) line += fmt::format(", runs out {} at the burn rate", clock_text(*runs_out, local));
  return line + "\n";
}

std::string plan_limits_text(const BlocksView& view, const Block& block,
                             const metrics::LocalTime& local) {
  const metrics::PlanLimit& limit = *view.limit;
  const auto outlook = metrics::look_ahead(block, limit, view.now);
  std::string text = used_line("input + output", outlook.tokens_used, grouped_number(limit.tokens),
                               outlook.tokens_run_out, local);
  text += used_line("cost", outlook.dollars_used, dollars_text(limit.dollars),
                    outlook.dollars_run_out, local);
  text += used_line("calls", outlook.messages_used, grouped_number(limit.messages),
                    outlook.messages_run_out, local);
  if (outlook.is_beyond_plan && view.plan != metrics::PlanName::custom)
    text += "  More is used than this plan is thought to allow: try --plan with a larger one.\n";
  return text;
}

std::string outlook_text(const BlocksView& view, const Block& block,
                         const metrics::LocalTime& local) {
  std::string text =
      fmt::format("Limits of the plan '{}' (local estimate)\n", metrics::to_string(view.plan));
  if (view.limit) {
    text += plan_limits_text(view, block, local);
  } else {
    for (const char* what : {"input + output", "cost", "calls"})
      text += fmt::format("  {:<16} not learned yet\n", what);
    text +=
        "  That takes two blocks that came near a limit; --plan pro, max5 and max20 have fixed "
        "ones.\n";
  }
  if (view.token_limit)
    text += used_line(
        "all tokens",
        static_cast<double>(block.tokens.total()) / static_cast<double>(*view.token_limit),
        grouped_number(*view.token_limit), std::nullopt, local);
  return text;
}

std::string pace_text(const BlocksView& view, const Block& block) {
  std::string text = "  burn rate        not known before a second call\n";
  if (const auto rate = metrics::burn_rate(block))
    text = fmt::format(
        "  burn rate        {} tokens a minute, {} an hour: first to last call, {}\n",
        grouped_number(std::llround(rate->tokens_per_minute)),
        money_of(rate->dollars_per_hour, block), elapsed(block.last_call - block.first_call));
  if (const auto projection = metrics::project(block, view.now))
    text +=
        fmt::format("  projected        {} tokens, {} at the burn rate (local estimate)\n",
                    grouped_number(projection->total_tokens), money_of(projection->dollars, block));
  return text + fmt::format("  last hour        {:.0f} input + output tokens a minute ({})\n",
                            view.fresh_tokens_per_minute,
                            to_string(metrics::velocity_of(view.fresh_tokens_per_minute)));
}

std::string none_active_text(const BlocksView& view, const metrics::LocalTime& local) {
  if (!view.newest) return "No block is active: nothing was used within the last eight days.\n";
  const Block& newest = *view.newest;
  if (newest.is_active)
    return fmt::format("No block of the time asked for is active; the active one began {}.\n",
                       minute_text(newest.start, local));
  return fmt::format("No block is active: nothing was used since the last one ended, {}.\n",
                     minute_text(newest.end, local));
}

}  // namespace

std::string limit_name(std::string_view kind) {
  if (kind == "five_hour") return "five hours";
  if (kind == "seven_day") return "seven days";
  if (kind == "seven_day_opus") return "seven days, Opus";
  if (kind == "seven_day_sonnet") return "seven days, Sonnet";
  return std::string(kind);
}

std::string blocks_text(const BlocksView& view, const metrics::LocalTime& local,
                        std::size_t width) {
  constexpr std::size_t kWide = 100;
  const bool is_wide = width == 0 || width >= kWide;
  // Aligned to the right, times are never cut.
  Table table({{"BLOCK", Align::right},
               {"STATE"},
               {"BOUNDS"},
               {"MODELS"},
               {"CALLS", Align::right},
               {"TOKENS", Align::right},
               {"COST", Align::right}});
  for (const Block& block : view.report.blocks) {
    const std::string start = minute_text(block.start, local);
    if (block.is_gap) {
      table.add_row({start, "gap of", elapsed(block.end - block.start), "", "", "", ""});
      continue;
    }
    const std::string state = block.is_active ? time_left(block.end - view.now) + " left" : "over";
    table.add_row({start + "–" + clock_text(block.end, local), state,
                   std::string(bounds_text(block.bounds, is_wide)), models_text(view, block),
                   grouped_number(block.calls), grouped_number(block.tokens.total()),
                   cost_text(block)});
    const auto projection = metrics::project(block, view.now);
    if (projection)
      table.add_row(
          {"", "at burn rate", std::string(bounds_text(Confidence::local_estimate, is_wide)), "",
           "", grouped_number(projection->total_tokens), money_of(projection->dollars, block)});
    if (projection && view.token_limit)
      table.add_row({"", "limit", "", "", "", grouped_number(*view.token_limit),
                     limit_share(static_cast<double>(projection->total_tokens) /
                                 static_cast<double>(*view.token_limit)) +
                         " projected"});
  }
  std::string text = table.to_text(width);
  const auto active = std::ranges::find(view.report.blocks, true, &Block::is_active);
  if (active != view.report.blocks.end()) text += outlook_text(view, *active, local);
  for (const metrics::OfficialLimit& limit : view.official) text += official_line(limit, local);
  return text;
}

std::string active_block_text(const BlocksView& view, const metrics::LocalTime& local) {
  std::string text;
  const auto active = std::ranges::find(view.report.blocks, true, &Block::is_active);
  if (active == view.report.blocks.end()) {
    text = none_active_text(view, local);
  } else {
    const Block& block = *active;
    text += fmt::format("Block {}–{} ({}), {} left\n", minute_text(block.start, local),
                        clock_text(block.end, local), words_of(block.bounds),
                        time_left(block.end - view.now));
    text += fmt::format("  so far           {} tokens in {}, {}\n",
                        grouped_number(block.tokens.total()), counted(block.calls, "call", "calls"),
                        cost_text(block));
    text += pace_text(view, block);
    text += outlook_text(view, block, local);
  }
  if (!view.official.empty()) text += "Limits the account told of\n";
  for (const metrics::OfficialLimit& limit : view.official) text += official_line(limit, local);
  return text;
}

}  // namespace orchard::app
