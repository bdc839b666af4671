#include "agents/usage/usage_answer.h"

#include "core/base/time_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using core::PlanProblemKind;

core::Timestamp moment(const char* text) {
  return core::parse_iso8601(text).value();
}

/// What a `claude` prints: the answer to initialize with this account, then `usage`.
std::string conversation(const std::string& account, const std::string& usage) {
  return R"({"type":"control_response","response":{"subtype":"success","request_id":"i",)"
         R"("response":{"commands":[],"account":)" +
         account +
         "}}}\n"
         R"({"type":"control_response","response":{"subtype":"success",)"
         R"("request_id":"u","response":)" +
         usage + "}}\n";
}

std::string answer(const std::string& plan, const std::string& limits,
                   const std::string& available = "true") {
  return R"({"session":{"total_cost_usd":0},"subscription_type":)" + plan +
         R"(,"rate_limits_available":)" + available + R"(,"rate_limits":)" + limits +
         R"(,"behaviors":{"day":{}}})";
}

constexpr const char* kMax = R"({"subscriptionType":"Claude Max","apiProvider":"firstParty"})";
constexpr const char* kKey =
    R"({"tokenSource":"none","apiKeySource":"ANTHROPIC_API_KEY","apiProvider":"firstParty"})";
constexpr const char* kNobody = R"({"tokenSource":"none","apiProvider":"firstParty"})";

TEST(UsageReply, ReadsTheWindowsOfEveryPlan) {
  for (const std::string plan : {"pro", "max", "team", "enterprise", "something new"}) {
    const auto reply = read_usage_reply(
        conversation(kMax, answer("\"" + plan + "\"",
                                  R"({"five_hour":{"utilization":42,)"
                                  R"("resets_at":"2026-11-21T04:24:16.000Z"},)"
                                  R"("seven_day":{"utilization":17.5,"resets_at":1795631456}})")),
        "u");
    ASSERT_TRUE(reply.answered);
    ASSERT_TRUE(reply.outcome);
    EXPECT_EQ(reply.outcome->plan, plan);
    EXPECT_EQ(reply.outcome->windows, (std::vector<core::PlanWindow>{
                                          {"five_hour", 0.42, moment("2026-11-21T04:24:16Z")},
                                          {"seven_day", 0.175, moment("2026-11-25T18:30:56Z")}}));
    EXPECT_FALSE(reply.outcome->extra);
  }
}

TEST(UsageReply, TakesThePlanOfTheAccountWhenTheAnswerNamesNone) {
  const auto reply = read_usage_reply(
      conversation(kMax, answer("null", R"({"five_hour":{"utilization":1}})")), "u");
  ASSERT_TRUE(reply.outcome);
  EXPECT_EQ(reply.outcome->plan, "Claude Max");
}

TEST(UsageReply, SaysWhyThereAreNoLimits) {
  struct Case {
    std::string account;
    std::string usage;
    PlanProblemKind kind;
  };
  const std::string off = answer("null", "null", "false");
  const std::vector<Case> cases = {
      {kKey, off, PlanProblemKind::api_key},
      {kNobody, off, PlanProblemKind::signed_out},
      {R"({"tokenSource":"CLAUDE_CODE_OAUTH_TOKEN","apiProvider":"firstParty"})", off,
       PlanProblemKind::environment_token},
      {R"({"apiProvider":"bedrock"})", off, PlanProblemKind::other_provider},
      {"null", off, PlanProblemKind::api_key},
      // Signed in, and yet nothing came: a fetch that failed.
      {kMax, answer("\"max\"", "null"), PlanProblemKind::empty},
      {kMax, answer("\"max\"", "{}"), PlanProblemKind::empty},
      {kMax, answer("\"max\"", R"({"five_hour":null,"seven_day":null})"), PlanProblemKind::empty},
      {kMax, answer("\"max\"", "null", "false"), PlanProblemKind::empty},
      {kMax, answer("\"max\"", R"({"five_hour":{"utilization":null,"resets_at":null}})"),
       PlanProblemKind::empty},
      {kMax, "null", PlanProblemKind::unreadable},
      {kMax, "[1]", PlanProblemKind::unreadable},
  };
  for (const Case& c : cases) {
    const auto reply = read_usage_reply(conversation(c.account, c.usage), "u");
    ASSERT_TRUE(reply.answered) << c.usage;
    ASSERT_FALSE(reply.outcome) << c.usage;
    EXPECT_EQ(reply.outcome.error().kind, c.kind) << c.account << c.usage;
  }
}

TEST(UsageReply, TellsAClaudeThatCannotBeAsked) {
  const auto reply = read_usage_reply(
      R"({"type":"control_response","response":{"subtype":"error","request_id":"u",)"
      R"("error":"Unsupported control request subtype: get_usage"}})"
      "\n",
      "u");
  EXPECT_TRUE(reply.answered);
  EXPECT_TRUE(reply.unsupported);
  EXPECT_EQ(reply.outcome.error().kind, PlanProblemKind::old_claude);
}

TEST(UsageReply, WaitsForTheWholeLine) {
  const std::string whole = conversation(kMax, answer("\"pro\"", "{}"));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(read_usage_reply(whole.substr(0, size), "u").answered) << size;
  EXPECT_TRUE(read_usage_reply("noise\n{\"type\":\"system\"}\n\xff\n" + whole, "u").answered);
  EXPECT_FALSE(read_usage_reply(whole, "another").answered);
}

TEST(PlanLimits, KeepsWhatItDoesNotKnowAndPassesOverTheRest) {
  const auto usage = decode_plan_limits(R"({
    "five_hour": {"utilization": 0, "resets_at": null},
    "seven_day": {"utilization": 130.5, "resets_at": 1795631456000},
    "seven_day_opus": null,
    "seven_day_sonnet": {"utilization": null, "resets_at": "2026-11-25T18:30:56Z"},
    "seven_day_oauth_apps": {"utilization": "12", "resets_at": 7},
    "cinder_cove": {"utilization": 5, "colour": [1, {"a": null}]},
    "number": 3, "text": "x", "list": [1, 2],
    "extra_usage": {"is_enabled": true, "monthly_limit": 5000, "used_credits": 420.0,
                    "utilization": 8.4, "currency": "USD", "more": {}},
    "limits": [{"kind": "weekly_scoped", "percent": 48, "resets_at": "2026-11-25T18:30:56Z",
                "scope": {"model": {"display_name": "Opus 4.8"}}},
               {"percent": 3}, null, 7, {"scope": null}]
  })");
  ASSERT_TRUE(usage);
  const auto reset = moment("2026-11-25T18:30:56Z");
  std::vector<core::PlanWindow> windows = usage->windows;
  std::ranges::sort(windows, {}, &core::PlanWindow::kind);
  const std::vector<core::PlanWindow> expected = {
      {"cinder_cove", 0.05, {}},
      {"five_hour", 0.0, {}},
      {"model:Opus 4.8", 0.48, reset},
      {"seven_day", 1.305, reset},
      {"seven_day_oauth_apps", {}, core::Timestamp(std::chrono::seconds(7))},
      {"seven_day_sonnet", {}, reset}};
  EXPECT_EQ(windows, expected);
  EXPECT_EQ(usage->extra, (core::ExtraUsage{true, 5000, 420, 0.084, "USD"}));
}

TEST(PlanLimits, SurvivesWhatIsNone) {
  for (const char* text : {"", "null", "[]", "7", "{", "\xff\xfe", "<html>502</html>"})
    EXPECT_FALSE(decode_plan_limits(text)) << text;
  const auto odd = decode_plan_limits(
      R"({"five_hour":{"utilization":-1,"resets_at":"soon"},"a":{"utilization":1e300},)"
      R"("extra_usage":{"is_enabled":"yes","monthly_limit":null,"used_credits":-3},)"
      R"("model_scoped":{"not":"a list"}})");
  ASSERT_TRUE(odd);
  EXPECT_TRUE(odd->windows.empty());
  EXPECT_EQ(odd->extra, core::ExtraUsage{});
}

}  // namespace
}  // namespace orchard::agents
