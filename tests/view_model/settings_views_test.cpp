#include "app/model/settings_sections.h"
#include "app/view_model/dialogs/settings_page_view.h"
#include "app/view_model/overview/attention.h"
#include "app/view_model/usage/sign_in_view.h"
#include "app/view_model/usage/storage_view.h"
#include "tests/view_model/sample.h"

#include <string>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

TEST(SettingsSections, UsageIsThereOnlyBehindAnOpenGate) {
  EXPECT_EQ(settings_sections(true).size(), settings_sections(false).size() + 1);
  struct Case {
    const char* wanted;
    bool gate_open;
    const char* shown;
  };
  for (const Case& c :
       {Case{"", false, "general"}, Case{"usage", false, "experimental"},
        Case{"usage", true, "usage"}, Case{"git", false, "git"}, Case{"nonsense", true, "general"}})
    EXPECT_EQ(shown_section(c.wanted, c.gate_open).id, c.shown) << c.wanted;
}

TEST(SettingsSections, AnOddIdleTimeStaysAmongTheChoices) {
  SettingsView settings;
  settings.idle_process_minutes = 90;
  const auto view = make_settings_page_view(settings);
  ASSERT_EQ(view.idle_times.size(), 7U);
  EXPECT_EQ(view.idle_times[4].text, "90 minutes");
  EXPECT_TRUE(view.idle_times[4].chosen);
  EXPECT_EQ(view.idle_times[3].text, "1 hour");
}

TEST(SignInView, SaysHowItStands) {
  const HealthCheck in{"Claude Code is signed in", HealthCheck::Level::ok, "claude.ai", ""};
  const HealthCheck out{"Claude Code is signed in", HealthCheck::Level::failed, "not", "Run x."};
  EXPECT_EQ(make_sign_in_view({}, {}).state, "Not known yet");
  EXPECT_EQ(make_sign_in_view({}, {in}).state, "Signed in (claude.ai)");
  EXPECT_EQ(make_sign_in_view({}, {in}).button, "Sign in again");
  EXPECT_EQ(make_sign_in_view({}, {out}).state, "Not signed in");
  SignInState state;
  state.running = true;
  state.output = "Visit https://a.example/1 or\nhttps://b.example/2?x=1 now\n\n";
  SignInView view = make_sign_in_view(state, {out});
  EXPECT_TRUE(view.running);
  EXPECT_EQ(view.address, "https://b.example/2?x=1");
  EXPECT_EQ(view.output.size(), 2U);
  state.running = false;
  state.succeeded = false;
  view = make_sign_in_view(state, {in});
  EXPECT_EQ(view.role, Role::danger);
  EXPECT_EQ(view.button, "Sign in");
  state.output = std::string(100'000, '\n') + "end";
  EXPECT_LE(make_sign_in_view(state, {}).output.size(), 200U);
}

TEST(StorageView, SaysWhatCanGo) {
  struct Case {
    std::int64_t bytes;
    const char* text;
  };
  for (const Case& c : {Case{-1, "0 B"}, Case{1023, "1023 B"}, Case{1024, "1.0 KiB"},
                        Case{1024 * 1024 - 1, "1.0 MiB"}, Case{5LL << 40, "5.0 TiB"}})
    EXPECT_EQ(byte_size(c.bytes), c.text);
  StorageState state;
  EXPECT_EQ(make_storage_view(state).summary, "Measuring\u2026");
  EXPECT_FALSE(make_storage_view(state).can_clean_up);
  state.measured_at = test::sample_now();
  state.parts = {{"kept", 3, 0, 1, 0}, {"logs", 9, 2048, 2, 1024}, {"other", 1, 1, 0, 0}};
  const StorageView view = make_storage_view(state);
  ASSERT_EQ(view.rows.size(), 3U);
  EXPECT_EQ(view.rows[0].size, "in git");
  EXPECT_EQ(view.rows[0].items, "3 workspaces");
  EXPECT_EQ(view.rows[0].removable, "1 not needed");
  EXPECT_EQ(view.rows[1].removable, "1.0 KiB not needed");
  EXPECT_EQ(view.rows[2].title, "other");
  EXPECT_TRUE(view.can_clean_up);
  EXPECT_EQ(view.question.front(), "Remove 3 things for good and free 1.0 KiB?");
  CleanUpState done;
  done.cancelled = true;
  done.problem = "Could not delete.";
  EXPECT_EQ(clean_up_sentence(done), "Stopped. Nothing was removed. Could not delete.");
}

AppSnapshot snapshot_of(core::SessionState state, bool asks,
                        std::optional<core::TurnOutcome> outcome = std::nullopt) {
  AppSnapshot snapshot;
  snapshot.loaded = true;
  WorkspaceState workspace = test::sample_workspace("apple");
  SessionSummary session = test::sample_session("s", state);
  session.last_outcome = outcome;
  if (asks) session.requests.push_back(test::sample_request("ls"));
  workspace.sessions.push_back(session);
  RepositoryState repository = test::sample_repository("fruit");
  test::add(repository, workspace);
  snapshot.repositories.push_back(repository);
  return snapshot;
}

TEST(Attention, IsCalledForWhatTheSettingsSay) {
  using State = core::SessionState;
  using Outcome = core::TurnOutcome;
  const AppSnapshot works = snapshot_of(State::running, false);
  const AppSnapshot asks = snapshot_of(State::waiting, true);
  const AppSnapshot done = snapshot_of(State::idle, false, Outcome::ok);
  const AppSnapshot failed = snapshot_of(State::stopped, false, Outcome::error);
  const AppSnapshot stopped = snapshot_of(State::idle, false, Outcome::interrupted);
  struct Case {
    const AppSnapshot& before;
    AppSnapshot after;
    bool waiting;
    bool finished;
    bool calls;
  };
  for (const Case& c : {Case{works, asks, true, false, true},
                        {works, asks, false, true, false},
                        {asks, asks, true, true, false},
                        {works, done, true, false, false},
                        {works, done, false, true, true},
                        {works, failed, false, true, true},
                        {works, stopped, true, true, false},
                        {done, done, true, true, false},
                        {AppSnapshot(), asks, true, true, false}}) {
    AppSnapshot after = c.after;
    after.settings.attention_when_waiting = c.waiting;
    after.settings.attention_when_finished = c.finished;
    EXPECT_EQ(calls_for_attention(c.before, after), c.calls);
  }
}

}  // namespace
}  // namespace orchard::app
