#include "metrics/intake/usage_line.h"

#include <string>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

TEST(LineTime, IsReadInEveryFormOfTheStandardAndElseNamedAsItIs) {
  constexpr auto kUsage = LineVerdict::usage;
  constexpr auto kLost = LineVerdict::malformed;
  const struct {
    const char* member;
    LineVerdict verdict;
    LineFault fault = LineFault::broken;
  } cases[] = {
      {R"(,"timestamp":"2026-11-20T10:00:00Z")", kUsage},
      {R"(,"timestamp":"2026-11-20t10:00:00.1z")", kUsage},
      {R"(,"timestamp":"2026-11-20 10:00:00+02:00")", kUsage},
      {R"(,"timestamp":"2026-11-20T10:00:00")", kLost, LineFault::bad_time},
      {R"(,"timestamp":"2026-11-20T10:00Z")", kLost, LineFault::bad_time},
      {R"(,"timestamp":"2026-11-20")", kLost, LineFault::bad_time},
      {R"(,"timestamp":1795168800)", kLost, LineFault::bad_time},
      {R"(,"timestamp":{})", kLost, LineFault::bad_time},
      {R"(,"timestamp":"")", kLost, LineFault::no_time},
      {R"(,"timestamp":null)", kLost, LineFault::no_time},
      {"", kLost, LineFault::no_time},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.member);
    const std::string line = R"({"message":{"id":"msg_1","model":"m","usage":{"input_tokens":1}})" +
                             std::string(one.member) + "}";
    std::string scratch;
    UsageLine found;
    ASSERT_EQ(read_usage_line(line, scratch, found), one.verdict);
    if (one.verdict == kLost) {
      EXPECT_EQ(found.fault, one.fault);
    }
  }
}

}  // namespace
}  // namespace orchard::metrics
