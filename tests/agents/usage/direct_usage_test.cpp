#include "agents/usage/direct_usage.h"

#include "core/base/time_text.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temp_dir.h"

#include <chrono>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

using core::PlanProblemKind;
using test::http_reply;
using test::LoopbackServer;
using testing::HasSubstr;

constexpr const char* kToken = "sk-ant-oat01-made-up";
const std::string kLimits =
    R"({"five_hour":{"utilization":42,"resets_at":"2026-11-21T04:24:16Z"},"seven_day":null})";

class DirectUsage : public testing::Test {
 protected:
  DirectUsage() { keep_login("1795300000000"); }

  void keep_login(const std::string& expires) const {
    keep(R"({"claudeAiOauth":{"accessToken":")" + std::string(kToken) +
         R"(","refreshToken":"r","expiresAt":)" + expires +
         R"(,"subscriptionType":"max","rateLimitTier":"default_claude_max_5x"}})");
  }
  void keep(const std::string& text) const { std::ofstream(temp_ / ".credentials.json") << text; }
  DirectAnswer ask(const std::string& url,
                   std::chrono::milliseconds limit = std::chrono::seconds(10)) const {
    const auto now = core::parse_iso8601("2026-11-21T00:00:00Z").value();
    return fetch_plan_usage({url, temp_.path(), "claude-code/2.0.1", limit}, now);
  }
  PlanProblemKind problem_of(const std::string& reply) const {
    LoopbackServer server(reply);
    const DirectAnswer answer = ask(server.url());
    EXPECT_FALSE(answer.outcome);
    EXPECT_TRUE(answer.asked);
    return answer.outcome.error().kind;
  }

  test::TempDir temp_;
};

TEST_F(DirectUsage, AsksAsTheCliWould) {
  LoopbackServer server(http_reply("200 OK", kLimits));
  const DirectAnswer answer = ask(server.url("/api/oauth/usage"));
  ASSERT_TRUE(answer.outcome);
  EXPECT_EQ(answer.outcome->plan, "max");
  EXPECT_EQ(answer.outcome->tier, "default_claude_max_5x");
  EXPECT_EQ(answer.outcome->windows.size(), 1U);
  EXPECT_EQ(answer.result, "200");
  EXPECT_GT(answer.sent.value_or(0), 0);
  const std::string asked = server.asked();
  EXPECT_THAT(asked, HasSubstr("GET /api/oauth/usage "));
  EXPECT_THAT(asked, HasSubstr(std::string("Authorization: Bearer ") + kToken + "\r\n"));
  EXPECT_THAT(asked, HasSubstr("anthropic-beta: oauth-2025-04-20\r\n"));
  EXPECT_THAT(asked, HasSubstr("User-Agent: claude-code/2.0.1\r\n"));
}

TEST_F(DirectUsage, TellsWhatTheServerSaid) {
  EXPECT_EQ(problem_of(http_reply("401 Unauthorized", "{}")), PlanProblemKind::unauthorized);
  EXPECT_EQ(problem_of(http_reply("403 Forbidden", "")), PlanProblemKind::forbidden);
  EXPECT_EQ(problem_of(http_reply("429 Slow down", "")), PlanProblemKind::rate_limited);
  EXPECT_EQ(problem_of(http_reply("500 Oh", "")), PlanProblemKind::server_error);
  EXPECT_EQ(problem_of(http_reply("529 Overloaded", "")), PlanProblemKind::server_error);
  EXPECT_EQ(problem_of(http_reply("404 Not found", "")), PlanProblemKind::unreadable);
  EXPECT_EQ(problem_of(http_reply("302 Found", "", "Location: https://example.org/\r\n")),
            PlanProblemKind::unreadable);
  for (const char* body : {"", "{\"five_hour\":", "<html>", "null", "[]"})
    EXPECT_EQ(problem_of(http_reply("200 OK", body)), PlanProblemKind::unreadable) << body;
  for (const char* body : {"{}", R"({"five_hour":null})"})
    EXPECT_EQ(problem_of(http_reply("200 OK", body)), PlanProblemKind::empty) << body;
}

TEST_F(DirectUsage, KeepsTheServersWishToWait) {
  LoopbackServer with(http_reply("429 Slow down", "", "retry-after: 600\r\n"));
  EXPECT_EQ(ask(with.url()).outcome.error().retry_after, std::chrono::minutes(10));
  LoopbackServer without(http_reply("429 Slow down", ""));
  EXPECT_FALSE(ask(without.url()).outcome.error().retry_after);
}

TEST_F(DirectUsage, TellsOfNoConnection) {
  LoopbackServer silent("");
  const DirectAnswer late = ask(silent.url(), std::chrono::milliseconds(100));
  EXPECT_EQ(late.outcome.error().kind, PlanProblemKind::timed_out);
  EXPECT_EQ(late.result, "timed out");
  const DirectAnswer offline = ask("http://127.0.0.1:1/");
  EXPECT_EQ(offline.outcome.error().kind, PlanProblemKind::offline);
  EXPECT_FALSE(offline.received);
}

TEST_F(DirectUsage, RepeatsTheTokenNowhere) {
  LoopbackServer server(http_reply(
      "403 Forbidden", R"({"error":{"message":"no scope for )" + std::string(kToken) + "\"}}"));
  EXPECT_EQ(ask(server.url()).outcome.error().detail, "HTTP 403");
  LoopbackServer other(http_reply("403 Forbidden", R"({"error":{"message":"no scope"}})"));
  EXPECT_EQ(ask(other.url()).outcome.error().detail, "HTTP 403: no scope");
}

TEST_F(DirectUsage, AsksNobodyWithoutALogin) {
  struct Case {
    std::string text;
    PlanProblemKind kind;
  };
  const Case cases[] = {
      {"", PlanProblemKind::unreadable},
      {"{", PlanProblemKind::unreadable},
      {"{}", PlanProblemKind::signed_out},
      {R"({"claudeAiOauth":null})", PlanProblemKind::signed_out},
      {R"({"claudeAiOauth":{"accessToken":""}})", PlanProblemKind::signed_out},
      {R"({"claudeAiOauth":{"accessToken":"a\r\nHost: b"}})", PlanProblemKind::signed_out},
      {R"({"claudeAiOauth":{"accessToken":"a","expiresAt":1}})", PlanProblemKind::unauthorized},
  };
  LoopbackServer server(http_reply("200 OK", kLimits));
  for (const Case& c : cases) {
    keep(c.text);
    const DirectAnswer answer = ask(server.url());
    EXPECT_FALSE(answer.asked) << c.text;
    EXPECT_EQ(answer.outcome.error().kind, c.kind) << c.text;
  }
  std::filesystem::remove(temp_ / ".credentials.json");
  EXPECT_EQ(ask(server.url()).outcome.error().kind, PlanProblemKind::signed_out);
  EXPECT_EQ(server.asked(), "");
}

TEST_F(DirectUsage, LeavesTheStoredLoginAsItIs) {
  const auto before = std::filesystem::last_write_time(temp_ / ".credentials.json");
  LoopbackServer server(http_reply("401 Unauthorized", "{}"));
  (void)ask(server.url());
  EXPECT_EQ(std::filesystem::last_write_time(temp_ / ".credentials.json"), before);
}

}  // namespace
}  // namespace orchard::agents
