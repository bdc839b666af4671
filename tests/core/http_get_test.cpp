#include "core/http/http_get.h"

#include "tests/support/loopback_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::core {
namespace {

using test::http_reply;
using test::LoopbackServer;
using testing::HasSubstr;

HttpRequest to(const LoopbackServer& server) {
  HttpRequest request;
  request.url = server.url("/a?b=c");
  request.headers = {{"Authorization", "Bearer made-up"}};
  request.user_agent = "test/1";
  return request;
}

TEST(HttpGet, GivesStatusAndBody) {
  LoopbackServer server(http_reply("200 OK", "{\"a\":1}"));
  const auto response = http_get(to(server));
  ASSERT_TRUE(response) << response.error().describe();
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "{\"a\":1}");
  EXPECT_FALSE(response->retry_after);
  const std::string asked = server.asked();
  EXPECT_THAT(asked, testing::StartsWith("GET /a?b=c HTTP/1.1\r\n"));
  EXPECT_THAT(asked, HasSubstr("Authorization: Bearer made-up\r\n"));
  EXPECT_THAT(asked, HasSubstr("User-Agent: test/1\r\n"));
  EXPECT_EQ(response->sent, static_cast<std::int64_t>(asked.size()));
  EXPECT_GT(response->received, 7);
}

TEST(HttpGet, ReadsHowLongToWait) {
  LoopbackServer number(http_reply("429 Slow down", "", "Retry-After: 90\r\n"));
  EXPECT_EQ(http_get(to(number))->retry_after, std::chrono::seconds(90));
  LoopbackServer zero(http_reply("429 Slow down", "", "retry-after: 0\r\n"));
  EXPECT_EQ(http_get(to(zero))->retry_after, std::chrono::seconds(0));
  LoopbackServer odd(http_reply("429 Slow down", "", "Retry-After: soon\r\n"));
  EXPECT_EQ(http_get(to(odd))->retry_after, std::chrono::seconds(0));
}

TEST(HttpGet, TakesTheHeadersToNoOtherHost) {
  LoopbackServer other(http_reply("200 OK", "stolen"));
  LoopbackServer server(http_reply("302 Found", "", "Location: " + other.url() + "\r\n"));
  EXPECT_EQ(http_get(to(server))->status, 302);
  EXPECT_EQ(other.asked(), "");
}

TEST(HttpGet, TellsHowItFailed) {
  LoopbackServer silent("");
  HttpRequest slow = to(silent);
  slow.time_limit = std::chrono::milliseconds(100);
  const auto late = http_get(slow);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::timed_out);
  EXPECT_THAT(late.error().describe(), testing::Not(HasSubstr("made-up")));

  LoopbackServer garbage("\r\n\r\nno HTTP");
  EXPECT_EQ(http_get(to(garbage)).error().code, ErrorCode::unavailable);

  LoopbackServer large(http_reply("200 OK", std::string(5000, 'x')));
  HttpRequest little = to(large);
  little.body_limit = 100;
  EXPECT_EQ(http_get(little).error().code, ErrorCode::corrupt);

  HttpRequest nobody = to(large);
  nobody.url = "http://127.0.0.1:1/";
  EXPECT_EQ(http_get(nobody).error().code, ErrorCode::unavailable);
  const std::atomic<bool> cancelled{true};
  LoopbackServer waiting("");
  EXPECT_EQ(http_get(to(waiting), &cancelled).error().code, ErrorCode::cancelled);
}

TEST(HttpGet, AsksOnlyWhatMayBeAsked) {
  for (const char* url : {"http://example.org/", "file:///etc/passwd", "ftp://127.0.0.1/", "", "x",
                          "http://127.0.0.1.example.org/"}) {
    HttpRequest request;
    request.url = url;
    EXPECT_EQ(http_get(request).error().code, ErrorCode::invalid_argument) << url;
  }
  EXPECT_EQ(host_of("https://api.anthropic.com/x"), "api.anthropic.com");
}

}  // namespace
}  // namespace orchard::core
