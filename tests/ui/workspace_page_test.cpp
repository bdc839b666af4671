#include "tests/support/sample_conversation.h"
#include "tests/ui/imgui_harness.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using app::ui::DrawnText;
using app::ui::Page;
using Kind = app::TranscriptItem::Kind;

constexpr int kEnter = 257;
constexpr int kEscape = 256;

// Opens the sample conversation with the composer focused, as a click in the sidebar does.
void open_sample(ImguiHarness& ui) {
  ui.snapshot = make_sample_conversation();
  ui.state.page = Page::workspace;
  ui.state.workspace = core::WorkspaceId("w-rate-limit-headers");
  ui.state.focus_composer = true;
  ui.frames(3);
}

// A conversation of many short answers in an idle workspace.
std::shared_ptr<app::Transcript> long_transcript(int count) {
  SampleTranscript sample(core::SessionId("s-quiet-fern"), sample_now() - std::chrono::hours(30));
  for (int i = 0; i < count; ++i) sample.add(Kind::text, 1, "Answer " + std::to_string(i));
  return sample.get();
}

void open_long(ImguiHarness& ui, int count) {
  ui.snapshot.transcript = long_transcript(count);
  ui.state.page = Page::workspace;
  ui.state.workspace = core::WorkspaceId("w-quiet-fern");
  ui.frames(3);
}

void wheel(ImguiHarness& ui, float by) {
  ImGui::GetIO().MousePos = {600, 300};
  ui.frames(2);
  ImGui::GetIO().MouseWheel = by;
  ui.frame();
  ImGui::GetIO().MouseWheel = 0;
  ui.frames(2);
}

TEST(WorkspacePage, ShowsTheConversation) {
  ImguiHarness ui;
  open_sample(ui);
  for (const char* text : {"tidewater",
                           "rate-limit-headers",
                           "mara/429-headers \u2192 main",
                           "Headers",
                           "YOU",
                           "retry_after",
                           "RateLimit-Limit",
                           "before",
                           "Thought for 9 s",
                           "6 tool calls: 3 reads, 2 searches, 1 edit",
                           "src/http/rate_limit/headers.rs",
                           "Allow this command?",
                           "cargo test --features redis limits::",
                           "Bash \u00b7 asked 2m 05s ago",
                           "turn 15 waits for you",
                           "212.4K in, 93% cached",
                           "$0.2710",
                           "71.8K",
                           "Opus 4.5",
                           "Ask first",
                           "Reply, or queue a message for after this turn",
                           "Committed",
                           "Untracked",
                           "9c41e7b",
                           "Emit RateLimit-* on every 2xx"}) {
    EXPECT_TRUE(ui.find(text)) << text;
  }
  EXPECT_TRUE(ui.areas_are_unique());
  EXPECT_TRUE(ImguiHarness::vertices_are_sane());
}

TEST(WorkspacePage, AllowAnswersByClickAndByEnter) {
  for (const bool by_key : {false, true}) {
    ImguiHarness ui;
    open_sample(ui);
    ui.frames(40);
    if (by_key) {
      ui.key(kEnter);
    } else {
      ASSERT_TRUE(ui.click("Allow"));
    }
    const auto answers = ui.wanted<app::AnswerPermission>();
    ASSERT_EQ(answers.size(), 1U) << by_key;
    EXPECT_EQ(answers[0].request.value, "q-rate-limit-headers");
    EXPECT_TRUE(answers[0].allow);
    EXPECT_FALSE(answers[0].always_in_session);
  }
}

TEST(WorkspacePage, AKeyPressedAsTheQuestionAppearsDoesNotAnswerIt) {
  ImguiHarness ui;
  open_sample(ui);
  ui.key(kEnter);
  EXPECT_TRUE(ui.wanted<app::AnswerPermission>().empty());
}

TEST(WorkspacePage, WritingKeepsEnterForTheText) {
  ImguiHarness ui;
  open_sample(ui);
  ui.frames(40);
  ui.type("a");
  ui.key(kEnter);
  EXPECT_TRUE(ui.wanted<app::AnswerPermission>().empty());
  EXPECT_EQ(ui.state.drafts["s-rate-limit-headers"].text, "a\n");
}

TEST(WorkspacePage, AlwaysAllowsForTheSession) {
  ImguiHarness ui;
  open_sample(ui);
  ui.frames(40);
  ASSERT_TRUE(ui.click("Always in this session"));
  const auto answers = ui.wanted<app::AnswerPermission>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_TRUE(answers[0].allow);
  EXPECT_TRUE(answers[0].always_in_session);
}

TEST(WorkspacePage, DenySendsTheReason) {
  ImguiHarness ui;
  open_sample(ui);
  ui.frames(40);
  ASSERT_TRUE(ui.click("Deny\u2026"));
  ui.frames(3);
  ui.type("use the fake Redis");
  ui.key(kEnter);
  const auto answers = ui.wanted<app::AnswerPermission>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_FALSE(answers[0].allow);
  EXPECT_EQ(answers[0].reason, "use the fake Redis");
  EXPECT_FALSE(ui.state.deny);
}

TEST(WorkspacePage, ControlEnterSendsExactlyWhatWasTyped) {
  ImguiHarness ui;
  open_sample(ui);
  ui.type("caf\u00e9 100% %s {} done");
  ui.key(kEnter);
  ui.type("second line");
  ui.key(kEnter, true);
  const auto sent = ui.wanted<app::SendMessage>();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].text, "caf\u00e9 100% %s {} done\nsecond line");
  EXPECT_EQ(sent[0].workspace.value, "w-rate-limit-headers");
  ASSERT_TRUE(sent[0].session);
  EXPECT_EQ(sent[0].session->value, "s-rate-limit-headers");
  EXPECT_EQ(ui.state.drafts["s-rate-limit-headers"].text, "");
  ui.key(kEnter, true);
  EXPECT_EQ(ui.wanted<app::SendMessage>().size(), 1U) << "an empty draft is not sent";
}

TEST(WorkspacePage, KeepsADraftForEverySession) {
  ImguiHarness ui;
  open_sample(ui);
  ui.type("for the headers");
  ASSERT_TRUE(ui.click("Review"));
  ui.type("for the review");
  ASSERT_TRUE(ui.click("Headers"));
  ui.frames(2);
  EXPECT_TRUE(ui.shows("for the headers"));
  EXPECT_EQ(ui.state.drafts["s-Review"].text, "for the review");
}

TEST(WorkspacePage, EditsWithTheUsualKeys) {
  ImguiHarness ui;
  constexpr int kLeft = 263;
  constexpr int kUp = 265;
  constexpr int kHome = 268;
  constexpr int kEnd = 269;
  auto& keys = ImGui::GetIO().KeyMap;
  keys[ImGuiKey_LeftArrow] = kLeft;
  keys[ImGuiKey_UpArrow] = kUp;
  keys[ImGuiKey_Home] = kHome;
  keys[ImGuiKey_End] = kEnd;
  for (const auto& [key, letter] : {std::pair(ImGuiKey_C, 'C'), std::pair(ImGuiKey_V, 'V'),
                                    std::pair(ImGuiKey_X, 'X'), std::pair(ImGuiKey_Z, 'Z')}) {
    keys[key] = letter;
  }
  open_sample(ui);
  const std::string& text = ui.state.drafts["s-rate-limit-headers"].text;
  ui.type("one two");
  ui.key(kHome);
  ui.type("0 ");
  EXPECT_EQ(text, "0 one two");
  ui.key(kEnd, false, true);
  ui.key('X', true);
  EXPECT_EQ(text, "0 ");
  ui.key('V', true);
  ui.key('V', true);
  EXPECT_EQ(text, "0 one twoone two");
  ui.key('Z', true);
  EXPECT_EQ(text, "0 one two");
  ui.key(kEnter);
  ui.type("below");
  ui.key(kUp);
  ui.key(kLeft, true);
  ui.type("and ");
  EXPECT_EQ(text, "0 and one two\nbelow");
  EXPECT_TRUE(ui.wanted<app::AnswerPermission>().empty());
}

TEST(WorkspacePage, EscapeInterruptsTheTurn) {
  ImguiHarness ui;
  open_sample(ui);
  ui.key(kEscape);
  const auto interrupts = ui.wanted<app::InterruptTurn>();
  ASSERT_EQ(interrupts.size(), 1U);
  EXPECT_EQ(interrupts[0].session.value, "s-rate-limit-headers");
}

TEST(WorkspacePage, ANewSessionOpensOnceItIsThere) {
  ImguiHarness ui;
  open_sample(ui);
  ui.state.new_session = true;
  ui.state.focus_composer = true;
  ui.frames(3);
  EXPECT_TRUE(ui.shows("Nothing was said yet"));
  ui.type("begin");
  ui.key(kEnter, true);
  const auto sent = ui.wanted<app::SendMessage>();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_FALSE(sent[0].session);
  auto& slot = ui.snapshot.repositories[1].workspaces[0];
  app::WorkspaceState workspace = *slot;
  app::SessionSummary fresh = workspace.sessions.front();
  fresh.id = core::SessionId("s-fresh");
  fresh.requests.clear();
  workspace.sessions.insert(workspace.sessions.begin(), fresh);
  slot = std::make_shared<const app::WorkspaceState>(workspace);
  ui.frames(2);
  EXPECT_FALSE(ui.state.new_session);
  ASSERT_TRUE(ui.state.session);
  EXPECT_EQ(ui.state.session->value, "s-fresh");
}

TEST(WorkspacePage, TheNewTabAsksForNoTranscript) {
  ImguiHarness ui;
  open_sample(ui);
  const auto turns = ui.find("15");
  ASSERT_TRUE(turns);
  ui.click_at(turns->box.right() + 34, turns->box.middle_y());
  EXPECT_TRUE(ui.state.new_session);
  const auto opened = ui.wanted<app::OpenConversation>();
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].workspace->value, "w-rate-limit-headers");
  EXPECT_TRUE(opened[0].new_session);
  EXPECT_FALSE(opened[0].session) << "no id stands for none";
}

TEST(WorkspacePage, OpensQuietGroupsAndTheirResults) {
  ImguiHarness ui;
  open_sample(ui);
  ASSERT_TRUE(ui.click("6 tool calls: 3 reads, 2 searches, 1 edit"));
  ASSERT_TRUE(ui.click("Grep retry_after"));
  ui.frames(2);
  EXPECT_TRUE(ui.find("ok"));
  EXPECT_TRUE(ui.areas_are_unique());
}

TEST(WorkspacePage, WrapsLongWordsInsideTheColumn) {
  ImguiHarness ui(1000, 700);
  SampleTranscript sample(core::SessionId("s-quiet-fern"), sample_now());
  sample.add(Kind::user, 0, std::string(2'000, 'x'));
  sample.add(Kind::text, 1,
             "`" + std::string(500, 'y') + "` and [" + std::string(400, 'z') +
                 "](http://a.b)\n\n```\n" + std::string(900, 'w') + "\n```");
  sample.add(Kind::error, 1, std::string(700, 'e'));
  ui.snapshot.transcript = sample.get();
  ui.state.page = Page::workspace;
  ui.state.workspace = core::WorkspaceId("w-quiet-fern");
  ui.frames(3);
  bool seen = false;
  for (const DrawnText& text : ui.texts) {
    seen = seen || text.text.find("www") != std::string::npos;
    EXPECT_LE(text.box.right(), 1001) << text.text.substr(0, 20);
  }
  EXPECT_TRUE(seen);
}

TEST(WorkspacePage, DrawsForeignBytesHarmlessly) {
  ImguiHarness ui;
  SampleTranscript sample(core::SessionId("s-quiet-fern"), sample_now());
  const std::string foreign = "%n%s \x1b[31mred\x1b[0m \xff\xfe\xed\xa0\x80 \U0001F600 \u202e ##id";
  for (const auto kind : {Kind::user, Kind::text, Kind::thinking, Kind::notice, Kind::error}) {
    sample.add(kind, 1, foreign);
  }
  auto& tool = sample.tool(1, foreign, foreign, foreign);
  tool.result = foreign;
  ui.snapshot.transcript = sample.get();
  ui.state.page = Page::workspace;
  ui.state.workspace = core::WorkspaceId("w-quiet-fern");
  ui.state.opened = {"item-2", "item-5"};
  ui.frames(3);
  EXPECT_TRUE(ui.shows("%n%s red"));
  for (const DrawnText& text : ui.texts) EXPECT_EQ(text.text.find('\x1b'), std::string::npos);
  EXPECT_TRUE(ImguiHarness::vertices_are_sane());
}

TEST(TranscriptList, OpensAtTheEndAndFollowsIt) {
  ImguiHarness ui;
  open_long(ui, 200);
  EXPECT_TRUE(ui.find("Answer 199"));
  EXPECT_FALSE(ui.find("Answer 100"));
  ui.snapshot.transcript = long_transcript(203);
  ui.frames(2);
  EXPECT_TRUE(ui.find("Answer 202"));
  EXPECT_FALSE(ui.shows(" new"));
}

TEST(TranscriptList, NewTextNeverMovesWhatIsBeingRead) {
  ImguiHarness ui;
  auto items = long_transcript(200);
  ui.snapshot.transcript = items;
  ui.state.page = Page::workspace;
  ui.state.workspace = core::WorkspaceId("w-quiet-fern");
  ui.frames(3);
  wheel(ui, 20);
  const auto before = ui.texts;
  const auto reading = std::find_if(before.begin(), before.end(), [](const DrawnText& text) {
    return text.text.starts_with("Answer ") && text.box.y > 300;
  });
  ASSERT_NE(reading, before.end());
  auto longer = std::make_shared<app::Transcript>(*items);
  for (int i = 0; i < 3; ++i) {
    auto item = std::make_shared<app::TranscriptItem>();
    item->id = "new-" + std::to_string(i);
    item->text = "Fresh\n\nlong\n\ntext";
    item->at = sample_now();
    longer->items.push_back(item);
  }
  longer->streaming_text = "and still\n\nwriting";
  ui.snapshot.transcript = longer;
  ui.frames(2);
  const auto now = ui.find(reading->text);
  ASSERT_TRUE(now);
  EXPECT_EQ(now->box.y, reading->box.y);
  EXPECT_TRUE(ui.find("4 new"));
  ASSERT_TRUE(ui.click("4 new"));
  EXPECT_TRUE(ui.find("writing"));
  EXPECT_FALSE(ui.shows(" new"));
}

TEST(TranscriptList, ScrollsToTheBeginningAndBack) {
  ImguiHarness ui;
  open_long(ui, 300);
  for (int i = 0; i < 12; ++i) wheel(ui, 20);
  EXPECT_TRUE(ui.find("Answer 0"));
  for (int i = 0; i < 12; ++i) wheel(ui, -20);
  EXPECT_TRUE(ui.find("Answer 299"));
}

TEST(TranscriptList, DrawsOnlyWhatIsSeenOfFiftyThousand) {
  ImguiHarness ui;
  open_long(ui, 50'000);
  EXPECT_TRUE(ui.find("Answer 49999"));
  EXPECT_LT(ui.texts.size(), 400U);
  EXPECT_LT(ImGui::GetDrawData()->TotalVtxCount, 40'000);
  wheel(ui, 30);
  EXPECT_LT(ui.texts.size(), 400U);
}

}  // namespace
}  // namespace orchard::test
