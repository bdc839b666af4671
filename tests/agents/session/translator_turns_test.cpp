#include "tests/agents/session/translated_log.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using test::Json;
using test::LogLines;
using test::TranslatedLog;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Translator, NamesTheTurnByTheEchoThatFollowsTheFirstStream) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.message_start("m1", {3, 1, 60, 40, 50}), s.log.text_delta("on"),
          s.log.echo("u1", "say one"), s.log.text("a1", "m1", "one", {3, 1, 60, 40, 50}),
          s.log.message_delta({3, 9, 60, 40, 50}), s.log.result("r1", {{"result", "one"}})});
  ASSERT_THAT(s.turns(), ElementsAre("u1"));
  const auto started = s.all<core::TurnStarted>()[0];
  EXPECT_EQ(started.prompt, "say one");
  EXPECT_FALSE(started.from_background_task);
  EXPECT_EQ(started.at, test::kLogStart + std::chrono::milliseconds(10));
  const auto finished = s.all<core::TurnFinished>();
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].turn.value, "u1");
  EXPECT_EQ(finished[0].outcome, core::TurnOutcome::ok);
  EXPECT_EQ(finished[0].result, "one");
  EXPECT_EQ(finished[0].duration, std::chrono::milliseconds(126));
  EXPECT_FALSE(s.translator.is_in_turn());
  ASSERT_EQ(s.all<core::PromptAcknowledged>().size(), 1U);
  EXPECT_EQ(s.all<core::PromptAcknowledged>()[0].message.value, "u1");
}

TEST(Translator, TellsACallAgainOnceItsTurnHasAName) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.message_start("m1", {3, 1, 60, 40, 50}),
          s.log.echo("u1", "say one"), s.log.text("a1", "m1", "one", {3, 1, 60, 40, 50}),
          s.log.message_delta({3, 9, 60, 40, 50})});
  const auto calls = s.all<core::ApiCallSeen>();
  ASSERT_GE(calls.size(), 2U);
  EXPECT_FALSE(calls.front().turn);
  EXPECT_FALSE(calls.front().complete);
  const auto& last = calls.back();
  EXPECT_EQ(last.turn, core::TurnId("u1"));
  EXPECT_TRUE(last.complete);
  EXPECT_EQ(last.request_id, "req-m1");
  EXPECT_EQ(last.at, calls.front().at);
  // The end names 100 written tokens without their split: they must not be counted again.
  EXPECT_EQ(last.usage, (core::TokenUsage{3, 9, 60, 40, 50}));
}

TEST(Translator, OutputIsNotFinalWithoutTheEndOfTheStream) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.text("a1", "m1", "one"), s.log.text("a2", "m1", "two"),
          s.log.result("r1")});
  for (const auto& call : s.all<core::ApiCallSeen>()) EXPECT_FALSE(call.complete);
}

TEST(Translator, TakesTheInitForATurnThatNothingNames) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.text("a1", "m1", "one"), s.log.result("r1"), s.log.init("i2"),
          s.log.synthetic("a2", "Total cost: $0"), s.log.result("r2")});
  EXPECT_THAT(s.turns(), ElementsAre("i1", "i2"));
  EXPECT_EQ(s.all<core::ApiCallSeen>().size(), 1U);
}

TEST(Translator, StartsATurnEvenWhenItsInitIsMissing) {
  TranslatedLog s;
  s.feed({s.log.text("a1", "m1", "one"), s.log.result("r1")});
  EXPECT_THAT(s.turns(), ElementsAre("a1"));
  EXPECT_EQ(s.all<core::TurnFinished>().size(), 1U);
}

TEST(Translator, AMessageReadDuringATurnBelongsToIt) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
          s.log.tool_use("a1", "m1", "t1", "Bash", {{"command", "sleep 1"}}),
          s.log.tool_result("x1", "t1", ""), s.log.echo("u2", "faster"),
          s.log.text("a2", "m2", "done"), s.log.result("r1")});
  EXPECT_THAT(s.turns(), ElementsAre("u1"));
  EXPECT_EQ(s.all<core::PromptAcknowledged>().size(), 2U);
  for (const auto& message : s.all<core::MessageSeen>())
    EXPECT_EQ(message.turn, core::TurnId("u1")) << message.text;
}

TEST(Translator, QueuedMessagesBecomeOneTurnAndStaySeparateTexts) {
  TranslatedLog s;
  s.feed({s.log.echo("u1", "say A"), s.log.echo("u2", "say B"), s.log.init("i1"),
          s.log.echo("u3", "say A\nsay B\nsay C"), s.log.text("a1", "m1", "A"),
          s.log.result("r1")});
  EXPECT_THAT(s.turns(), ElementsAre("u3"));
  EXPECT_THAT(s.texts(core::MessageKind::user), ElementsAre("say A", "say B", "say C"));
  EXPECT_EQ(s.all<core::TurnStarted>()[0].prompt, "say A\nsay B\nsay C");
  EXPECT_EQ(s.all<core::PromptAcknowledged>().size(), 3U);
}

TEST(Translator, AMessageSentAgainIsOnlyAcknowledged) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "one"), s.log.text("a1", "m1", "1"),
          s.log.result("r1"), s.log.echo("u1", "one"), s.log.init("i2"), s.log.echo("u2", "two"),
          s.log.text("a2", "m2", "2"), s.log.result("r2")});
  EXPECT_THAT(s.turns(), ElementsAre("u1", "u2"));
  EXPECT_THAT(s.texts(core::MessageKind::user), ElementsAre("one", "two"));
  EXPECT_EQ(s.all<core::PromptAcknowledged>().size(), 3U);
}

TEST(Translator, AMessageOfAnEarlierProcessBeginsNoTurn) {
  TranslatedLog s;
  s.feed({s.log.echo("u0", "from before"), s.log.init("i1"), s.log.echo("u1", "one"),
          s.log.text("a1", "m1", "1"), s.log.result("r1")});
  EXPECT_THAT(s.turns(), ElementsAre("u1"));
}

TEST(Translator, ABackgroundTaskBeginsATurnOfItsOwn) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"), s.log.text("a1", "m1", "started"),
          s.log.result("r1"),
          s.log.system("task_notification", "n1",
                       {{"task_id", "b1"}, {"status", "completed"}, {"summary", "ended"}}),
          s.log.init("i2"), s.log.text("a2", "m2", "Done."),
          s.log.result("r2", {{"origin", {{"kind", "task-notification"}}}}), s.log.init("i3"),
          s.log.echo("u3", "next"), s.log.text("a3", "m3", "ok"), s.log.result("r3")});
  ASSERT_THAT(s.turns(), ElementsAre("u1", "i2", "u3"));
  const auto turns = s.all<core::TurnStarted>();
  EXPECT_FALSE(turns[0].from_background_task);
  EXPECT_TRUE(turns[1].from_background_task);
  EXPECT_FALSE(turns[2].from_background_task);
  EXPECT_THAT(s.texts(core::MessageKind::notice), ElementsAre("ended"));
}

TEST(Translator, ClearingContinuesUnderAnotherSession) {
  TranslatedLog s;
  s.feed(
      {s.log.init("i1"), s.log.echo("u1", "hi"), s.log.text("a1", "m1", "hi"), s.log.result("r1")});
  s.log.session = "session-2";
  s.feed({s.log.init("i2"), s.log.synthetic("a2", "(no content)"), s.log.result("r2"),
          s.log.init("i3", "claude-sonnet-5")});
  const auto seen = s.all<core::SessionSeen>();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0].session.value, "session-1");
  EXPECT_EQ(seen[0].model, "claude-opus-4-8[1m]");
  EXPECT_EQ(seen[0].permission_mode, "default");
  EXPECT_EQ(seen[0].cli_version, "2.1.197");
  EXPECT_FALSE(seen[0].continues);
  EXPECT_EQ(seen[1].session.value, "session-2");
  EXPECT_EQ(seen[1].continues, core::SessionId("session-1"));
  EXPECT_EQ(seen[2].model, "claude-sonnet-5");
  EXPECT_EQ(seen[2].continues, core::SessionId("session-1"));
  EXPECT_EQ(s.translator.session().value, "session-2");
  EXPECT_THAT(s.texts(core::MessageKind::text), ElementsAre("hi"));
  EXPECT_EQ(s.all<core::TurnFinished>().back().session.value, "session-2");
}

TEST(Translator, ReadsTheOutcomeFromMoreThanTheSubtype) {
  const struct {
    Json fields;
    core::TurnOutcome outcome;
    std::string error;
    std::optional<int> http;
  } cases[] = {
      {Json::object(), core::TurnOutcome::ok, "", {}},
      {{{"subtype", "success"},
        {"is_error", true},
        {"api_error_status", 529},
        {"result", "API Error: Overloaded"}},
       core::TurnOutcome::error,
       "API Error: Overloaded",
       529},
      {{{"subtype", "error_during_execution"},
        {"is_error", true},
        {"terminal_reason", "aborted_streaming"},
        {"result", nullptr}},
       core::TurnOutcome::interrupted,
       "Interrupted.",
       {}},
      {{{"subtype", "error_during_execution"},
        {"is_error", true},
        {"terminal_reason", "model_error"},
        {"result", nullptr},
        {"errors", {"[ede_diagnostic] result_type=user", "It broke."}}},
       core::TurnOutcome::error,
       "It broke.",
       {}},
      {{{"subtype", "error_max_turns"}, {"is_error", true}, {"result", nullptr}},
       core::TurnOutcome::error,
       "The agent reached its limit of turns.",
       {}},
      {{{"subtype", "error_max_budget_usd"}, {"is_error", true}, {"result", nullptr}},
       core::TurnOutcome::error,
       "The agent reached its budget.",
       {}},
  };
  for (const auto& c : cases) {
    TranslatedLog s;
    s.feed({s.log.init("i1"), s.log.echo("u1", "go"), s.log.result("r1", c.fields)});
    const auto finished = s.all<core::TurnFinished>();
    ASSERT_EQ(finished.size(), 1U) << c.fields;
    EXPECT_EQ(finished[0].outcome, c.outcome) << c.fields;
    EXPECT_EQ(finished[0].error, c.error) << c.fields;
    EXPECT_EQ(finished[0].http_status, c.http) << c.fields;
  }
}

TEST(Translator, AFailedStartIsAMessageAndNoTurn) {
  TranslatedLog s;
  s.feed({s.log.result("r1", {{"subtype", "error_during_execution"},
                              {"is_error", true},
                              {"result", nullptr},
                              {"errors", {"No conversation found"}}})});
  EXPECT_THAT(s.turns(), IsEmpty());
  EXPECT_THAT(s.texts(core::MessageKind::error), ElementsAre("No conversation found"));
}

TEST(Translator, TheTimeOfALogReadLateIsCountedFromItsStart) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go")});
  s.now += std::chrono::hours(5);
  s.feed({s.log.result("r1", {{"duration_ms", 2000}})});
  const auto finished = s.all<core::TurnFinished>();
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].at, s.all<core::TurnStarted>()[0].at + std::chrono::seconds(2));
}

TEST(Translator, ClosesWhatTheProcessLeftOpenOnce) {
  for (const ExitReason reason : {ExitReason::stopped_by_user, ExitReason::ended_by_itself}) {
    TranslatedLog s;
    s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
            s.log.tool_use("a1", "m1", "t1", "Bash", {{"command", "sleep 9"}}),
            LogLines::can_use_tool("q1", "t1", "Bash", Json::object())});
    s.facts = s.translator.close_after_exit(s.now, reason);
    const auto finished = s.all<core::TurnFinished>();
    ASSERT_EQ(finished.size(), 1U);
    const bool stopped = reason == ExitReason::stopped_by_user;
    EXPECT_EQ(finished[0].outcome,
              stopped ? core::TurnOutcome::interrupted : core::TurnOutcome::error);
    EXPECT_EQ(finished[0].error, stopped ? "The agent was stopped in the middle of the turn."
                                         : "The agent process ended in the middle of the turn.");
    EXPECT_EQ(s.all<core::ToolCallFinished>().size(), 1U);
    ASSERT_EQ(s.all<core::PermissionResolved>().size(), 1U);
    EXPECT_THAT(s.translator.close_after_exit(s.now, reason), IsEmpty());
  }
}

TEST(Translator, ATurnWithoutResultLastsUntilTheLastSignOfItsAgent) {
  using std::chrono::seconds;
  TranslatedLog killed;
  killed.feed(
      {killed.log.init("i1"), killed.log.echo("u1", "go"), killed.log.text("a1", "m1", "1")});
  const core::Timestamp started = killed.all<core::TurnStarted>()[0].at;
  killed.facts =
      killed.translator.close_after_exit(started + seconds(90), ExitReason::ended_by_itself);
  ASSERT_EQ(killed.all<core::TurnFinished>().size(), 1U);
  EXPECT_EQ(killed.all<core::TurnFinished>()[0].duration, seconds(90));
  EXPECT_EQ(killed.all<core::TurnFinished>()[0].at, started + seconds(90));

  TranslatedLog skewed;  // times of files lag behind the clock
  skewed.feed(
      {skewed.log.init("i1"), skewed.log.echo("u1", "go"), skewed.log.text("a1", "m1", "1")});
  const core::Timestamp begun = skewed.all<core::TurnStarted>()[0].at;
  skewed.facts =
      skewed.translator.close_after_exit(begun - seconds(1), ExitReason::ended_by_itself);
  EXPECT_EQ(skewed.all<core::TurnFinished>()[0].duration, core::Duration{0});
  EXPECT_EQ(skewed.all<core::TurnFinished>()[0].at, begun);
}

TEST(Translator, ATurnWhoseResultIsMissingLastsUntilItsLastLine) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "one"), s.log.text("a1", "m1", "1")});
  const auto said = s.all<core::MessageSeen>();
  const core::Timestamp last = std::ranges::max(said, {}, &core::MessageSeen::at).at;
  s.now += std::chrono::hours(3);
  s.feed({s.log.init("i2"), s.log.echo("u2", "two"), s.log.text("a2", "m2", "2")});
  ASSERT_EQ(s.all<core::TurnFinished>().size(), 1U);
  const core::TurnFinished finished = s.all<core::TurnFinished>()[0];
  EXPECT_EQ(finished.at, last);
  EXPECT_EQ(finished.duration, finished.at - s.all<core::TurnStarted>()[0].at);
}

TEST(Translator, ATurnThatWasKilledBeforeItsFirstReplyIsClosedToo) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.message_start("m1", {3, 1, 0, 0, 0})});
  s.facts = s.translator.close_after_exit(s.now, ExitReason::ended_by_itself);
  EXPECT_THAT(s.turns(), ElementsAre("i1"));
  EXPECT_EQ(s.all<core::TurnFinished>().size(), 1U);
  ASSERT_EQ(s.all<core::ApiCallSeen>().size(), 1U);
  EXPECT_EQ(s.all<core::ApiCallSeen>()[0].turn, core::TurnId("i1"));
}

TEST(Translator, ALostResultDoesNotMergeTwoTurns) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "one"), s.log.text("a1", "m1", "1"), s.log.init("i2"),
          s.log.message_start("m2", {3, 1, 0, 0, 0}), s.log.echo("u2", "two"),
          s.log.text("a2", "m2", "2"), s.log.result("r2")});
  EXPECT_THAT(s.turns(), ElementsAre("u1", "u2"));
  const auto finished = s.all<core::TurnFinished>();
  ASSERT_EQ(finished.size(), 2U);
  EXPECT_EQ(finished[0].outcome, core::TurnOutcome::error);
  EXPECT_EQ(finished[1].outcome, core::TurnOutcome::ok);
  EXPECT_EQ(s.all<core::ApiCallSeen>().back().turn, core::TurnId("u2"));
}

TEST(Translator, AMessageThatOnlyStartedMayStillBeLost) {
  TranslatedLog s;
  const auto lifecycle = [&](const std::string& state) {
    return s.log.line({{"type", "command_lifecycle"}, {"command_uuid", "u1"}, {"state", state}});
  };
  s.feed({lifecycle("queued"), lifecycle("started"), s.log.init("i1"), lifecycle("cancelled")});
  EXPECT_THAT(s.all<core::PromptAcknowledged>(), IsEmpty());
  s.feed({lifecycle("completed")});
  ASSERT_EQ(s.all<core::PromptAcknowledged>().size(), 1U);
  EXPECT_EQ(s.all<core::PromptAcknowledged>()[0].message.value, "u1");
}

TEST(Translator, AnEchoedAndCompletedMessageIsAcknowledgedOnce) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.synthetic("a1", "Estimated cost: $0"),
          s.log.echo("u1",
                     "<command-name>/usage</command-name>\n   <command-message>usage"
                     "</command-message>\n   <command-args></command-args>"),
          s.log.result("r1"),
          s.log.line(
              {{"type", "command_lifecycle"}, {"command_uuid", "u1"}, {"state", "completed"}})});
  EXPECT_EQ(s.all<core::PromptAcknowledged>().size(), 1U);
  ASSERT_EQ(s.all<core::SlashCommandUsed>().size(), 1U);
  EXPECT_EQ(s.all<core::SlashCommandUsed>()[0].name, "/usage");
  // The message belongs to the turn that answered it.
  const auto messages = s.all<core::MessageSeen>();
  const auto asked = std::ranges::find(messages, core::MessageKind::user, &core::MessageSeen::kind);
  ASSERT_NE(asked, messages.end());
  ASSERT_THAT(s.turns(), ElementsAre("i1"));
  EXPECT_EQ(asked->turn, core::TurnId("i1"));
}

TEST(Translator, TheMessageThatClearsBelongsToTheNewSession) {
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "hi"), s.log.text("a1", "m1", "one"),
          s.log.result("r1")});
  s.feed({s.log.line({{"type", "conversation_reset"},
                      {"new_conversation_id", "made-up"},
                      {"user_message_uuid", "u2"}})});
  s.log.session = "session-2";
  s.feed({s.log.init("i2"), s.log.echo("u2", "<command-name>/clear</command-name>"),
          s.log.result("r2", {{"total_cost_usd", 0}})});
  EXPECT_EQ(s.translator.session().value, "session-2");
  EXPECT_EQ(s.all<core::SessionSeen>().back().continues, core::SessionId("session-1"));
  ASSERT_THAT(s.turns(), ElementsAre("u1", "u2"));
  EXPECT_EQ(s.all<core::TurnFinished>()[1].session.value, "session-2");
  const auto totals = s.all<core::ProcessTotals>();
  EXPECT_EQ(totals[1].session, core::SessionId("session-2"));
  EXPECT_EQ(totals[1].turn, core::TurnId("u2"));
}

}  // namespace
}  // namespace orchard::agents
