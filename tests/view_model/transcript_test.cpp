#include "app/view_model/transcript/row_content.h"
#include "app/view_model/transcript/transcript_view.h"
#include "tests/view_model/sample.h"
#include "tests/view_model/time_zone.h"

#include <random>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using Kind = TranscriptItem::Kind;
using test::sample_now;

struct Item : TranscriptItem {
  Item(Kind k, std::string i, int seconds) {
    kind = k;
    id = std::move(i);
    at = test::at("2026-11-20T16:00:00Z") + std::chrono::seconds(seconds);
  }
  Item with_tool(std::string name, std::string json) && {
    tool = std::move(name);
    summary = "it";
    input_json = std::move(json);
    return std::move(*this);
  }
  ItemPtr ptr() const { return std::make_shared<const TranscriptItem>(*this); }
};

// One letter per row: u user, a agent text, t thinking, q tools, e edit, f footer, n, x, p, s.
std::string shape(const TranscriptRows& rows) {
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& content = *rows[i].content;
    const auto* quiet = std::get_if<QuietGroup>(&content);
    text += quiet != nullptr && !quiet->thoughts.empty() ? 't' : "uaqepfnxs"[content.index()];
  }
  return text;
}

std::shared_ptr<Transcript> sample_transcript() {
  auto transcript = std::make_shared<Transcript>();
  transcript->session = core::SessionId("s");
  transcript->items = {
      Item(Kind::user, "1", 0).ptr(),
      Item(Kind::thinking, "2", 9).ptr(),
      Item(Kind::tool, "3", 10).with_tool("Read", "{}").ptr(),
      Item(Kind::tool, "4", 12).with_tool("Grep", "{}").ptr(),
      Item(Kind::tool, "5", 14)
          .with_tool("Edit", R"({"file_path":"src/a.rs","old_string":"a\nb","new_string":"a\nc"})")
          .ptr(),
      Item(Kind::text, "6", 24).ptr(),
      Item(Kind::turn_footer, "7", 25).ptr(),
  };
  return transcript;
}

TEST(TranscriptRows, GroupsQuietItemsAndShowsEdits) {
  TranscriptRows rows;
  rows.update(sample_transcript(), nullptr, sample_now());
  EXPECT_EQ(shape(rows), "utqeaf");
  EXPECT_EQ(std::get<QuietGroup>(*rows[1].content).title, "Thought for 9 s");
  const auto& group = std::get<QuietGroup>(*rows[2].content);
  EXPECT_EQ(group.title, "3 tool calls: 1 read, 1 search, 1 edit");
  EXPECT_EQ(group.time, "14 s");
  const auto& edit = std::get<EditCard>(*rows[3].content);
  EXPECT_EQ(edit.path, "src/a.rs");
  EXPECT_EQ(edit.language, "rs");
  EXPECT_EQ(edit.diff.additions, 1);
  EXPECT_EQ(edit.diff.deletions, 1);
  EXPECT_FALSE(edit.numbered);
  EXPECT_EQ(std::get<TurnFooter>(*rows[5].content).answer->id, "6");
}

TEST(TranscriptRows, KeepsRowsThatDidNotChange) {
  TranscriptRows rows;
  auto transcript = sample_transcript();
  rows.update(transcript, nullptr, sample_now());
  std::vector<const RowContent*> before;
  for (std::size_t i = 0; i < rows.size(); ++i) before.push_back(rows[i].content.get());
  auto longer = std::make_shared<Transcript>(*transcript);
  longer->items.push_back(Item(Kind::user, "8", 40).ptr());
  rows.update(longer, nullptr, sample_now());
  EXPECT_EQ(shape(rows), "utqeafu");
  // The last row of before may learn what followed it; all others are the same objects.
  for (std::size_t i = 0; i + 1 < before.size(); ++i) EXPECT_EQ(rows[i].content.get(), before[i]);
  EXPECT_GE(rows.first_changed(), before.size() - 1);
}

TEST(TranscriptRows, GrowsAGroupAndFollowsARunningTool) {
  TranscriptRows rows;
  auto transcript = std::make_shared<Transcript>();
  auto running = Item(Kind::tool, "1", 0).with_tool("Bash", "{}");
  running.finished = false;
  transcript->items = {running.ptr()};
  rows.update(transcript, nullptr, sample_now());
  EXPECT_TRUE(std::get<QuietGroup>(*rows[0].content).running);
  EXPECT_EQ(std::get<QuietGroup>(*rows[0].content).title, "Bash it");
  auto next = std::make_shared<Transcript>(*transcript);
  running.finished = true;
  running.failed = true;
  next->items = {running.ptr(), Item(Kind::tool, "2", 5).with_tool("Read", "{}").ptr()};
  rows.update(next, nullptr, sample_now());
  ASSERT_EQ(shape(rows), "q");
  const auto& group = std::get<QuietGroup>(*rows[0].content);
  EXPECT_FALSE(group.running);
  EXPECT_TRUE(group.failed);
  EXPECT_EQ(group.tools.size(), 2U);
  EXPECT_EQ(rows[0].id, "1");
}

TEST(TranscriptRows, EndsWithTheReplyTheQuestionAndTheLiveLine) {
  TranscriptRows rows;
  auto transcript = sample_transcript();
  transcript->streaming_text = "so far";
  auto session = test::sample_session("s", core::SessionState::waiting);
  session.requests.push_back(test::sample_request("make"));
  session.turn_started_at = test::at("2026-11-20T16:37:09Z");
  rows.update(transcript, &session, sample_now());
  EXPECT_EQ(shape(rows), "utqeafspf");
  const auto& card = std::get<PermissionCard>(*rows[7].content);
  EXPECT_EQ(card.asked, "Bash \u00b7 asked 2m 05s ago");
  EXPECT_EQ(card.command, "make");
  EXPECT_EQ(card.words.note, "run the tests");
  const auto& live = std::get<TurnFooter>(*rows[8].content);
  EXPECT_EQ(live.figures[0], (Figure{"turn 1 waits for you", Role::warn, ""}));
  EXPECT_EQ(live.figures[1].text, "4m 51s");
}

TEST(TranscriptRows, ForgetsAnotherSession) {
  TranscriptRows rows;
  rows.update(sample_transcript(), nullptr, sample_now());
  auto other = std::make_shared<Transcript>();
  other->session = core::SessionId("other");
  other->items = {Item(Kind::notice, "9", 0).ptr(), Item(Kind::error, "10", 1).ptr()};
  rows.update(other, nullptr, sample_now());
  EXPECT_EQ(shape(rows), "nx");
  rows.update(nullptr, nullptr, sample_now());
  EXPECT_TRUE(rows.empty());
}

TEST(TranscriptRows, ALoneEditIsItsCard) {
  auto transcript = std::make_shared<Transcript>();
  transcript->session = core::SessionId("s");
  auto edit = Item(Kind::tool, "1", 0)
                  .with_tool("Edit", R"({"file_path":"/w/tree/src/a.rs","new_string":"a"})");
  transcript->items = {edit.ptr()};
  TranscriptRows rows;
  rows.update(transcript, nullptr, sample_now(), "/w/tree");
  EXPECT_EQ(shape(rows), "e");
  EXPECT_EQ(std::get<EditCard>(*rows[0].content).path, "src/a.rs");
  auto next = std::make_shared<Transcript>(*transcript);
  next->items.push_back(Item(Kind::tool, "2", 1).with_tool("Read", "{}").ptr());
  rows.update(next, nullptr, sample_now(), "/w/tree");
  EXPECT_EQ(shape(rows), "qe");
  edit.failed = true;
  auto failed = std::make_shared<Transcript>(*transcript);
  failed->items = {edit.ptr()};
  rows.update(failed, nullptr, sample_now(), "/w/tree");
  EXPECT_EQ(shape(rows), "q");
}

// However a transcript came about, its rows are those of one built at once.
TEST(TranscriptRows, EqualARebuildAfterRandomChanges) {
  std::mt19937 random(7);
  const Kind kinds[] = {Kind::user, Kind::text, Kind::thinking, Kind::tool, Kind::turn_footer};
  TranscriptRows rows;
  std::vector<ItemPtr> items;
  for (int step = 0; step < 400; ++step) {
    const auto make = [&](std::size_t index) {
      auto item = Item(kinds[random() % 5], std::to_string(index), static_cast<int>(index));
      item.depth = static_cast<int>(random() % 4 == 0);
      item.finished = random() % 3 != 0;
      return std::move(item).with_tool(random() % 2 == 0 ? "Write" : "Read", "{}").ptr();
    };
    if (items.empty() || random() % 3 != 0) {
      items.push_back(make(items.size()));
    } else {
      const auto index = items.size() - 1 - random() % std::min<std::size_t>(items.size(), 5);
      items[index] = make(index);
    }
    auto transcript = std::make_shared<Transcript>();
    transcript->session = core::SessionId("s");
    transcript->items = items;
    rows.update(transcript, nullptr, sample_now());
    TranscriptRows fresh;
    fresh.update(transcript, nullptr, sample_now());
    ASSERT_EQ(shape(rows), shape(fresh)) << "step " << step;
    for (std::size_t i = 0; i < rows.size(); ++i) ASSERT_EQ(rows[i].id, fresh[i].id);
  }
}

TEST(TranscriptRows, OpensFiftyThousandMessages) {
  auto transcript = std::make_shared<Transcript>();
  for (int i = 0; i < 50'000; ++i) {
    transcript->items.push_back(Item(Kind::text, std::to_string(i), i).ptr());
  }
  TranscriptRows rows;
  rows.update(transcript, nullptr, sample_now());
  ASSERT_EQ(rows.size(), 50'000U);
  auto next = std::make_shared<Transcript>(*transcript);
  next->items.push_back(Item(Kind::user, "last", 60'000).ptr());
  rows.update(next, nullptr, sample_now());
  EXPECT_EQ(rows.size(), 50'001U);
  EXPECT_GE(rows.first_changed(), 49'999U);
}

TEST(RowContent, ShowsTheWholeCommandAndThePlan) {
  auto request = test::sample_request("x");
  request.input_json = R"({"command":"rm -rf build\nmake \u202e all"})";
  EXPECT_EQ(make_permission_card(request, "/w", sample_now()).command,
            "rm -rf build\nmake \u25a1 all");
  request.tool = "mcp__db__drop";
  request.summary.clear();
  request.input_json = R"({"table":"users"})";
  EXPECT_EQ(make_permission_card(request, "/w", sample_now()).command, R"({"table":"users"})");
  request.tool = "ExitPlanMode";
  request.input_json = R"({"plan":"1. first"})";
  EXPECT_EQ(make_permission_card(request, "/w", sample_now()).plan, "1. first");
  request.tool = "AskUserQuestion";
  request.input_json =
      R"({"questions":[{"question":"Which?","options":[{"label":"Red"},{"label":"Blue"}]}]})";
  const auto question = make_permission_card(request, "/w", sample_now());
  EXPECT_TRUE(question.question);
  ASSERT_EQ(question.questions.size(), 1U);
  EXPECT_EQ(question.questions[0].text, "Which?");
  EXPECT_EQ(question.questions[0].options, (std::vector<std::string>{"Red", "Blue"}));
  EXPECT_EQ(question.question_text, "Which?");
  request.input_json =
      R"({"questions":[{"question":"Which?","options":[{"label":"Red"}]},{"options":[]},7,)"
      R"({"question":"How?","multiSelect":true,"options":[{"label":"Fast"},{"label":""},3]}]})";
  const auto questions = make_permission_card(request, "/w", sample_now());
  ASSERT_EQ(questions.questions.size(), 2U);
  EXPECT_TRUE(questions.questions[1].several);
  EXPECT_EQ(questions.questions[1].options, (std::vector<std::string>{"Fast"}));
  EXPECT_EQ(questions.question_text, "1. Which?\n2. How?\n");
  request.input_json = R"({"questions":[{"question":"Which?","options":[)"
                       R"({"label":"Red","description":"as fire"},{"label":"Blue"}]}]})";
  EXPECT_EQ(make_permission_card(request, "/w", sample_now()).question_text,
            "Which?\n- **Red**: as fire");
  request.tool = "Write";
  request.input_json = R"({"file_path":"a.txt","content":"one\ntwo\n"})";
  const auto write = make_permission_card(request, "/w", sample_now());
  EXPECT_EQ(write.path, "a.txt");
  EXPECT_EQ(write.diff.additions, 2);
}

TEST(RowContent, WritesTurnFooters) {
  Item item(Kind::turn_footer, "f", 0);
  item.turn_number = 14;
  item.duration = std::chrono::seconds(108);
  item.usage = {10'000, 3'100, 4'900, 0, 197'500};
  item.cost = {271'000'000};
  item.model = "claude-opus-4-5-20251101";
  const auto text = [](const TurnFooter& footer) {
    std::string all;
    for (const auto& figure : footer.figures) all += figure.text + "|";
    return all;
  };
  EXPECT_EQ(text(make_turn_footer(item, nullptr)),
            "turn 14|1m 48s|212.4K in, 93% cached|3.1K out|$0.2710|Opus 4.5|");
  item.outcome = core::TurnOutcome::interrupted;
  item.usage = {};
  item.cost = {};
  item.model.clear();
  EXPECT_EQ(text(make_turn_footer(item, nullptr)), "turn 14 interrupted|1m 48s|");
}

}  // namespace
}  // namespace orchard::app
