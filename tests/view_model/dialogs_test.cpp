#include "app/view_model/dialogs/create_dialog_view.h"
#include "app/view_model/dialogs/notices_view.h"
#include "app/view_model/dialogs/settings_page_view.h"
#include "app/view_model/dialogs/welcome_view.h"
#include "tests/view_model/sample.h"

#include <chrono>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using test::sample_now;

AppSnapshot with_repository() {
  AppSnapshot snapshot;
  snapshot.loaded = true;
  auto repository = test::sample_repository("tidewater");
  test::add(repository, test::sample_workspace("taken"));
  snapshot.repositories.push_back(repository);
  return snapshot;
}

TEST(CreateDialog, ChecksNames) {
  const auto snapshot = with_repository();
  const std::pair<std::string, bool> cases[] = {
      {"", true},
      {"quiet-fern", true},
      {"v1.2_x", true},
      {"taken", false},
      {"a b", false},
      {"a/b", false},
      {".hidden", false},
      {"dot.", false},
      {"-flag", false},
      {"a..b", false},
      {"x.lock", false},
      {"caf\u00e9", false},
      {std::string(64, 'a'), true},
      {std::string(65, 'a'), false},
  };
  for (const auto& [name, good] : cases) {
    const CreateDraft draft{core::RepositoryId("r"), name, "", ""};
    EXPECT_EQ(make_create_dialog_view(snapshot, draft).name_problem.empty(), good) << name;
    EXPECT_EQ(create_intent(snapshot, draft).has_value(), good) << name;
  }
}

TEST(CreateDialog, OffersBasesAndMakesTheIntent) {
  const auto snapshot = with_repository();
  const CreateDraft draft{core::RepositoryId(), "fern", "next", "Do it"};
  const auto view = make_create_dialog_view(snapshot, draft);
  ASSERT_EQ(view.bases.size(), 2U);
  EXPECT_EQ(view.bases[0].text, "main");
  EXPECT_TRUE(view.bases[1].chosen);
  EXPECT_EQ(view.branch_note, "A branch of its own on top of next.");
  const auto intent = create_intent(snapshot, draft);
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->repository.value, "r");
  EXPECT_EQ(intent->base, "next");
  EXPECT_EQ(intent->first_prompt, "Do it");
  EXPECT_FALSE(create_intent({}, draft));
}

TEST(CreateDialog, WaitsForARepositoryThatCannotBeRead) {
  auto snapshot = with_repository();
  snapshot.repositories[0].problem = "The folder is gone.";
  EXPECT_FALSE(make_create_dialog_view(snapshot, {core::RepositoryId("r"), "", "", ""}).can_create);
}

TEST(SettingsPage, NamesModels) {
  const std::pair<const char*, const char*> cases[] = {
      {"claude-opus-4-8[1m]", "Opus 4.8 1m"},
      {"claude-opus-4-8", "Opus 4.8"},
      {"claude-haiku-4-5-20251001", "Haiku 4.5"},
      {"claude-sonnet-4-20250514", "Sonnet 4"},
      {"claude-3-opus-20240229", "claude-3-opus-20240229"},
      {"claude-3-5-haiku-20241022", "claude-3-5-haiku-20241022"},
      {"claude-", "claude-"},
      {"claude-x[", "claude-x["},
      {"opus", "opus"},
      {"", ""},
      {"my\x1b[0m model", "my model"}};
  for (const auto& [model, name] : cases) EXPECT_EQ(model_name(model), name);
}

TEST(SettingsPage, MarksTheChosenAndKeepsUnknownOnes) {
  SettingsView settings;
  settings.theme = "light";
  settings.text_scale = 1.25;
  settings.default_permission_mode = "auto";
  settings.branch_prefix_kind = "custom";
  const auto view = make_settings_page_view(settings);
  const auto chosen = [](const std::vector<SettingsChoice>& choices) {
    for (const auto& choice : choices) {
      if (choice.chosen) return choice.text;
    }
    return std::string();
  };
  EXPECT_EQ(chosen(view.themes), "Light");
  EXPECT_EQ(chosen(view.text_scales), "125%");
  EXPECT_EQ(chosen(view.permission_modes), "auto");
  EXPECT_EQ(chosen(view.models), "Default model");
  EXPECT_TRUE(view.custom_prefix);
}

TEST(Welcome, SaysWhatIsMissing) {
  AppSnapshot snapshot;
  EXPECT_EQ(make_welcome_view(snapshot).verdict.text, "Checking\u2026");
  snapshot.health = {{"Claude Code is installed", HealthCheck::Level::ok, "claude 2.1.14", ""},
                     {"Usage Insights", HealthCheck::Level::off, "off", ""}};
  EXPECT_EQ(make_welcome_view(snapshot).verdict, (Figure{"Ready", Role::accent, ""}));
  snapshot.health[0] = {"Claude Code is installed", HealthCheck::Level::failed, "", "Install it."};
  const auto view = make_welcome_view(snapshot);
  EXPECT_EQ(view.verdict, (Figure{"1 thing to do", Role::danger, ""}));
  EXPECT_EQ(view.checks[0].mark, StateMark::failed);
  EXPECT_EQ(view.checks[0].remedy, "Install it.");
  EXPECT_EQ(view.checks[1].mark, StateMark::idle);
}

TEST(Notices, LeaveInTimeUnlessTheyMatter) {
  using namespace std::chrono_literals;
  AppSnapshot snapshot;
  const auto add = [&snapshot](NoticeLevel level, core::Duration ago, bool undo) {
    Notice notice;
    notice.id = snapshot.notices.size() + 1;
    notice.level = level;
    notice.text = "text";
    notice.workspace = core::WorkspaceId("w");
    notice.at = sample_now() - ago;
    notice.undo_archive = undo;
    snapshot.notices.push_back(notice);
  };
  add(NoticeLevel::success, 2s, true);
  add(NoticeLevel::info, 9s, false);
  add(NoticeLevel::error, 60min, false);
  snapshot.progress = {{1, "Creating quiet-fern", sample_now() - 100ms},
                       {2, "Creating other", sample_now() - 3s}};
  const auto view = make_notices_view(snapshot, sample_now());
  ASSERT_EQ(view.notices.size(), 2U);
  EXPECT_TRUE(view.notices[0].restore);
  EXPECT_FALSE(view.notices[1].restore);
  EXPECT_TRUE(view.notices[1].stays);
  ASSERT_EQ(view.progress.size(), 1U);
  EXPECT_EQ(view.progress[0].elapsed, "3s");
}

}  // namespace
}  // namespace orchard::app
