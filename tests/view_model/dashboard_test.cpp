#include "app/view_model/dashboard/dashboard_view.h"
#include "tests/view_model/sample.h"
#include "tests/view_model/time_zone.h"

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using core::SessionState;
using test::sample_now;

TEST(Tiles, ShowZerosForAnEmptyStore) {
  const auto tiles = make_tiles({}, sample_now());
  const char* figures[] = {"0", "0", "0", "+0", "\u2013", "$0.00", "0"};
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    EXPECT_EQ(tiles[i].figure.text, figures[i]) << tiles[i].caption;
    for (const auto& part : tiles[i].parts) EXPECT_EQ(part.value, 0);
  }
  EXPECT_EQ(tiles[0].context, "nobody works");
  EXPECT_EQ(tiles[6].context, "none yet");
}

TEST(Tiles, WriteTheFiguresOfTheSample) {
  Tiles data;
  data.sessions_running = 2;
  data.sessions_waiting = 2;
  data.sessions_24h = 10;
  data.sessions_day_before = 8;
  data.commits_today = 7;
  data.commits_by_day.fill(7);
  data.commits_by_day[0] = 14;
  data.additions_7d = 5'664;
  data.deletions_7d = 2'063;
  data.sessions_ended_30d = 97;
  data.sessions_ok_30d = 89;
  data.cost_30d = {214'900'000'000};
  data.cost_today = {8'900'000'000};
  data.usage_30d = {10'400'000, 3'400'000, 9'100'000, 0, 157'900'000};
  const auto tiles = make_tiles(data, sample_now());
  struct Case {
    const char* caption;
    const char* figure;
    const char* context;
  };
  const Case cases[] = {{"ACTIVE SESSIONS", "4", "2 working, 2 waiting"},
                        {"SESSIONS 24H", "10", "8 the day before"},
                        {"COMMITS TODAY", "7", "105 in 14 days"},
                        {"ADD / DEL 7D", "+5,664", "net +3,601 lines"},
                        {"SUCCESS 30D", "92%", "89 of 97 sessions"},
                        {"COST 30D", "$214.90", "$8.90 today"},
                        {"TOKENS 30D", "180.8M", "89% of input cached"}};
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    EXPECT_EQ(tiles[i].caption, cases[i].caption);
    EXPECT_EQ(tiles[i].figure.text, cases[i].figure);
    EXPECT_EQ(tiles[i].context, cases[i].context);
  }
  EXPECT_EQ(tiles[3].second.text, "\u22122,063");
  ASSERT_EQ(tiles[0].parts.size(), 6U);
  EXPECT_EQ(tiles[0].parts[2].role, Role::warn);
  EXPECT_EQ(tiles[0].parts[5].role, Role::track);
}

TEST(WorkspaceCard, AsksInPlace) {
  auto workspace = test::sample_workspace("rate-limit-headers");
  workspace.sessions.push_back(test::sample_session("s", SessionState::waiting));
  workspace.sessions.front().requests.push_back(
      test::sample_request("cargo test --features redis limits::"));
  const auto card = make_workspace_card(workspace, {}, sample_now());
  EXPECT_TRUE(card.large);
  EXPECT_EQ(card.state.text, "Needs you");
  EXPECT_EQ(card.time.text, "2m 05s");
  EXPECT_EQ(card.message, "Run");
  EXPECT_EQ(card.command, "cargo test --features redis limits::");
  ASSERT_EQ(card.actions.size(), 3U);
  EXPECT_EQ(card.actions[0].kind, CardAction::Kind::allow);
  EXPECT_EQ(card.request->value, "r1");
  EXPECT_EQ(card.additions.text, "+612");
  EXPECT_EQ(card.commits, "6 commits");
  EXPECT_EQ(card.turns.text, "15 turns");
  EXPECT_EQ(card.tokens.text, "2.4M");
  EXPECT_EQ(card.cost.text, "$2.74");
}

TEST(Dashboard, MarksCostsThatHoldAnEstimate) {
  Tiles data;
  data.cost_30d = {214'900'000'000};
  data.cost_today = {8'900'000'000};
  data.cost_30d_is_estimated = true;
  EXPECT_EQ(make_tiles(data, sample_now())[5].figure.text, "≈$214.90");
  EXPECT_EQ(make_tiles(data, sample_now())[5].context, "$8.90 today");
  data.cost_today_is_estimated = true;
  EXPECT_EQ(make_tiles(data, sample_now())[5].context, "≈$8.90 today");
  auto workspace = test::sample_workspace("flaky");
  workspace.sessions.push_back(test::sample_session("s", SessionState::stopped));
  workspace.sessions.front().cost = {2'740'000'000};
  workspace.sessions.front().cost_is_estimated = true;
  EXPECT_EQ(make_workspace_card(workspace, {}, sample_now()).cost.text, "≈$2.74");
}

TEST(WorkspaceCard, SaysWhatFailedAndWhatIsUncommitted) {
  auto workspace = test::sample_workspace("flaky");
  workspace.uncommitted = {3, 1, 2};
  workspace.sessions.push_back(test::sample_session("s", SessionState::stopped));
  workspace.sessions.front().last_outcome = core::TurnOutcome::error;
  workspace.sessions.front().last_error = "API overloaded (529)\nafter 5 retries.";
  const auto card = make_workspace_card(workspace, {}, sample_now());
  EXPECT_EQ(card.state, (Figure{"Failed", Role::danger, ""}));
  EXPECT_EQ(card.message, "API overloaded (529) after 5 retries.");
  EXPECT_EQ(card.note, "2 files uncommitted");
  EXPECT_EQ(card.additions.hover, "and uncommitted +3 \u22121");
}

TEST(WorkspaceCard, HasNoFiguresOfASessionThatDoesNotExist) {
  const auto card = make_workspace_card(test::sample_workspace("new"), {}, sample_now());
  EXPECT_FALSE(card.large);
  EXPECT_EQ(card.turns.text, "");
  EXPECT_EQ(card.cost.text, "");
  EXPECT_FALSE(card.session);
}

TEST(WorkspaceCard, ShowsMarkdownAsPlainText) {
  auto workspace = test::sample_workspace("usage");
  workspace.sessions.push_back(test::sample_session("s", SessionState::running));
  workspace.sessions.front().last_message = "## Context Usage\n\n**Model:** `opus`\n\n- one";
  const auto card = make_workspace_card(workspace, {}, sample_now());
  EXPECT_EQ(card.message, "Context Usage Model: opus \u2022 one");
}

TEST(RequestWords, NameWhatWouldHappen) {
  struct Case {
    const char* tool;
    const char* input;
    const char* verb;
    const char* subject;
    const char* note;
  };
  const Case cases[] = {
      {"Bash", R"({"command":"ls -l","description":"List"})", "Run", "ls -l", "List"},
      {"Bash", "not json", "Run", "summary", ""},
      {"Edit", R"({"file_path":"src/a.rs","old_string":"a"})", "Edit", "src/a.rs", ""},
      {"Edit", R"({"file_path":"/w/tree/src/a.rs"})", "Edit", "src/a.rs", ""},
      {"Write", R"({"file_path":"b.txt","content":"x"})", "Write", "b.txt", ""},
      {"Write", R"({"file_path":"/etc/passwd"})", "Write", "/etc/passwd", ""},
      {"mcp__db__query", R"([1,2])", "Use mcp__db__query", "summary", ""},
      {"AskUserQuestion", R"({"questions":[{"question":"Which colour?"}]})", "Answer", "",
       "Which colour?"},
  };
  for (const auto& [tool, input, verb, subject, note] : cases) {
    OpenRequest request;
    request.tool = tool;
    request.summary = "summary";
    request.input_json = input;
    const auto words = words_of(request, "/w/tree");
    EXPECT_EQ(words.verb, verb);
    EXPECT_EQ(words.subject, subject);
    EXPECT_EQ(words.note, note);
  }
}

AppSnapshot snapshot_of_every_kind() {
  AppSnapshot snapshot;
  snapshot.loaded = true;
  auto repository = test::sample_repository("tidewater");
  const auto add = [&repository](const char* name, SessionState state,
                                 std::optional<core::TurnOutcome> outcome) {
    auto workspace = test::sample_workspace(name);
    workspace.sessions.push_back(test::sample_session(name, state));
    workspace.sessions.front().last_outcome = outcome;
    test::add(repository, workspace);
  };
  add("idle", SessionState::stopped, std::nullopt);
  add("done", SessionState::idle, core::TurnOutcome::ok);
  add("failed", SessionState::stopped, core::TurnOutcome::error);
  add("running", SessionState::running, core::TurnOutcome::ok);
  add("waiting", SessionState::waiting, core::TurnOutcome::ok);
  snapshot.repositories.push_back(repository);
  for (const auto* name : {"old1", "old2", "old3", "old4"}) {
    auto workspace = test::sample_workspace(name);
    workspace.status = core::WorkspaceStatus::archived;
    snapshot.archived.push_back(std::make_shared<const WorkspaceState>(workspace));
  }
  return snapshot;
}

std::string names(const std::vector<WorkspaceCard>& cards) {
  std::string text;
  for (const auto& card : cards) text += card.name + " ";
  return text;
}

TEST(DashboardView, OrdersByUrgencyAndFilters) {
  const auto snapshot = snapshot_of_every_kind();
  struct Case {
    DashboardFilter filter;
    const char* large;
    const char* resting;
  };
  const Case cases[] = {
      {DashboardFilter::all, "waiting running failed done ", "idle old1 old2 old3 "},
      {DashboardFilter::needs_you, "waiting ", ""},
      {DashboardFilter::running, "running ", ""},
      {DashboardFilter::ended, "failed done ", ""},
      {DashboardFilter::idle, "", "idle "},
      {DashboardFilter::archived, "", "old1 old2 old3 old4 "},
  };
  for (const auto& [filter, large, resting] : cases) {
    const auto view =
        make_dashboard_view(snapshot, filter, DashboardOrder::urgency, {}, sample_now());
    EXPECT_EQ(names(view.large), large);
    EXPECT_EQ(names(view.resting), resting);
    EXPECT_TRUE(view.empty_text.empty());
  }
  const auto view = make_dashboard_view(snapshot, DashboardFilter::all, DashboardOrder::urgency, {},
                                        sample_now());
  const char* texts[] = {"All 5",        "Needs you 1", "Running 1",
                         "Turn ended 2", "Idle 1",      "Archived 4"};
  for (std::size_t i = 0; i < view.filters.size(); ++i) EXPECT_EQ(view.filters[i].text, texts[i]);
}

TEST(DashboardView, SortsByWhatIsChosen) {
  AppSnapshot snapshot;
  snapshot.loaded = true;
  auto repository = test::sample_repository("tidewater");
  const auto put = [&repository](const char* name, int minutes, std::int64_t cents) {
    auto workspace = test::sample_workspace(name);
    workspace.last_active_at = sample_now() - std::chrono::minutes(minutes);
    workspace.sessions.push_back(test::sample_session(name, SessionState::waiting));
    workspace.sessions.front().cost = {cents * 10'000'000};
    auto request = test::sample_request("ls");
    request.asked_at = workspace.last_active_at;
    workspace.sessions.front().requests = {request};
    test::add(repository, workspace);
  };
  put("b", 1, 30);
  put("c", 9, 10);
  put("a", 5, 20);
  snapshot.repositories.push_back(repository);
  const std::pair<DashboardOrder, const char*> cases[] = {
      {DashboardOrder::urgency, "c a b "},
      {DashboardOrder::last_active, "b a c "},
      {DashboardOrder::name, "a b c "},
      {DashboardOrder::cost, "b a c "},
  };
  for (const auto& [order, large] : cases) {
    const auto view = make_dashboard_view(snapshot, DashboardFilter::all, order, {}, sample_now());
    EXPECT_EQ(names(view.large), large) << static_cast<int>(order);
  }
}

TEST(WorkspaceCard, OffersTheAnswersOfAQuestion) {
  auto request = test::sample_request("x");
  request.tool = "AskUserQuestion";
  request.input_json =
      R"({"questions":[{"question":"Which?","options":[{"label":"Red"},{"label":"Blue"},{"label":"Green"}]}]})";
  const auto all = question_actions(request, 3);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].text, "Red");
  EXPECT_EQ(all[0].key, "1");
  EXPECT_TRUE(all[0].primary);
  EXPECT_EQ(all[0].answer, (QuestionAnswer{"Which?", "Red"}));
  EXPECT_EQ(all[2].kind, CardAction::Kind::option);
  EXPECT_EQ(all[3].kind, CardAction::Kind::reply);
  EXPECT_FALSE(all[3].primary);
  const auto none = question_actions(request, 2);
  ASSERT_EQ(none.size(), 1U) << "half a choice would look like all of it";
  EXPECT_EQ(none[0].kind, CardAction::Kind::reply);
  for (
      const char* other :
      {"{}",
       R"({"questions":[{"question":"Which?","options":[{"label":"Red"}]},)"
       R"({"question":"How?","options":[{"label":"Fast"}]}]})",
       R"({"questions":[{"question":"Which?","multiSelect":true,"options":[{"label":"Red"}]}]})"}) {
    request.input_json = other;
    const auto only = question_actions(request, 2);
    ASSERT_EQ(only.size(), 1U) << other;
    EXPECT_EQ(only[0].kind, CardAction::Kind::reply);
    EXPECT_TRUE(only[0].primary);
  }
}

TEST(DashboardView, WelcomesOnlyWhenLoadedAndEmpty) {
  AppSnapshot snapshot;
  EXPECT_FALSE(
      make_dashboard_view(snapshot, DashboardFilter::all, DashboardOrder::urgency, {}, sample_now())
          .welcome);
  snapshot.loaded = true;
  EXPECT_TRUE(
      make_dashboard_view(snapshot, DashboardFilter::all, DashboardOrder::urgency, {}, sample_now())
          .welcome);
}

TEST(AnalyticsPreview, PlacesTodayAndTheHoursToCome) {
  const test::TimeZone zone("UTC0");
  AnalyticsPreview data;
  data.today_weekday = 4;
  data.turns_by_week[12][4] = 50;
  data.turns_by_week[0][0] = 90;
  data.turn_histogram = {3, 6, 10, 12, 7, 2, 0, 0};
  data.commands_7d = {{"/review", 20}, {"/plan", 10}};
  const auto view = make_analytics_preview(data, sample_now());
  EXPECT_TRUE(view.weeks[12][4].today);
  EXPECT_EQ(view.weeks[12][4].level, 3);
  EXPECT_EQ(view.weeks[12][4].hover, "50 turns, Fri 20 Nov 2026");
  EXPECT_FALSE(view.weeks[11][4].today);
  EXPECT_TRUE(view.weeks[12][5].future);
  EXPECT_EQ(view.weeks[0][0].level, 4);
  const test::TimeZone berlin("Europe/Berlin");
  const auto local = make_analytics_preview(data, sample_now() + std::chrono::minutes(348));
  EXPECT_EQ(local.weeks[0][0].hover, "90 turns, Mon 24 Aug 2026") << "clocks changed since";
  EXPECT_EQ(view.histogram[3].fraction, 1.0);
  EXPECT_EQ(view.histogram[7].label, ">128");
  EXPECT_EQ(view.commands[1].fraction, 0.5);
  EXPECT_EQ(make_analytics_preview({}, sample_now()).histogram[0].fraction, 0.0);
}

}  // namespace
}  // namespace orchard::app
