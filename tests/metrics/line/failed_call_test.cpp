#include "metrics/intake/failure_status.h"
#include "metrics/intake/usage_line.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

TEST(FailedCall, IsToldFromOneThatIsPaid) {
  const std::string text =
      R"({"parentUuid":"p","isSidechain":true,"agentId":"a1","cwd":"/src","sessionId":"s-1",)"
      R"("version":"2.1.44","gitBranch":"main","type":"assistant","uuid":"u-1",)"
      R"("timestamp":"2026-11-20T12:00:00Z","message":{"id":"12d4","model":"<synthetic>",)"
      R"("usage":{"input_tokens":0,"output_tokens":0},"content":[{"type":"text",)"
      R"("text":"API Error: 529 overloaded_error"}]},"isApiErrorMessage":true})";
  std::string scratch;
  UsageLine line;
  ASSERT_EQ(read_usage_line(text, scratch, line), LineVerdict::failure);
  EXPECT_TRUE(line.failed);
  EXPECT_EQ(line.http_status, 529);
  EXPECT_EQ(line.uuid, "u-1");
  EXPECT_EQ(line.session, "s-1");
  EXPECT_EQ(line.cwd, "/src");
  EXPECT_EQ(line.branch, "main");
  EXPECT_TRUE(line.of_sub_agent());
  std::string undated = text;
  undated.replace(undated.find("2026-11-20"), 10, "yesterday ");
  EXPECT_EQ(read_usage_line(undated, scratch, line), LineVerdict::nothing);
}

TEST(FailureStatus, IsWhatTheRecordSays) {
  const struct {
    const char* record;
    std::optional<int> status;
  } cases[] = {
      {R"({"text":"API Error: 529 overloaded_error"})", 529},
      {R"({"text":"API Error: 400 {\"type\":\"error\"}"})", 400},
      {R"({"text":"API Error: Request was aborted."})", std::nullopt},
      {R"({"text":"API Error: 70000 of them"})", std::nullopt},
      {R"({"text":"You've hit your session limit","error":"rate_limit"})", 429},
      {R"({"error":"authentication_failed"})", 401},
      {R"({"text":"Claude AI usage limit reached|1794301200"})", 429},
      {R"({"text":"Credit balance is too low"})", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& one : cases) EXPECT_EQ(failure_status(one.record), one.status) << one.record;
}

}  // namespace
}  // namespace orchard::metrics
