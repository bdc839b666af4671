#include "agents/session/tool_summary.h"

#include "core/io/line_framer.h"

#include <string>

#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

TEST(ToolSummary, SaysWhatACallDoes) {
  const struct {
    const char* tool;
    const char* input;
    const char* summary;
  } cases[] = {
      {"Bash", R"({"command":"ctest -L draw","description":"Run"})", "ctest -L draw"},
      {"Bash", R"({"command":"\n  cd x\n  make"})", "cd x\xE2\x80\xA6"},
      {"Bash", R"({"command":"a\tb"})", "a b"},
      {"Bash", R"({"command":""})", ""},
      {"Read", R"({"file_path":"/w/fern/src/a.cpp"})", "src/a.cpp"},
      {"Read", R"({"file_path":"/w/fern"})", "."},
      {"Read", R"({"file_path":"/w/fernery/a.cpp"})", "/w/fernery/a.cpp"},
      {"Write", R"({"file_path":"a.txt","content":"x"})", "a.txt"},
      {"Grep", R"({"pattern":"TODO","path":"/w/fern/core"})", "TODO in core"},
      {"Grep", R"({"pattern":"TODO","path":"/w/fern"})", "TODO"},
      {"Glob", R"({"pattern":"**/*.h"})", "**/*.h"},
      {"Agent", R"({"description":"Look around","prompt":"long"})", "Look around"},
      {"WebFetch", R"({"url":"http://x","prompt":"p"})", "http://x"},
      {"AskUserQuestion", R"({"questions":[{"question":"Which colour?"}]})", "Which colour?"},
      {"AskUserQuestion", R"({"questions":[]})", ""},
      {"TodoWrite", R"({"todos":[{"content":"b","status":"in_progress"}]})", "b"},
      {"TodoWrite", R"({"todos":[{"content":"a","status":"pending"}]})", "1 item"},
      {"mcp__jira__find", R"({"limit":3,"query":"open bugs"})", "open bugs"},
      {"Unknown", R"({"n":1,"zebra":"z","apple":"a"})", "a"},
      {"Unknown", R"([1,2])", ""},
      {"Bash", R"({"command":7})", ""},
      {"Bash", "no json", ""},
      {"", "", ""},
  };
  for (const auto& c : cases)
    EXPECT_EQ(summarize_tool(c.tool, c.input, "/w/fern/"), c.summary) << c.tool << c.input;
}

TEST(ToolSummary, IsCutAtACharacter) {
  for (std::size_t lead = 0; lead < 4; ++lead) {
    std::string command(lead, 'x');
    for (int i = 0; i < 100; ++i) command += "\xF0\x9F\x98\x80";
    const std::string summary = summarize_tool("Bash", R"({"command":")" + command + "\"}", "/w");
    EXPECT_LE(summary.size(), 200U);
    EXPECT_GE(summary.size(), 190U);
    EXPECT_TRUE(summary.ends_with("\xE2\x80\xA6"));
    EXPECT_EQ(core::to_valid_utf8(summary), summary);
  }
  const std::string just(200, 'x');
  EXPECT_EQ(summarize_tool("Bash", R"({"command":")" + just + "\"}", "/w"), just);
}

}  // namespace
}  // namespace orchard::agents
