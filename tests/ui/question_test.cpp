#include "tests/support/sample_conversation.h"
#include "tests/ui/imgui_harness.h"

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using Answers = std::vector<app::QuestionAnswer>;

constexpr int kEnter = 257;

using Requests = std::vector<app::OpenRequest>;

const core::WorkspaceId kWorkspace("w-onboarding-flow");

// Lets the agent of the workspace ask these things.
void ask(ImguiHarness& ui, const Requests& requests) {
  for (auto& repository : ui.snapshot.repositories) {
    for (auto& workspace : repository.workspaces) {
      if (workspace->id != kWorkspace) continue;
      auto asking = std::make_shared<app::WorkspaceState>(*workspace);
      asking->sessions.front().requests = requests;
      workspace = asking;
    }
  }
}

app::OpenRequest request(const std::string& id, const std::string& tool, const std::string& input) {
  return {core::SessionId("s-onboarding-flow"),
          core::PermissionRequestId(id),
          tool,
          "",
          input,
          sample_now()};
}

// Opens the workspace whose agent asks these things at once.
void open_requests(ImguiHarness& ui, const Requests& requests) {
  ask(ui, requests);
  SampleTranscript sample(core::SessionId("s-onboarding-flow"), sample_now());
  sample.add(app::TranscriptItem::Kind::text, 1, "One thing first.");
  ui.snapshot.transcript = sample.get();
  ui.state.page = app::ui::Page::workspace;
  ui.state.workspace = kWorkspace;
  ui.frames(40);
}

void open_question(ImguiHarness& ui, const std::string& input) {
  open_requests(ui, {request("q-1", "AskUserQuestion", input)});
}

std::vector<std::string> answered(const ImguiHarness& ui) {
  std::vector<std::string> requests;
  for (const auto& answer : ui.wanted<app::AnswerPermission>())
    requests.push_back(answer.request.value);
  return requests;
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
  ui.frames(40);
  ASSERT_TRUE(ui.click("Good"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("Fast"));
  ui.frames(2);
  ASSERT_TRUE(ui.click("Done"));
  EXPECT_EQ(the_answer(ui).answers, (Answers{{"Which?", "Red"}, {"How?", "Fast, Good"}}));
}

constexpr const char* kTwoAlike =
    R"({"questions":[{"question":"Keep it?","options":[{"label":"Yes"},{"label":"No"}]},)"
    R"({"question":"Drop all?","options":[{"label":"Yes"},{"label":"No"}]}]})";

std::size_t given(const ImguiHarness& ui) {
  return ui.state.answers.empty() ? 0 : ui.state.answers.begin()->second.given.size();
}

TEST(Question, IsNotAnsweredByTheSecondTapOfADoubleTap) {
  for (const bool by_key : {true, false}) {
    ImguiHarness ui;
    open_question(ui, kTwoAlike);
    const auto press = [&] { by_key ? ui.key('1') : void(ui.click("Yes")); };
    press();
    press();
    EXPECT_EQ(given(ui), 1U) << "the second question was not read yet";
    EXPECT_TRUE(answered(ui).empty());
    ui.frames(40);
    press();
    EXPECT_EQ(the_answer(ui).answers, (Answers{{"Keep it?", "Yes"}, {"Drop all?", "Yes"}}));
  }
}

TEST(Question, CanBeGoneBackTo) {
  ImguiHarness ui;
  open_question(ui, kTwoAlike);
  EXPECT_FALSE(ui.find("Back"));
  ASSERT_TRUE(ui.click("Yes"));
  ui.frames(40);
  ASSERT_TRUE(ui.click("Back"));
  EXPECT_EQ(given(ui), 0U);
  EXPECT_FALSE(ui.find("Back"));
  ui.frames(40);
  ui.key('2');
  ui.frames(40);
  ui.key('1');
  EXPECT_EQ(the_answer(ui).answers, (Answers{{"Keep it?", "No"}, {"Drop all?", "Yes"}}));
}

TEST(Requests, ASecondClickDoesNotAllowWhatSlidUnderTheMouse) {
  const auto first = request("q-1", "Bash", R"({"command":"make"})");
  const auto second = request("q-2", "Bash", R"({"command":"make install"})");
  ImguiHarness ui;
  open_requests(ui, {first, second});
  const auto upper = ui.find("Allow");
  ASSERT_TRUE(upper);
  ui.click_at(upper->box.middle_x(), upper->box.middle_y());
  EXPECT_EQ(answered(ui), (std::vector<std::string>{"q-1"}));
  ask(ui, {second});
  ui.click_at(upper->box.middle_x(), upper->box.middle_y());
  EXPECT_EQ(answered(ui).size(), 1U);
  ui.frames(40);
  ui.click_at(upper->box.middle_x(), upper->box.middle_y());
  EXPECT_EQ(answered(ui), (std::vector<std::string>{"q-1", "q-2"}));
}

TEST(Requests, ASecondClickOutsideTheWorkspaceDoesNotAllowWhatCameInItsPlace) {
  const auto first = request("q-1", "Bash", R"({"command":"make"})");
  const auto second = request("q-2", "Bash", R"({"command":"make install"})");
  for (const auto page : {app::ui::Page::dashboard, app::ui::Page::needs_you}) {
    ImguiHarness ui;
    ui.state.page = page;
    ask(ui, {first});
    ui.frames(40);
    const auto allow = ui.find("Allow");
    ASSERT_TRUE(allow);
    const auto click = [&] { ui.click_at(allow->box.middle_x(), allow->box.middle_y()); };
    click();
    ASSERT_EQ(answered(ui).size(), 1U);
    ask(ui, {second});
    click();
    EXPECT_EQ(answered(ui).size(), 1U) << "the second was not read yet";
    ui.frames(40);
    click();
    EXPECT_EQ(answered(ui).size(), 2U);
  }
}

TEST(Requests, ASecondClickOnDenyDoesNotDenyWithoutAReason) {
  ImguiHarness ui;
  ask(ui, {request("q-1", "Bash", R"({"command":"make"})")});
  ui.frames(40);
  ASSERT_TRUE(ui.click("Deny\u2026"));
  ASSERT_TRUE(ui.state.deny);
  (void)ui.click("Deny");
  EXPECT_TRUE(answered(ui).empty());
  ui.frames(40);
  ASSERT_TRUE(ui.click("Deny"));
  EXPECT_EQ(answered(ui).size(), 1U);
}

TEST(Requests, AskedAtOnceAreAnsweredByOneKeyEach) {
  const auto first = request("q-1", "Bash", R"({"command":"make"})");
  const auto second = request("q-2", "Bash", R"({"command":"make install"})");
  for (const int key : {kEnter, int{'A'}}) {
    ImguiHarness ui;
    open_requests(ui, {first, second});
    ASSERT_TRUE(ui.find("Allow", 1)) << "both cards are in sight";
    EXPECT_FALSE(ui.find("Enter", 1)) << "the key is written where it works";
    ui.key(key);
    EXPECT_EQ(answered(ui), (std::vector<std::string>{"q-1"}));
    ask(ui, {second});
    ui.key(key);
    EXPECT_EQ(answered(ui).size(), 1U) << "the second was not read yet";
    ui.frames(40);
    ui.key(key);
    EXPECT_EQ(answered(ui), (std::vector<std::string>{"q-1", "q-2"}));
  }
}

TEST(Requests, OneOfSeveralIsDeniedByKey) {
  ImguiHarness ui;
  open_requests(ui, {request("q-1", "Bash", R"({"command":"make"})"),
                     request("q-2", "Bash", R"({"command":"make install"})")});
  ui.key('D');
  ASSERT_TRUE(ui.state.deny);
  EXPECT_EQ(ui.state.deny->request.value, "q-1");
}

TEST(Question, OfSeveralRequestsTakesOneKeyEach) {
  ImguiHarness ui;
  open_requests(
      ui, {request("q-1", "AskUserQuestion", kColour), request("q-2", "AskUserQuestion", kColour)});
  ASSERT_TRUE(ui.find("Blue", 1)) << "both cards are in sight";
  ui.key('2');
  EXPECT_EQ(answered(ui), (std::vector<std::string>{"q-1"}));
}

TEST(Question, OfSeveralRequestsKeepsWhatWasGivenToEach) {
  const auto two_steps = [](const std::string& first, const std::string& second) {
    return R"({"questions":[{"question":"Which?","options":[{"label":")" + first +
           R"("}]},{"question":"How?","options":[{"label":")" + second + R"("}]}]})";
  };
  ImguiHarness ui;
  open_requests(ui, {request("q-1", "AskUserQuestion", two_steps("Red", "Fast")),
                     request("q-2", "AskUserQuestion", two_steps("Round", "Cheap"))});
  for (const char* option : {"Red", "Round", "Fast", "Cheap"}) {
    ASSERT_TRUE(ui.click(option)) << option;
    ui.frames(40);
  }
  const auto answers = ui.wanted<app::AnswerPermission>();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].answers, (Answers{{"Which?", "Red"}, {"How?", "Fast"}}));
  EXPECT_EQ(answers[1].answers, (Answers{{"Which?", "Round"}, {"How?", "Cheap"}}));
}

}  // namespace
}  // namespace orchard::test
