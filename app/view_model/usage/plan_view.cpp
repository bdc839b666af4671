#include "app/view_model/usage/plan_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/limit_text.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using core::PlanProblemKind;
using core::Timestamp;
using std::chrono::minutes;

constexpr double kWarn = 0.6;
constexpr double kDanger = 0.85;
constexpr core::Duration kCache = minutes(5);

Role role_of(double used) {
  if (used >= kDanger) return Role::danger;
  return used >= kWarn ? Role::warn : Role::accent;
}

/// "at 19:00" today, else "Mon 09:00".
std::string moment(Timestamp at, Timestamp now) {
  if (days_between(at, now) == 0) return "at " + clock_time(at);
  return full_time(at).substr(0, 3) + " " + clock_time(at);
}

std::string reset_text(const std::optional<Timestamp>& resets_at, Timestamp now) {
  if (!resets_at) return {};
  if (*resets_at <= now) return "resetting now";
  return fmt::format("resets in {}, {}", time_left(*resets_at - now), moment(*resets_at, now));
}

/// How far off the forecast for the reset may be.
double spread_at_reset(const PlanWindowState& state, Timestamp now) {
  const auto& outlook = state.outlook;
  const auto& end = state.window.resets_at;
  if (!outlook || !outlook->spread || !end || *end <= now) return 0;
  return *outlook->spread * static_cast<double>((*end - now).count()) / 3.6e9;
}

/// ", give or take 6 points"; nothing where that is not known.
std::string spread_text(double spread) {
  if (!(spread > 0)) return {};
  return fmt::format(
      ", give or take {}",
      counted(std::max<std::int64_t>(1, std::llround(spread * 100)), "point", "points"));
}

/// When the limit is reached at the earliest and the latest: ", between 16:50 and 17:40"; nothing
/// where that is not known.
std::string spread_of_end(const PlanWindowState& state, Timestamp now) {
  const PlanOutlook& outlook = *state.outlook;
  if (!outlook.spread || !(*outlook.spread > 0) || !state.window.resets_at) return {};
  const auto reached = [&](double per_hour) {
    const double left = per_hour > 0 ? (1 - outlook.used_now) / per_hour : 1e9;
    return now + std::chrono::seconds(std::llround(std::min(left, 1e6) * 3600));
  };
  const Timestamp soon = reached(outlook.per_hour + *outlook.spread);
  const Timestamp late = reached(outlook.per_hour - *outlook.spread);
  if (late >= *state.window.resets_at)
    return fmt::format("; from {} on, or not before the reset", clock_time(soon));
  return fmt::format(", between {} and {}", clock_time(soon), clock_time(late));
}

void describe_outlook(const PlanWindowState& state, Timestamp now, PlanMeter& meter) {
  const PlanOutlook& outlook = *state.outlook;
  meter.at_reset = std::clamp(outlook.used_at_reset, meter.used, 1.0);
  if (outlook.exhausted_at && *outlook.exhausted_at <= now) {
    meter.outlook = "The limit is reached.";
    meter.outlook_role = Role::danger;
  } else if (outlook.exhausted_at) {
    meter.outlook =
        fmt::format("At this pace the limit is reached in {}, {}",
                    time_left(*outlook.exhausted_at - now), moment(*outlook.exhausted_at, now)) +
        spread_of_end(state, now);
    meter.outlook_role = Role::danger;
  } else {
    meter.outlook =
        fmt::format("At this pace: {} at the reset", limit_share(outlook.used_at_reset)) +
        spread_text(spread_at_reset(state, now));
    meter.outlook_role = outlook.used_at_reset >= 0.9 ? Role::warn : Role::muted;
  }
}

PlanMeter make_meter(const PlanWindowState& state, Timestamp now) {
  const core::PlanWindow& window = state.window;
  PlanMeter meter;
  meter.kind = window.kind;
  meter.title = title_of_window(window.kind);
  const bool per_model = window.kind.starts_with("model:") || window.kind == "seven_day_opus" ||
                         window.kind == "seven_day_sonnet";
  const bool is_over = window.resets_at && *window.resets_at <= now;
  meter.reset = reset_text(window.resets_at, now);
  if (per_model) {
    meter.note = "per model";
  } else if (state.started_at && !is_over) {
    meter.note = "started " + (days_between(*state.started_at, now) == 0
                                   ? clock_time(*state.started_at)
                                   : full_time(*state.started_at).substr(0, 10));
  }
  if (!window.used || is_over) {
    meter.value = "\u2013";
    if (window.used)
      meter.outlook = fmt::format("It was {} before the reset.", limit_share(*window.used));
    return meter;
  }
  meter.used = std::min(*window.used, 1.0);
  meter.value = limit_share(*window.used);
  meter.role = role_of(*window.used);
  meter.hover = fmt::format("{:.2f}% used", *window.used * 100);
  if (window.resets_at) meter.hover += ", resets " + full_time(*window.resets_at);
  if (state.started_at && *state.started_at < now)
    meter.elapsed = static_cast<double>((now - *state.started_at).count()) /
                    static_cast<double>((*window.resets_at - *state.started_at).count());
  if (state.outlook) describe_outlook(state, now, meter);
  if (state.outlook && meter.role != Role::danger)
    meter.role = meter.outlook_role == Role::muted ? Role::accent : meter.outlook_role;
  return meter;
}

std::string amount(std::int64_t hundredths, const std::string& currency) {
  const double value = static_cast<double>(hundredths) / 100;
  if (currency.empty() || currency == "USD") return fmt::format("${:.2f}", value);
  return fmt::format("{:.2f} {}", value, displayable_line(currency));
}

ExtraUsageMeter make_extra(const core::ExtraUsage& extra) {
  ExtraUsageMeter meter;
  meter.badge = extra.enabled ? "On" : "Off";
  const std::int64_t used = extra.used.value_or(0);
  if (extra.used || extra.enabled) meter.value = amount(used, extra.currency);
  if (!extra.enabled && used == 0) return meter;
  if (!extra.limit) {
    meter.value += ", no limit";
    meter.used = extra.used_fraction;
    return meter;
  }
  meter.value += " of " + amount(*extra.limit, extra.currency);
  if (*extra.limit > 0) meter.used = static_cast<double>(used) / static_cast<double>(*extra.limit);
  if (extra.used_fraction) meter.used = extra.used_fraction;
  const std::int64_t left = std::max<std::int64_t>(*extra.limit - used, 0);
  if (meter.used)
    meter.note =
        fmt::format("{} used, {} left", limit_share(*meter.used), amount(left, extra.currency));
  return meter;
}

std::optional<PlanCurve> make_curve(const PlanWindowState& state, Timestamp now) {
  const auto& end = state.window.resets_at;
  if (!state.started_at || !end || *end <= now || now < *state.started_at) return std::nullopt;
  const auto place = [&](Timestamp at) {
    return static_cast<double>((at - *state.started_at).count()) /
           static_cast<double>((*end - *state.started_at).count());
  };
  PlanCurve curve;
  curve.said.push_back({0, 0});
  for (const PlanPoint& point : state.history)
    if (point.at <= now) curve.said.push_back({place(point.at), point.used});
  curve.start = clock_time(*state.started_at);
  curve.end = clock_time(*end);
  if (!state.outlook) return curve;
  curve.now = PlanCurve::Point{place(now), state.outlook->used_now};
  curve.at_reset = PlanCurve::Point{1, state.outlook->used_at_reset};
  curve.spread = spread_at_reset(state, now);
  curve.sentence =
      fmt::format("At this pace {} go every hour. ", limit_share(state.outlook->per_hour));
  if (state.outlook->exhausted_at && *state.outlook->exhausted_at <= now) {
    curve.sentence += "The limit is reached.";
  } else if (state.outlook->exhausted_at) {
    curve.sentence += fmt::format("The limit is reached {}, {} before the reset.",
                                  moment(*state.outlook->exhausted_at, now),
                                  time_left(*end - *state.outlook->exhausted_at));
  } else {
    curve.sentence +=
        fmt::format("The limit is not reached before {}; {} points stay free.", curve.end,
                    static_cast<int>(std::max(0.0, 100 - state.outlook->used_at_reset * 100)));
  }
  return curve;
}

/// "reported by an agent"
std::string_view way_of(core::PlanSource source) {
  if (source == core::PlanSource::status_line) return "told to the status line";
  if (source == core::PlanSource::transcript) return "found in a transcript, of";
  return "reported by an agent";
}

StreamLine make_stream_line(const StreamLimit& limit, Timestamp now) {
  StreamLine line;
  line.title = title_of_window(limit.kind);
  const bool is_over = limit.resets_at && *limit.resets_at <= now;
  if (is_over) {
    line.value = "begun anew";
  } else if (limit.used) {
    line.value = limit_share(*limit.used) + " used";
    line.role = role_of(*limit.used) == Role::accent ? Role::text : role_of(*limit.used);
  } else {
    line.value = limit.status == "allowed" ? "not reached" : displayable_line(limit.status);
  }
  if (limit.status == "rejected" && !is_over) {
    line.value = "reached";
    line.role = Role::danger;
  }
  line.reset = is_over ? std::string() : reset_text(limit.resets_at, now);
  line.source = fmt::format("{} {}", way_of(limit.source), relative_time(limit.seen_at, now));
  return line;
}

/// "Max 5x" out of "max" and "default_claude_max_5x".
std::string plan_name(const core::PlanUsage& usage) {
  const auto title = [](std::string text) {
    std::ranges::replace(text, '_', ' ');
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
      text.front() = static_cast<char>(text.front() - 32);
    return displayable_line(text);
  };
  constexpr std::string_view kPrefix = "default_claude_";
  std::string tier = usage.tier;
  if (tier.starts_with(kPrefix)) tier.erase(0, kPrefix.size());
  if (!usage.plan.empty() && tier.starts_with(usage.plan)) return title(tier);
  return title(usage.plan.empty() ? tier : usage.plan);
}

void describe_problem(const PlanState& state, PlanView& view) {
  const core::PlanProblem& problem = *state.problem;
  view.problem = sentence_of(problem);
  view.offers_sign_in = problem.kind == PlanProblemKind::signed_out ||
                        problem.kind == PlanProblemKind::unauthorized ||
                        problem.kind == PlanProblemKind::forbidden;
  view.offers_retry = problem.kind != PlanProblemKind::api_key &&
                      problem.kind != PlanProblemKind::environment_token &&
                      problem.kind != PlanProblemKind::other_provider;
  if (state.asks_again_at) view.cache = "asks again at " + clock_time(*state.asks_again_at);
}

void describe_answer(const PlanState& state, Timestamp now, PlanView& view) {
  const std::string age = relative_time(std::min(*state.answered_at, now), now);
  view.status =
      state.source == core::PlanSource::direct
          ? "Read " + age + " from the account, with the login that Claude Code stored."
          : "Read " + age + " through the CLI (get_usage). No credential passed through Orchard.";
  view.badge = "Signed in";
  view.badge_role = Role::added;
  if (state.fresh) {
    view.cache = "cached until " + clock_time(*state.answered_at + kCache);
  } else {
    view.badge = "Stale";
    view.badge_role = Role::warn;
    view.status = "Stale. " + view.status;
  }
  for (const PlanWindowState& window : state.windows) {
    view.meters.push_back(make_meter(window, now));
    if (window.window.kind == "five_hour") view.curve = make_curve(window, now);
  }
  if (state.usage.extra) view.extra = make_extra(*state.usage.extra);
  view.estimate = "local estimate";
  if (state.forecasts.forecasts > 0)
    view.estimate += fmt::format("; {} were off by {:.1f} points on average",
                                 counted(state.forecasts.forecasts, "earlier one", "earlier ones"),
                                 state.forecasts.mean * 100);
}

/// Those that took most by name, the rest as one.
void describe_shares(const PlanState& state, PlanView& view) {
  constexpr std::size_t kNamed = 5;
  double rest = 0;
  double sum = 0;
  for (std::size_t i = 0; i < state.shares.size(); ++i) {
    const PlanShare& share = state.shares[i];
    sum += share.used;
    if (i < kNamed) {
      view.shares.push_back(
          {displayable_line(share.workspace), limit_share(share.used), share.used});
    } else {
      rest += share.used;
    }
  }
  if (rest > 0)
    view.shares.push_back(
        {counted(static_cast<std::int64_t>(state.shares.size() - kNamed), "other", "others"),
         limit_share(rest), rest});
  view.shares_note = "local estimate, " + limit_share(std::max(0.0, 1 - sum)) + " free";
}

}  // namespace

PlanView make_plan_view(const PlanState& state, Timestamp now) {
  PlanView view;
  for (const StreamLimit& limit : state.stream) view.stream.push_back(make_stream_line(limit, now));
  view.ledger = "Network ledger: " + counted(state.network_requests, "request", "requests");
  if (!state.gate_open) {
    view.gate_title = "Usage Insights is off";
    view.gate_text = gate_explanation();
    return view;
  }
  view.plan = plan_name(state.usage);
  view.tier = displayable_line(state.usage.tier);
  if (state.answered_at) describe_answer(state, now, view);
  if (state.problem) describe_problem(state, view);
  view.can_refresh = !state.asking && !(state.asks_again_at && *state.asks_again_at > now);
  if (state.answered_at) describe_shares(state, view);
  if (state.answered_at) {
    view.phase = PlanView::Phase::answer;
  } else if (state.problem) {
    view.phase = PlanView::Phase::problem;
    if (state.problem->kind == PlanProblemKind::signed_out) view.badge = "Not signed in";
  } else {
    view.phase = state.asking ? PlanView::Phase::asking : PlanView::Phase::nothing;
    view.status = state.asking ? "Asking Claude Code for the limits of your plan."
                               : "The limits were not asked for yet.";
  }
  return view;
}

}  // namespace orchard::app
