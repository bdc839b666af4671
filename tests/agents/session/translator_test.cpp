#include "tests/agents/session/translated_log.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using test::Json;
using test::TranslatedLog;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Translator, CountsSlashCommandsHoweverTheyAreEchoed) {
  TranslatedLog s;
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
  TranslatedLog s;
  s.feed({s.log.echo("l1", "<local-command-stdout>Set model to sonnet</local-command-stdout>")});
  EXPECT_THAT(s.texts(core::MessageKind::notice), ElementsAre("Set model to sonnet"));
  EXPECT_THAT(s.all<core::PromptAcknowledged>(), IsEmpty());
  EXPECT_FALSE(s.translator.is_in_turn());
}

TEST(Translator, PassesTheTotalsOfTheProcess) {
  TranslatedLog s;
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

TEST(Translator, CountsWhatCompactingCost) {
  const auto totals = [](int calls) {
    return Json{{"num_turns", 0},
                {"modelUsage",
                 {{"claude-opus-4-8[1m]",
                   {{"inputTokens", 3 * calls},
                    {"outputTokens", 9 * calls},
                    {"cacheReadInputTokens", 50 * calls},
                    {"cacheCreationInputTokens", 100 * calls},
                    {"cacheCreationEphemeral5mInputTokens", 60 * calls},
                    {"cacheCreationEphemeral1hInputTokens", 40 * calls}}}}}};
  };
  TranslatedLog s;
  s.feed({s.log.init("i1"), s.log.text("a1", "m1", "one"), s.log.result("r1", totals(1)),
          s.log.init("i2"),
          s.log.system("compact_boundary", "c1", {{"compact_metadata", {{"trigger", "manual"}}}})});
  const auto saved =
      Translator::load({core::SessionId("session-1"), 2, {}, "/w/fern"}, s.translator.save());
  ASSERT_TRUE(saved);
  s.translator = *saved;
  s.facts.clear();
  s.feed({s.log.echo("u1", "<command-name>/compact</command-name>"), s.log.result("r2", totals(3)),
          s.log.init("i3"), s.log.result("r3", totals(4))});
  const auto calls = s.all<core::ApiCallSeen>();
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].usage, (core::TokenUsage{6, 18, 120, 80, 100}));
  EXPECT_EQ(calls[0].model, "claude-opus-4-8");
  EXPECT_EQ(calls[0].turn, core::TurnId("u1"));
  EXPECT_TRUE(calls[0].complete);
  EXPECT_TRUE(calls[0].cache_split_known);
}

TEST(Translator, CompactingFirstOfAllIsNotGuessed) {
  // Where the totals began is not known: they may go on from an earlier process.
  TranslatedLog s;
  s.feed({s.log.init("i1"),
          s.log.system("compact_boundary", "c1", {{"compact_metadata", {{"trigger", "manual"}}}}),
          s.log.result("r1", {{"num_turns", 0},
                              {"modelUsage", {{"claude-opus-4-8", {{"inputTokens", 3}}}}}})});
  EXPECT_THAT(s.all<core::ApiCallSeen>(), IsEmpty());
}

TEST(Translator, TellsWhatHappensBesideTheConversation) {
  TranslatedLog s;
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
  TranslatedLog s;
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
