#include "app/cli/commands/account/plan_text.h"

#include "app/cli/columns.h"
#include "app/cli/table.h"
#include "core/base/time_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using nlohmann::json;

constexpr int kBarWidth = 24;

std::string bar(double used) {
  const int filled = static_cast<int>(std::lround(std::clamp(used, 0.0, 1.0) * kBarWidth));
  std::string text;
  for (int i = 0; i < kBarWidth; ++i) text += i < filled ? "\u2588" : "\u2591";
  return text;
}

/// `parts` with two blanks between, those that are empty left out.
std::string joined(std::initializer_list<std::string> parts) {
  std::string line;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!line.empty()) line += "  ";
    line += part;
  }
  return line + "\n";
}

void add_meters(const PlanView& view, std::string& text) {
  std::size_t width = 0;
  for (const PlanMeter& meter : view.meters) width = std::max(width, column_count(meter.title));
  for (const PlanMeter& meter : view.meters) {
    const std::string title = meter.title + std::string(width - column_count(meter.title), ' ');
    text += joined({title, bar(meter.used), fmt::format("{:>4}", meter.value), meter.reset});
    if (!meter.outlook.empty()) text += std::string(width + 2, ' ') + meter.outlook + "\n";
  }
  if (view.extra)
    text += joined({"Extra usage: " + view.extra->badge, view.extra->value, view.extra->note});
}

void add_stream(const PlanView& view, std::string& text) {
  if (view.stream.empty()) return;
  if (!text.empty()) text += "\n";
  text += std::string(kUnaskedTitle) + ":\n";
  for (const StreamLine& line : view.stream)
    text += "  " + joined({line.title + ": " + line.value, line.reset, "(" + line.source + ")"});
}

json time_json(const std::optional<core::Timestamp>& at) {
  return at ? json(core::to_iso8601(*at)) : json(nullptr);
}

template <class T>
json value_json(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

json outlook_json(const std::optional<PlanOutlook>& outlook) {
  if (!outlook) return nullptr;
  return {{"used_now", outlook->used_now},
          {"per_hour", outlook->per_hour},
          {"used_at_reset", outlook->used_at_reset},
          {"exhausted_at", time_json(outlook->exhausted_at)},
          {"spread_per_hour", value_json(outlook->spread)}};
}

json errors_json(const ForecastRecord& record) {
  return {{"forecasts", record.forecasts}, {"mean", record.mean}, {"worst", record.worst}};
}

json windows_json(const PlanState& state) {
  json windows = json::array();
  for (const PlanWindowState& window : state.windows)
    windows.push_back({{"kind", window.window.kind},
                       {"used", value_json(window.window.used)},
                       {"resets_at", time_json(window.window.resets_at)},
                       {"forecast", outlook_json(window.outlook)},
                       {"forecast_error", errors_json(window.forecasts)}});
  return windows;
}

json extra_json(const std::optional<core::ExtraUsage>& extra) {
  if (!extra) return nullptr;
  return {{"enabled", extra->enabled},
          {"limit_cents", value_json(extra->limit)},
          {"used_cents", value_json(extra->used)},
          {"used", value_json(extra->used_fraction)},
          {"currency", extra->currency}};
}

std::string_view source_words(core::PlanSource source) {
  if (source == core::PlanSource::status_line) return "status line";
  if (source == core::PlanSource::transcript) return "transcript";
  return "agent stream";
}

json stream_json(const PlanState& state) {
  json limits = json::array();
  for (const StreamLimit& limit : state.stream)
    limits.push_back({{"kind", limit.kind},
                      {"status", limit.status},
                      {"used", value_json(limit.used)},
                      {"resets_at", time_json(limit.resets_at)},
                      {"seen_at", time_json(limit.seen_at)},
                      {"source", source_words(limit.source)}});
  return limits;
}

json problem_json(const PlanState& state, const PlanView& view) {
  if (!state.problem) return nullptr;
  return {{"kind", core::to_string(state.problem->kind)},
          {"sentence", view.problem},
          {"failed_at", time_json(state.failed_at)},
          {"asks_again_at", time_json(state.asks_again_at)}};
}

}  // namespace

std::string plan_text(const PlanView& view) {
  std::string text;
  if (view.phase == PlanView::Phase::gate) {
    text = view.gate_title + "\n\n";
    for (const std::string& line : view.gate_text) text += line + "\n";
    text += "\nSwitch it on with `orchard usage-limits --on`, or in Settings > Experimental.\n";
    add_stream(view, text);
    return text;
  }
  if (!view.plan.empty()) text += joined({view.plan, view.tier.empty() ? "" : "tier " + view.tier});
  if (!view.status.empty()) text += joined({view.status, view.cache});
  if (!view.problem.empty()) text += view.problem + "\n";
  if (!view.meters.empty()) text += "\n";
  add_meters(view, text);
  if (!view.meters.empty()) text += "Forecasts are a " + view.estimate + ".\n";
  add_stream(view, text);
  return text;
}

json plan_json(const PlanState& state, const PlanView& view) {
  return {{"gate_open", state.gate_open},
          {"plan", state.usage.plan},
          {"tier", state.usage.tier},
          {"answered_at", time_json(state.answered_at)},
          {"source", state.answered_at ? json(core::to_string(state.source)) : json(nullptr)},
          {"stale", state.answered_at.has_value() && !state.fresh},
          {"windows", windows_json(state)},
          {"extra_usage", extra_json(state.usage.extra)},
          {"problem", problem_json(state, view)},
          {"forecast_error", errors_json(state.forecasts)},
          {"stream", stream_json(state)}};
}

}  // namespace orchard::app
