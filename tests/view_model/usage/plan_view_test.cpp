#include "app/view_model/usage/plan_view.h"

#include "app/view_model/usage/network_view.h"
#include "tests/view_model/sample.h"
#include "tests/view_model/time_zone.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using core::PlanProblem;
using core::PlanProblemKind;
using std::chrono::hours;
using std::chrono::minutes;
using test::at;
using testing::HasSubstr;
using testing::StartsWith;
using Phase = PlanView::Phase;

const core::Timestamp kNow = at("2026-11-20T16:42:00Z");

PlanWindowState window(const std::string& kind, std::optional<double> used,
                       std::optional<core::Timestamp> resets_at,
                       std::optional<core::Timestamp> started_at = std::nullopt) {
  PlanWindowState state;
  state.window = {kind, used, resets_at};
  state.started_at = started_at;
  return state;
}

PlanState answered() {
  PlanState state;
  state.gate_open = true;
  state.answered_at = kNow - minutes(1);
  state.fresh = true;
  state.usage.plan = "max";
  state.usage.tier = "default_claude_max_5x";
  PlanWindowState five =
      window("five_hour", 0.42, at("2026-11-20T19:00:00Z"), at("2026-11-20T14:00:00Z"));
  five.outlook = PlanOutlook{0.42, 0.19, 0.86, std::nullopt};
  five.history = {{at("2026-11-20T15:00:00Z"), 0.1}, {at("2026-11-20T16:41:00Z"), 0.42}};
  state.windows = {
      five, window("seven_day", 0.61, at("2026-11-23T09:00:00Z"), at("2026-11-16T09:00:00Z")),
      window("seven_day_opus", 0.87, at("2026-11-23T09:00:00Z"))};
  return state;
}

class PlanViewTest : public testing::Test {
 protected:
  test::TimeZone zone_{"UTC"};
};

TEST_F(PlanViewTest, ExplainsTheGateAndShowsWhatAgentsReported) {
  PlanState state;
  state.stream = {{"five_hour", "allowed", 0.42, kNow + hours(2), kNow - minutes(3)},
                  {"seven_day", "rejected", std::nullopt, kNow + hours(50), kNow - minutes(3)},
                  {"seven_day_opus", "allowed", std::nullopt, std::nullopt, kNow - minutes(3)},
                  {"odd", "allowed", 0.9, kNow - hours(1), kNow - hours(2)}};
  const PlanView view = make_plan_view(state, kNow);
  EXPECT_EQ(view.phase, Phase::gate);
  EXPECT_EQ(view.gate_title, "Usage Insights is off");
  EXPECT_THAT(view.gate_text.front(), HasSubstr("opens no credential file"));
  EXPECT_EQ(view.problem, "");
  EXPECT_EQ(view.ledger, "Network ledger: 0 requests");
  ASSERT_EQ(view.stream.size(), 4U);
  EXPECT_EQ(view.stream[0].title, "5-hour window");
  EXPECT_EQ(view.stream[0].value, "42% used");
  EXPECT_EQ(view.stream[0].reset, "resets in 2h 00m, at 18:42");
  EXPECT_THAT(view.stream[0].source, HasSubstr("reported by an agent"));
  EXPECT_EQ(view.stream[1].value, "reached");
  EXPECT_EQ(view.stream[2].value, "not reached");
  EXPECT_EQ(view.stream[3].value, "begun anew");
}

TEST_F(PlanViewTest, NamesTheWayByWhichALimitWasReported) {
  PlanState state;
  for (const auto source :
       {core::PlanSource::stream, core::PlanSource::status_line, core::PlanSource::transcript})
    state.stream.push_back(
        {"five_hour", "rejected", 1, kNow + hours(2), kNow - minutes(3), source});
  const PlanView view = make_plan_view(state, kNow);
  EXPECT_THAT(view.stream[0].source, StartsWith("reported by an agent "));
  EXPECT_THAT(view.stream[1].source, StartsWith("told to the status line "));
  EXPECT_THAT(view.stream[2].source, StartsWith("found in a transcript, of "));
}

TEST_F(PlanViewTest, ShowsTheAnswer) {
  const PlanView view = make_plan_view(answered(), kNow);
  EXPECT_EQ(view.phase, Phase::answer);
  EXPECT_EQ(view.plan, "Max 5x");
  EXPECT_EQ(view.badge, "Signed in");
  EXPECT_THAT(view.status, HasSubstr("through the CLI (get_usage)"));
  EXPECT_EQ(view.cache, "cached until 16:46");
  ASSERT_EQ(view.meters.size(), 3U);
  EXPECT_EQ(view.meters[0].title, "5-hour window");
  EXPECT_EQ(view.meters[0].note, "started 14:00");
  EXPECT_EQ(view.meters[0].value, "42%");
  EXPECT_EQ(view.meters[0].role, Role::accent);
  EXPECT_EQ(view.meters[0].outlook, "At this pace: 86% at the reset");
  EXPECT_EQ(view.meters[0].reset, "resets in 2h 18m, at 19:00");
  EXPECT_NEAR(view.meters[0].elapsed.value_or(0), 0.54, 1e-9);
  EXPECT_EQ(view.meters[1].note, "started Mon 16 Nov");
  EXPECT_EQ(view.meters[1].role, Role::warn);
  EXPECT_EQ(view.meters[1].reset, "resets in 2d 16h, Mon 09:00");
  EXPECT_EQ(view.meters[2].note, "per model");
  EXPECT_EQ(view.meters[2].role, Role::danger);
  ASSERT_TRUE(view.curve);
  EXPECT_EQ(view.curve->said.size(), 3U);
  EXPECT_EQ(view.curve->start, "14:00");
  EXPECT_EQ(view.curve->sentence,
            "At this pace 19% go every hour. The limit is not reached before 19:00; 14 points stay "
            "free.");
}

TEST_F(PlanViewTest, TellsWhenTheLimitIsReached) {
  PlanState state = answered();
  state.windows[0].outlook = PlanOutlook{0.8, 0.4, 1.7, kNow + minutes(30), std::nullopt};
  PlanView view = make_plan_view(state, kNow);
  EXPECT_EQ(view.meters[0].outlook, "At this pace the limit is reached in 30m, at 17:12");
  EXPECT_EQ(view.meters[0].outlook_role, Role::danger);
  EXPECT_EQ(view.meters[0].at_reset, 1.0);
  EXPECT_THAT(view.curve->sentence, HasSubstr("reached at 17:12, 1h 48m before the reset"));
  state.windows[0].window.used = 1.2;
  state.windows[0].outlook = PlanOutlook{1.2, 0.4, 2, kNow};
  view = make_plan_view(state, kNow);
  EXPECT_EQ(view.meters[0].value, "120%");
  EXPECT_EQ(view.meters[0].used, 1.0);
  EXPECT_EQ(view.meters[0].outlook, "The limit is reached.");
  EXPECT_EQ(view.curve->sentence, "At this pace 40% go every hour. The limit is reached.");
}

TEST_F(PlanViewTest, WritesTimesThatAreLeft) {
  const std::pair<core::Duration, const char*> cases[] = {
      {minutes(2 * 24 * 60 + 5 * 60 + 59), "resets in 2d 5h, "},
      {minutes(195), "resets in 3h 15m, at 19:57"},
      {minutes(30), "resets in 30m, at 17:12"},
      {std::chrono::seconds(59), "resets in under 1m, at 16:42"},
      {std::chrono::seconds(0), "resetting now"},
      {-minutes(5), "resetting now"}};
  for (const auto& [left, text] : cases) {
    PlanState state = answered();
    state.windows = {window("five_hour", 0.4, kNow + left)};
    EXPECT_THAT(make_plan_view(state, kNow).meters[0].reset, testing::StartsWith(text));
  }
}

TEST_F(PlanViewTest, ForgetsWhatWasUsedBeforeAReset) {
  PlanState state = answered();
  state.windows = {window("five_hour", 0.4, kNow - minutes(5), kNow - minutes(305))};
  const PlanView view = make_plan_view(state, kNow);
  EXPECT_EQ(view.meters[0].value, "\u2013");
  EXPECT_EQ(view.meters[0].used, 0);
  EXPECT_EQ(view.meters[0].outlook, "It was 40% before the reset.");
  EXPECT_FALSE(view.curve);
}

TEST_F(PlanViewTest, ShowsAStaleAnswerAsStale) {
  PlanState state = answered();
  state.answered_at = kNow - minutes(12);
  state.fresh = false;
  state.failed_at = kNow - minutes(1);
  state.asks_again_at = kNow + minutes(1);
  state.problem = PlanProblem{PlanProblemKind::rate_limited, "HTTP 429", {}};
  const PlanView view = make_plan_view(state, kNow);
  EXPECT_EQ(view.phase, Phase::answer);
  EXPECT_EQ(view.badge, "Stale");
  EXPECT_THAT(view.status, testing::StartsWith("Stale. Read 12 m ago"));
  EXPECT_EQ(view.cache, "asks again at 16:43");
  EXPECT_EQ(view.problem,
            "The account was asked too often (HTTP 429). Orchard waits before it asks again.");
  EXPECT_EQ(view.meters.size(), 3U);
}

TEST_F(PlanViewTest, HasASentenceForEveryProblem) {
  for (int i = 0; i <= static_cast<int>(PlanProblemKind::unreadable); ++i) {
    const auto kind = static_cast<PlanProblemKind>(i);
    PlanState state;
    state.gate_open = true;
    state.problem = PlanProblem{kind, "detail\x1b[31m %s\xff", {}};
    const PlanView view = make_plan_view(state, kNow);
    EXPECT_EQ(view.phase, Phase::problem);
    EXPECT_GT(view.problem.size(), 10U) << to_string(kind);
    EXPECT_EQ(view.problem.find('\x1b'), std::string::npos) << to_string(kind);
    EXPECT_EQ(core::parse_plan_problem_kind(core::to_string(kind)), kind);
    const bool signs_in = kind == PlanProblemKind::signed_out ||
                          kind == PlanProblemKind::unauthorized ||
                          kind == PlanProblemKind::forbidden;
    EXPECT_EQ(view.offers_sign_in, signs_in) << to_string(kind);
  }
  EXPECT_THAT(sentence_of({PlanProblemKind::environment_token, {}, {}}),
              HasSubstr("CLAUDE_CODE_OAUTH_TOKEN"));
  EXPECT_THAT(sentence_of({PlanProblemKind::api_key, {}, {}}), HasSubstr("API key"));
}

TEST_F(PlanViewTest, WritesExtraUsage) {
  struct Case {
    core::ExtraUsage extra;
    const char* badge;
    const char* value;
    const char* note;
  };
  const Case cases[] = {
      {{true, 5000, 420, std::nullopt, "USD"}, "On", "$4.20 of $50.00", "8% used, $45.80 left"},
      {{true, std::nullopt, 420, std::nullopt, "USD"}, "On", "$4.20, no limit", ""},
      {{true, 5000, std::nullopt, std::nullopt, "EUR"},
       "On",
       "0.00 EUR of 50.00 EUR",
       "0% used, 50.00 EUR left"},
      {{true, 0, 0, std::nullopt, ""}, "On", "$0.00 of $0.00", ""},
      {{false, std::nullopt, std::nullopt, std::nullopt, ""}, "Off", "", ""},
  };
  for (const Case& c : cases) {
    PlanState state = answered();
    state.usage.extra = c.extra;
    const auto meter = make_plan_view(state, kNow).extra;
    ASSERT_TRUE(meter);
    EXPECT_EQ(meter->badge, c.badge);
    EXPECT_EQ(meter->value, c.value);
    EXPECT_EQ(meter->note, c.note);
  }
}

TEST_F(PlanViewTest, NamesWindowsItDoesNotKnow) {
  EXPECT_EQ(title_of_window("cinder_cove"), "Cinder cove");
  EXPECT_EQ(title_of_window("model:Opus 4.8"), "7-day, Opus 4.8");
  EXPECT_EQ(title_of_window(""), "");
  EXPECT_EQ(title_of_window("\x1b[31m").find('\x1b'), std::string::npos);
}

TEST_F(PlanViewTest, SaysHowFarOffAForecastMayBe) {
  PlanState state = answered();
  state.windows[0].outlook->spread = 0.03;
  PlanView view = make_plan_view(state, kNow);
  EXPECT_EQ(view.meters[0].outlook, "At this pace: 86% at the reset, give or take 7 points");
  EXPECT_NEAR(view.curve->spread, 0.03 * 2.3, 1e-6);
  state.windows[0].outlook = PlanOutlook{0.8, 0.4, 1.7, kNow + minutes(30), 0.1};
  view = make_plan_view(state, kNow);
  EXPECT_EQ(view.meters[0].outlook,
            "At this pace the limit is reached in 30m, at 17:12, between 17:06 and 17:22");
  state.windows[0].outlook->spread = 0.39;
  EXPECT_EQ(make_plan_view(state, kNow).meters[0].outlook,
            "At this pace the limit is reached in 30m, at 17:12; from 16:57 on, or not before the "
            "reset");
}

TEST_F(PlanViewTest, SaysHowGoodForecastsWere) {
  PlanState state = answered();
  EXPECT_EQ(make_plan_view(state, kNow).estimate, "local estimate");
  state.forecasts = {40, 0.034, 0.1};
  EXPECT_EQ(make_plan_view(state, kNow).estimate,
            "local estimate; 40 earlier ones were off by 3.4 points on average");
}

TEST_F(PlanViewTest, ShowsThatItAsks) {
  PlanState state;
  state.gate_open = true;
  EXPECT_EQ(make_plan_view(state, kNow).phase, Phase::nothing);
  state.asking = true;
  EXPECT_EQ(make_plan_view(state, kNow).phase, Phase::asking);
}

TEST_F(PlanViewTest, ListsNetworkRequests) {
  EXPECT_EQ(make_network_view({}).summary, "0 requests");
  const NetworkView view =
      make_network_view({{kNow, "api.anthropic.com", "plan usage", "Orchard", "200", 1312, 900},
                         {kNow, "api.anthropic.com", "plan usage", "claude", "ok", {}, {}}});
  EXPECT_EQ(view.summary, "2 requests");
  EXPECT_EQ(view.rows[0].sent, "1,312 B");
  EXPECT_EQ(view.rows[1].received, "\u2013");
}

}  // namespace
}  // namespace orchard::app
