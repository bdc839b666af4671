#include "agents/session/translator.h"

#include "agents/protocol/decode.h"
#include "tests/agents/session/log_lines.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using core::Fact;
using test::CallUsage;
using test::Json;
using test::LogLines;
using testing::ElementsAre;
using testing::IsEmpty;

const core::Timestamp kStart{std::chrono::hours(24 * 365 * 50)};

/// A translator with what it said so far.
struct Session {
  Translator translator{TranslatorContext{core::SessionId("session-1"), 2, {}, "/w/fern"}};
  std::vector<Fact> facts;
  core::Timestamp now = kStart;
  std::uint64_t offset = 0;
  LogLines log;

  void feed(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      now += std::chrono::milliseconds(10);
      offset += line.size() + 1;
      for (Fact& fact : translator.feed(decode(line), now, offset))
        facts.push_back(std::move(fact));
    }
  }

  template <class T>
  [[nodiscard]] std::vector<T> all() const {
    std::vector<T> found;
    for (const Fact& fact : facts)
      if (const T* wanted = std::get_if<T>(&fact)) found.push_back(*wanted);
    return found;
  }

  [[nodiscard]] std::vector<std::string> turns() const {
    std::vector<std::string> ids;
    for (const auto& turn : all<core::TurnStarted>()) ids.push_back(turn.turn.value);
    return ids;
  }

  [[nodiscard]] std::vector<std::string> texts(core::MessageKind kind) const {
    std::vector<std::string> found;
    for (const auto& message : all<core::MessageSeen>())
      if (message.kind == kind) found.push_back(message.text);
    return found;
  }
};

TEST(Translator, NamesTheTurnByTheEchoThatFollowsTheFirstStream) {
  Session s;
  s.feed({s.log.init("i1"), s.log.message_start("m1", {3, 1, 60, 40, 50}), s.log.text_delta("on"),
          s.log.echo("u1", "say one"), s.log.text("a1", "m1", "one", {3, 1, 60, 40, 50}),
          s.log.message_delta({3, 9, 60, 40, 50}), s.log.result("r1", {{"result", "one"}})});
  ASSERT_THAT(s.turns(), ElementsAre("u1"));
  const auto started = s.all<core::TurnStarted>()[0];
  EXPECT_EQ(started.prompt, "say one");
  EXPECT_FALSE(started.from_background_task);
  EXPECT_EQ(started.at, kStart + std::chrono::milliseconds(10));
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
  Session s;
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
  Session s;
  s.feed({s.log.init("i1"), s.log.text("a1", "m1", "one"), s.log.text("a2", "m1", "two"),
          s.log.result("r1")});
  for (const auto& call : s.all<core::ApiCallSeen>()) EXPECT_FALSE(call.complete);
}

TEST(Translator, TakesTheInitForATurnThatNothingNames) {
  Session s;
  s.feed({s.log.init("i1"), s.log.text("a1", "m1", "one"), s.log.result("r1"), s.log.init("i2"),
          s.log.synthetic("a2", "Total cost: $0"), s.log.result("r2")});
  EXPECT_THAT(s.turns(), ElementsAre("i1", "i2"));
  EXPECT_EQ(s.all<core::ApiCallSeen>().size(), 1U);
}

TEST(Translator, StartsATurnEvenWhenItsInitIsMissing) {
  Session s;
  s.feed({s.log.text("a1", "m1", "one"), s.log.result("r1")});
  EXPECT_THAT(s.turns(), ElementsAre("a1"));
  EXPECT_EQ(s.all<core::TurnFinished>().size(), 1U);
}

TEST(Translator, AMessageReadDuringATurnBelongsToIt) {
  Session s;
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
  Session s;
  s.feed({s.log.echo("u1", "say A"), s.log.echo("u2", "say B"), s.log.init("i1"),
          s.log.echo("u3", "say A\nsay B\nsay C"), s.log.text("a1", "m1", "A"),
          s.log.result("r1")});
  EXPECT_THAT(s.turns(), ElementsAre("u3"));
  EXPECT_THAT(s.texts(core::MessageKind::user), ElementsAre("say A", "say B", "say C"));
  EXPECT_EQ(s.all<core::TurnStarted>()[0].prompt, "say A\nsay B\nsay C");
  EXPECT_EQ(s.all<core::PromptAcknowledged>().size(), 3U);
}

TEST(Translator, AMessageSentAgainIsOnlyAcknowledged) {
  Session s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "one"), s.log.text("a1", "m1", "1"),
          s.log.result("r1"), s.log.echo("u1", "one"), s.log.init("i2"), s.log.echo("u2", "two"),
          s.log.text("a2", "m2", "2"), s.log.result("r2")});
  EXPECT_THAT(s.turns(), ElementsAre("u1", "u2"));
  EXPECT_THAT(s.texts(core::MessageKind::user), ElementsAre("one", "two"));
  EXPECT_EQ(s.all<core::PromptAcknowledged>().size(), 3U);
}

TEST(Translator, AMessageOfAnEarlierProcessBeginsNoTurn) {
  Session s;
  s.feed({s.log.echo("u0", "from before"), s.log.init("i1"), s.log.echo("u1", "one"),
          s.log.text("a1", "m1", "1"), s.log.result("r1")});
  EXPECT_THAT(s.turns(), ElementsAre("u1"));
}

TEST(Translator, ABackgroundTaskBeginsATurnOfItsOwn) {
  Session s;
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
  Session s;
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
       "The turn was interrupted.",
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
    Session s;
    s.feed({s.log.init("i1"), s.log.echo("u1", "go"), s.log.result("r1", c.fields)});
    const auto finished = s.all<core::TurnFinished>();
    ASSERT_EQ(finished.size(), 1U) << c.fields;
    EXPECT_EQ(finished[0].outcome, c.outcome) << c.fields;
    EXPECT_EQ(finished[0].error, c.error) << c.fields;
    EXPECT_EQ(finished[0].http_status, c.http) << c.fields;
  }
}

TEST(Translator, AFailedStartIsAMessageAndNoTurn) {
  Session s;
  s.feed({s.log.result("r1", {{"subtype", "error_during_execution"},
                              {"is_error", true},
                              {"result", nullptr},
                              {"errors", {"No conversation found"}}})});
  EXPECT_THAT(s.turns(), IsEmpty());
  EXPECT_THAT(s.texts(core::MessageKind::error), ElementsAre("No conversation found"));
}

TEST(Translator, TheTimeOfALogReadLateIsCountedFromItsStart) {
  Session s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go")});
  s.now += std::chrono::hours(5);
  s.feed({s.log.result("r1", {{"duration_ms", 2000}})});
  const auto finished = s.all<core::TurnFinished>();
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].at, s.all<core::TurnStarted>()[0].at + std::chrono::seconds(2));
}

TEST(Translator, SubAgentsAreMarkedAndStartNoTurn) {
  Session s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
          s.log.tool_use("a1", "m1", "t1", "Agent", {{"description", "Look around"}}),
          s.log.tool_use("a2", "m2", "t2", "Bash", {{"command", "ls"}}, "t1"),
          s.log.tool_result("x2", "t2", "files", false, "t1"),
          s.log.tool_result("x1", "t1", "seen"), s.log.result("r1"),
          s.log.tool_use("a3", "m3", "t3", "Bash", {{"command", "ls"}}, "t1")});
  EXPECT_THAT(s.turns(), ElementsAre("u1"));
  std::vector<std::string> sub_agent_calls;
  for (const auto& call : s.all<core::ApiCallSeen>())
    if (call.sub_agent) sub_agent_calls.push_back(call.call.value);
  EXPECT_THAT(sub_agent_calls, ElementsAre("m2", "m3"));
  const auto tools = s.all<core::ToolCallStarted>();
  ASSERT_EQ(tools.size(), 3U);
  EXPECT_FALSE(tools[0].parent);
  EXPECT_EQ(tools[1].parent, core::ToolCallId("t1"));
  EXPECT_EQ(tools[0].summary, "Look around");
  EXPECT_FALSE(tools[2].turn);
}

TEST(Translator, FollowsToolCalls) {
  Session s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
          s.log.tool_use("a1", "m1", "t1", "Read", {{"file_path", "/w/fern/src/a.cpp"}}),
          s.log.tool_use("a2", "m1", "t2", "Bash", {{"command", "false"}}),
          s.log.tool_result("x2", "t2", "Exit code 1", true),
          s.log.tool_result("x1", "t1", std::string(70'000, 'x'))});
  const auto started = s.all<core::ToolCallStarted>();
  ASSERT_EQ(started.size(), 2U);
  EXPECT_EQ(started[0].summary, "src/a.cpp");
  EXPECT_EQ(started[0].turn, core::TurnId("u1"));
  EXPECT_EQ(started[0].input_json, R"({"file_path":"/w/fern/src/a.cpp"})");
  const auto finished = s.all<core::ToolCallFinished>();
  ASSERT_EQ(finished.size(), 2U);
  EXPECT_TRUE(finished[0].is_error);
  EXPECT_EQ(finished[1].result.size(), std::size_t{64} << 10U);
}

struct PermissionCase {
  const char* name;
  bool result_is_error;
  bool listed_as_denied;
  core::PermissionDecision decision;
};

TEST(Translator, SeesHowAQuestionWasAnswered) {
  const PermissionCase cases[] = {
      {"allowed", false, false, core::PermissionDecision::allowed},
      {"allowed and failed", true, false, core::PermissionDecision::allowed},
      {"denied", true, true, core::PermissionDecision::denied},
  };
  for (const PermissionCase& c : cases) {
    Session s;
    const Json input = {{"command", "touch x"}};
    const Json denials = c.listed_as_denied
                             ? Json::array({{{"tool_name", "Bash"}, {"tool_use_id", "t1"}}})
                             : Json::array();
    s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
            s.log.tool_use("a1", "m1", "t1", "Bash", input),
            LogLines::can_use_tool("q1", "t1", "Bash", input),
            s.log.tool_result("x1", "t1", "text", c.result_is_error),
            s.log.result("r1", {{"permission_denials", denials}})});
    const auto asked = s.all<core::PermissionRequested>();
    ASSERT_EQ(asked.size(), 1U) << c.name;
    EXPECT_EQ(asked[0].request.value, "q1");
    EXPECT_EQ(asked[0].call, core::ToolCallId("t1"));
    EXPECT_EQ(asked[0].turn, core::TurnId("u1"));
    EXPECT_EQ(asked[0].summary, "touch x");
    const auto resolved = s.all<core::PermissionResolved>();
    ASSERT_EQ(resolved.size(), 1U) << c.name;
    EXPECT_EQ(resolved[0].decision, c.decision) << c.name;
  }
}

TEST(Translator, WithdrawsQuestionsThatNobodyCanAnswerAnyMore) {
  Session s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
          LogLines::can_use_tool("q1", "t1", "Bash", Json::object()),
          LogLines::can_use_tool("q2", "t2", "Bash", Json::object()), LogLines::cancel("q1"),
          LogLines::cancel("never asked"), s.log.result("r1")});
  const auto resolved = s.all<core::PermissionResolved>();
  ASSERT_EQ(resolved.size(), 2U);
  EXPECT_EQ(resolved[0].request.value, "q1");
  EXPECT_EQ(resolved[1].request.value, "q2");
  for (const auto& fact : resolved) EXPECT_EQ(fact.decision, core::PermissionDecision::withdrawn);
}

TEST(Translator, CountsSlashCommandsHoweverTheyAreEchoed) {
  Session s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "/review 12"), s.log.result("r1"), s.log.init("i2"),
          s.log.echo("u2",
                     "<command-message>greet</command-message>\n<command-name>/greet"
                     "</command-name>\n<command-args>Bob</command-args>"),
          s.log.result("r2"), s.log.init("i3"), s.log.echo("u3", "/usr/bin is empty"),
          s.log.result("r3"), s.log.echo("u1", "/review 12")});
  std::vector<std::string> names;
  for (const auto& used : s.all<core::SlashCommandUsed>())
    names.push_back(used.message.value + used.name);
  EXPECT_THAT(names, ElementsAre("u1/review", "u2/greet"));
  EXPECT_THAT(s.texts(core::MessageKind::user),
              ElementsAre("/review 12", "/greet Bob", "/usr/bin is empty"));
}

TEST(Translator, WhatACommandPrintsIsNoPrompt) {
  Session s;
  s.feed({s.log.echo("l1", "<local-command-stdout>Set model to sonnet</local-command-stdout>")});
  EXPECT_THAT(s.texts(core::MessageKind::notice), ElementsAre("Set model to sonnet"));
  EXPECT_THAT(s.all<core::PromptAcknowledged>(), IsEmpty());
  EXPECT_FALSE(s.translator.is_in_turn());
}

TEST(Translator, PassesTheTotalsOfTheProcess) {
  Session s;
  s.feed({s.log.init("i1"), s.log.text("a1", "m1", "one"),
          s.log.result("r1", {{"total_cost_usd", 0.14031125000000003},
                              {"modelUsage",
                               {{"claude-opus-4-8[1m]",
                                 {{"inputTokens", 3},
                                  {"outputTokens", 1},
                                  {"cacheReadInputTokens", 5},
                                  {"cacheCreationInputTokens", 19516},
                                  {"costUSD", 0.14031125000000003}}}}}})});
  const auto totals = s.all<core::ProcessTotals>();
  ASSERT_EQ(totals.size(), 1U);
  EXPECT_EQ(totals[0].launched_as.value, "session-1");
  EXPECT_EQ(totals[0].process, 2);
  EXPECT_EQ(totals[0].reported.nano_dollars, 140'311'250);
  ASSERT_EQ(totals[0].models.size(), 1U);
  EXPECT_EQ(totals[0].models[0].model, "claude-opus-4-8[1m]");
  EXPECT_EQ(totals[0].models[0].usage, (core::TokenUsage{3, 1, 19516, 0, 5}));
}

TEST(Translator, ClosesWhatTheProcessLeftOpenOnce) {
  for (const ExitReason reason : {ExitReason::stopped_by_user, ExitReason::ended_by_itself}) {
    Session s;
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

TEST(Translator, ATurnThatWasKilledBeforeItsFirstReplyIsClosedToo) {
  Session s;
  s.feed({s.log.init("i1"), s.log.message_start("m1", {3, 1, 0, 0, 0})});
  s.facts = s.translator.close_after_exit(s.now, ExitReason::ended_by_itself);
  EXPECT_THAT(s.turns(), ElementsAre("i1"));
  EXPECT_EQ(s.all<core::TurnFinished>().size(), 1U);
  ASSERT_EQ(s.all<core::ApiCallSeen>().size(), 1U);
  EXPECT_EQ(s.all<core::ApiCallSeen>()[0].turn, core::TurnId("i1"));
}

TEST(Translator, ALostResultDoesNotMergeTwoTurns) {
  Session s;
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

TEST(Translator, TellsWhatHappensBesideTheConversation) {
  Session s;
  s.feed({s.log.init("i1"), s.log.echo("u1", "go"),
          s.log.system("api_retry", "n1",
                       {{"attempt", 1},
                        {"max_retries", 3},
                        {"retry_delay_ms", 1010.5},
                        {"error_status", 529},
                        {"error", "overloaded"}}),
          s.log.system("api_retry", "n2",
                       {{"attempt", 2}, {"max_retries", 3}, {"error_status", nullptr}}),
          s.log.system("model_fallback", "n3", {{"content", "Switched to Sonnet"}}),
          s.log.system("compact_boundary", "n4",
                       {{"compact_metadata", {{"pre_tokens", 23255}, {"post_tokens", 777}}}}),
          s.log.system("permission_denied", "n5", {{"tool_name", "Write"}}),
          s.log.synthetic("a1", "API Error: 529", "server_error")});
  EXPECT_THAT(
      s.texts(core::MessageKind::notice),
      ElementsAre("The API answered 529 (overloaded). Trying again in 1.0 s (1 of 3).",
                  "The API could not be reached. Trying again in 0.0 s (2 of 3).",
                  "Switched to Sonnet", "The conversation was compacted from 23255 to 777 tokens.",
                  "Write was refused by the permission mode."));
  EXPECT_THAT(s.texts(core::MessageKind::error), ElementsAre("API Error: 529"));
}

TEST(Translator, SamplesPlanLimits) {
  Session s;
  s.feed({s.log.line({{"type", "rate_limit_event"},
                      {"rate_limit_info",
                       {{"status", "allowed_warning"},
                        {"resetsAt", 1795235056},
                        {"rateLimitType", "five_hour"},
                        {"utilization", 0.93}}}})});
  const auto samples = s.all<core::RateLimitSample>();
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0].kind, "five_hour");
  EXPECT_EQ(samples[0].status, "allowed_warning");
  EXPECT_EQ(samples[0].utilization, 0.93);
  EXPECT_EQ(samples[0].resets_at, core::Timestamp(std::chrono::seconds(1795235056)));
}

TEST(Translator, ASavedStateThatIsNoneIsAnError) {
  const TranslatorContext context{core::SessionId("session-1"), 1, {}, {}};
  for (const char* saved : {"{", "[]", "{}", R"({"version":2})"}) {
    const auto loaded = Translator::load(context, saved);
    ASSERT_FALSE(loaded) << saved;
    EXPECT_EQ(loaded.error().code, core::ErrorCode::corrupt);
  }
  EXPECT_TRUE(Translator::load(context, ""));
}

}  // namespace
}  // namespace orchard::agents
