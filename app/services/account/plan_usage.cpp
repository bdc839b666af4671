#include "app/services/account/plan_usage.h"

#include "app/services/account/ask_account.h"
#include "core/io/file_lock.h"
#include "metrics/analytics/leaderboard.h"
#include "metrics/analytics/plan_limits.h"
#include "metrics/plan/plan_forecast.h"
#include "metrics/plan/plan_ledger.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>

namespace orchard::app {
namespace {

using core::Timestamp;
using metrics::PlanRecord;
using metrics::PlanStep;

constexpr std::chrono::milliseconds kPatienceWithOthers = std::chrono::seconds(25);
/// How far back forecasts are measured, and from how many on they tell something.
constexpr core::Duration kMeasured = std::chrono::hours(24 * 7);
constexpr core::Duration kMeasuredLong = std::chrono::hours(24 * 35);
constexpr std::int64_t kEnough = 20;

constexpr std::array<std::string_view, 5> kOrder = {"five_hour", "seven_day", "seven_day_opus",
                                                    "seven_day_sonnet", "seven_day_oauth_apps"};

std::size_t place_of(const core::PlanWindow& window) {
  return static_cast<std::size_t>(std::ranges::find(kOrder, window.kind) - kOrder.begin());
}

/// How good earlier forecasts of such a window were.
core::Result<metrics::ForecastError> read_errors(Engine& engine, std::string_view kind) {
  const Timestamp now = engine.now();
  const bool is_short = kind == "five_hour";
  const Timestamp since = now - (is_short ? kMeasured : kMeasuredLong);
  ORCHARD_TRY(const auto samples, metrics::query_plan_samples(engine.store(), kind, since));
  if (samples.size() < 2) return metrics::ForecastError();
  ORCHARD_TRY(const auto spending, metrics::query_spending(engine.store(), since, now,
                                                           metrics::plan_window_family(kind)));
  const core::Duration ahead =
      is_short ? core::Duration(std::chrono::minutes(30)) : std::chrono::hours(12);
  return metrics::measure_forecasts(kind, samples, spending, ahead);
}

core::Result<PlanWindowState> read_window(Engine& engine, const core::PlanWindow& window,
                                          Timestamp answered_at) {
  PlanWindowState state;
  state.window = window;
  const auto length = metrics::plan_window_length(window.kind);
  if (!length || !window.resets_at) return state;
  state.started_at = *window.resets_at - *length;
  ORCHARD_TRY(const auto samples,
              metrics::query_plan_samples(engine.store(), window.kind, *state.started_at));
  for (const metrics::PlanSample& sample : samples)
    state.history.push_back({sample.at, sample.used});
  if (!window.used) return state;
  const Timestamp now = engine.now();
  ORCHARD_TRY(const auto spending,
              metrics::query_spending(engine.store(), *state.started_at, now,
                                      metrics::plan_window_family(window.kind)));
  const auto forecast = metrics::forecast_plan(
      window.kind, {answered_at, *window.used, window.resets_at}, spending, now);
  if (!forecast) return state;
  state.outlook = PlanOutlook{forecast->used_now, forecast->per_hour, forecast->used_at_reset,
                              forecast->exhausted_at, std::nullopt};
  ORCHARD_TRY(const auto errors, read_errors(engine, window.kind));
  state.forecasts = {errors.forecasts, errors.mean, errors.worst};
  if (errors.forecasts >= kEnough) state.outlook->spread = errors.spread;
  return state;
}

/// The used part of the window, divided as the cost since it started: of workspaces, and of what
/// else runs on this machine with the same login.
core::Result<void> read_shares(Engine& engine, const PlanWindowState& window, PlanState& state) {
  if (!window.started_at || !window.window.used) return {};
  ORCHARD_TRY(const auto board,
              metrics::query_leaderboard(engine.store(), metrics::LeaderKind::workspaces, {},
                                         {*window.started_at, engine.now()}));
  ORCHARD_TRY(const core::Cost outside,
              metrics::query_cost_outside(engine.store(), *window.started_at, engine.now()));
  const double used = window.outlook ? window.outlook->used_now : *window.window.used;
  const auto beside = static_cast<double>(outside.nano_dollars);
  const auto whole = static_cast<double>(board.total.usage.cost.nano_dollars) + beside;
  if (whole <= 0) return {};
  if (beside > 0) state.shares.push_back({"outside Orchard", used * beside / whole});
  for (const metrics::LeaderRow& row : board.rows) {
    const auto cost = static_cast<double>(row.activity.usage.cost.nano_dollars);
    if (cost <= 0) continue;
    state.shares.push_back(
        {row.name.empty() ? "without a workspace" : row.name, used * cost / whole});
  }
  std::ranges::stable_sort(state.shares, std::ranges::greater(), &PlanShare::used);
  return {};
}

core::Result<void> read_answer(Engine& engine, const PlanRecord& record, PlanState& state) {
  state.answered_at = record.answered_at;
  state.source = record.source;
  state.usage = record.usage;
  std::ranges::stable_sort(state.usage.windows, {}, place_of);
  for (const core::PlanWindow& window : state.usage.windows) {
    ORCHARD_TRY(auto read, read_window(engine, window, *record.answered_at));
    if (window.kind == "five_hour") {
      state.forecasts = read.forecasts;
      ORCHARD_CHECK(read_shares(engine, read, state));
    }
    state.windows.push_back(std::move(read));
  }
  return {};
}

core::Result<void> read_stream(Engine& engine, PlanState& state) {
  ORCHARD_TRY(const auto limits, metrics::query_plan_limits(engine.store()));
  for (const auto& [said, source] : limits)
    state.stream.push_back(
        {said.kind, said.status, said.utilization, said.resets_at, said.at, source});
  return {};
}

core::Result<PlanState> make_state(Engine& engine, const core::Settings& settings) {
  PlanState state;
  state.gate_open = settings.usage_insights;
  ORCHARD_CHECK(read_stream(engine, state));
  ORCHARD_TRY(const auto requests, metrics::query_network_requests(engine.store()));
  state.network_requests = static_cast<std::int64_t>(requests.size());
  if (!state.gate_open) return state;
  if (has_environment_token(engine.machine().environment)) {
    state.problem = core::PlanProblem{core::PlanProblemKind::environment_token, {}, {}};
    return state;
  }
  ORCHARD_TRY(const PlanRecord record, metrics::query_plan(engine.store()));
  const Timestamp now = engine.now();
  state.fresh = metrics::is_plan_fresh(record, now);
  state.asks_again_at = metrics::backing_off_until(record, now);
  if (record.failed_at) {
    state.failed_at = record.failed_at;
    state.problem = record.problem;
  }
  if (record.answered_at && !(state.problem && metrics::hides_the_answer(state.problem->kind)))
    ORCHARD_CHECK(read_answer(engine, record, state));
  return state;
}

/// Somebody else's answer that came while we waited for our turn is as good as our own.
bool was_answered_since(const PlanRecord& record, Timestamp since, Timestamp now) {
  return record.answered_at && *record.answered_at >= since && *record.answered_at <= now &&
         !record.failed_at;
}

}  // namespace

core::Result<PlanState> read_plan(Engine& engine) {
  return make_state(engine, engine.settings());
}

core::Result<PlanState> refresh_plan(Engine& engine, metrics::PlanWish wish,
                                     const PlanSources& sources, const std::atomic<bool>* cancel) {
  // From the file: another Orchard may have closed the gate a moment ago.
  ORCHARD_TRY(const core::Settings settings, core::load_settings(engine.paths().settings_file()));
  const auto gate = settings.usage_insights && !has_environment_token(engine.machine().environment);
  const Timestamp asked = engine.now();
  ORCHARD_TRY(PlanRecord record, metrics::query_plan(engine.store()));
  if (next_plan_step(gate, record, wish, asked) != PlanStep::ask)
    return make_state(engine, settings);
  ORCHARD_TRY(const auto lock,
              core::FileLock::acquire(engine.paths().state / "plan.lock", kPatienceWithOthers));
  ORCHARD_TRY(record, metrics::query_plan(engine.store()));
  const Timestamp now = engine.now();
  if (next_plan_step(gate, record, wish, now) == PlanStep::ask &&
      !was_answered_since(record, asked, now))
    ORCHARD_CHECK(ask_account(engine, settings, sources, cancel));
  return make_state(engine, settings);
}

core::Result<std::vector<NetworkEntry>> read_network_ledger(Engine& engine) {
  ORCHARD_TRY(const auto requests, metrics::query_network_requests(engine.store()));
  std::vector<NetworkEntry> entries;
  for (const metrics::NetworkRequest& request : requests)
    entries.push_back({request.at, request.host, request.purpose, request.via, request.outcome,
                       request.sent, request.received});
  return entries;
}

}  // namespace orchard::app
