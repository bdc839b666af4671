#include "tests/support/sample_conversation.h"
#include "tests/ui/imgui_harness.h"

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using Answers = std::vector<app::QuestionAnswer>;

constexpr int kEnter = 257;

// Opens the workspace whose agent asks, with `input` as what it asks.
void open_question(ImguiHarness& ui, const std::string& input) {
  const core::WorkspaceId id("w-onboarding-flow");
  for (auto& repository : ui.snapshot.repositories) {
    for (auto& workspace : repository.workspaces) {
      if (workspace->id != id) continue;
      auto asking = std::make_shared<app::WorkspaceState>(*workspace);
      asking->sessions.front().requests.front().input_json = input;
      workspace = asking;
    }
  }
  SampleTranscript sample(core::SessionId("s-onboarding-flow"), sample_now());
  sample.add(app::TranscriptItem::Kind::text, 1, "One thing first.");
  ui.snapshot.transcript = sample.get();
  ui.state.page = app::ui::Page::workspace;
  ui.state.workspace = id;
  ui.frames(40);
}

app::AnswerPermission the_answer(ImguiHarness& ui) {
  const auto answers = ui.wanted<app::AnswerPermission>();
  EXPECT_EQ(answers.size(), 1U);
  return answers.empty() ? app::AnswerPermission{} : answers.front();
}

constexpr const char* kColour =
    R"({"questions":[{"question":"Which  colour?","options":[{"label":"Red"},{"label":"Blue"}]}]})";

TEST(Question, SendsTheChosenOptionAsAnAnswer) {
  ImguiHarness ui;
  open_question(ui, kColour);
  ASSERT_TRUE(ui.click("Blue"));
  const auto answer = the_answer(ui);
  EXPECT_TRUE(answer.allow);
  EXPECT_EQ(answer.answers, (Answers{{"Which  colour?", "Blue"}}));
  EXPECT_EQ(answer.reason, "");
}

TEST(Question, IsAnsweredOnTheDashboard) {
  ImguiHarness ui;
  ui.frames(40);
  ASSERT_TRUE(ui.click("Keep it"));
  const auto answer = the_answer(ui);
  EXPECT_TRUE(answer.allow);
  EXPECT_EQ(answer.answers, (Answers{{"Skip the team step for single-seat plans?", "Keep it"}}));
}

TEST(Question, TakesTheKeyOfAnOption) {
  ImguiHarness ui;
  open_question(ui, kColour);
  ui.key('2');
  EXPECT_EQ(the_answer(ui).answers, (Answers{{"Which  colour?", "Blue"}}));
}

TEST(Question, TakesWordsOfTheUsersOwn) {
  ImguiHarness ui;
  open_question(ui, kColour);
  ASSERT_TRUE(ui.click("Reply\u2026"));
  ui.frames(3);
  ui.key(kEnter);
  EXPECT_TRUE(ui.wanted<app::AnswerPermission>().empty()) << "no words are no answer";
  ui.frames(3);
  ui.type("green");
  ui.key(kEnter);
  const auto answer = the_answer(ui);
  EXPECT_TRUE(answer.allow);
  EXPECT_EQ(answer.answers, (Answers{{"Which  colour?", "green"}}));
}

TEST(Question, ShowsEveryOptionHoweverNarrowTheWindow) {
  ImguiHarness ui(800, 600);
  open_question(ui,
                R"({"questions":[{"question":"Which?","options":[)"
                R"({"label":"Keep the old table and copy its rows once"},{"label":"Drop"},)"
                R"({"label":"Write both tables for one release"},{"label":"Ask the owner"}]}]})");
  EXPECT_TRUE(ui.find("Drop"));
  EXPECT_TRUE(ui.find("Reply\u2026"));
  ui.key('4');
  EXPECT_EQ(the_answer(ui).answers, (Answers{{"Which?", "Ask the owner"}}));
}

TEST(Question, AsksOneAfterTheOther) {
  ImguiHarness ui;
  open_question(ui, R"({"questions":[{"question":"Which?","options":[{"label":"Red"}]},)"
                    R"({"question":"How?","multiSelect":true,"options":)"
                    R"([{"label":"Fast"},{"label":"Cheap"},{"label":"Good"}]}]})");
  ASSERT_TRUE(ui.click("Red"));
  EXPECT_TRUE(ui.wanted<app::AnswerPermission>().empty());
  ui.frames(2);
  ASSERT_TRUE(ui.click("Good"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("Fast"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("Done"));
  EXPECT_EQ(the_answer(ui).answers, (Answers{{"Which?", "Red"}, {"How?", "Fast, Good"}}));
}

}  // namespace
}  // namespace orchard::test
