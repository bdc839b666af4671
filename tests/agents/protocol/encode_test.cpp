#include "agents/protocol/encode.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

using Json = nlohmann::json;

/// Also checks what every line must be: one line of valid JSON.
Json parsed(const std::string& line) {
  EXPECT_EQ(line.find('\n'), std::string::npos);
  Json json = Json::parse(line, nullptr, false);
  EXPECT_TRUE(json.is_object()) << line;
  return json;
}

TEST(Encode, WritesUserMessages) {
  EXPECT_EQ(parsed(user_message("two\nlines \"quoted\"", core::MessageId("u1"))),
            Json::parse(R"({"type":"user","message":{"role":"user","content":)"
                        R"("two\nlines \"quoted\""},"parent_tool_use_id":null,)"
                        R"("session_id":"","uuid":"u1"})"));
}

TEST(Encode, BrokenTextStillGivesAValidLine) {
  const Json json = parsed(user_message(std::string("a\xff\x00\x1b", 4), core::MessageId("u\xff")));
  EXPECT_EQ(json["message"]["content"], std::string("a\xEF\xBF\xBD\x00\x1b", 6));
  static_cast<void>(parsed(deny_tool(core::PermissionRequestId("\xff"), "\xc3")));
  static_cast<void>(parsed(set_model_request("\xff", "\xff")));
}

TEST(Encode, WritesRequests) {
  const struct {
    std::string line;
    const char* request;
  } cases[] = {
      {initialize_request("r1"), R"({"subtype":"initialize"})"},
      {interrupt_request("r1"), R"({"subtype":"interrupt"})"},
      {set_permission_mode_request("r1", "plan"),
       R"({"subtype":"set_permission_mode","mode":"plan"})"},
      {set_model_request("r1", "opus"), R"({"subtype":"set_model","model":"opus"})"},
      {set_model_request("r1", ""), R"({"subtype":"set_model"})"},
      {end_session_request("r1"), R"({"subtype":"end_session"})"},
      {get_usage_request("r1"), R"({"subtype":"get_usage"})"},
      {get_context_usage_request("r1"), R"({"subtype":"get_context_usage"})"},
  };
  for (const auto& c : cases) {
    const Json json = parsed(c.line);
    EXPECT_EQ(json["type"], "control_request");
    EXPECT_EQ(json["request_id"], "r1");
    EXPECT_EQ(json["request"], Json::parse(c.request));
  }
}

TEST(Encode, AllowsWithTheArgumentsAsAsked) {
  const core::PermissionRequestId request("q1");
  const Json plain = parsed(allow_tool(request, R"({"command":"touch x"})"));
  EXPECT_EQ(plain, Json::parse(R"({"type":"control_response","response":{"subtype":"success",)"
                               R"("request_id":"q1","response":{"behavior":"allow",)"
                               R"("updatedInput":{"command":"touch x"}}}})"));
  const Json broken = parsed(allow_tool(request, "no json"));
  EXPECT_EQ(broken["response"]["response"]["updatedInput"], Json::object());
}

TEST(Encode, DeniesWithAReason) {
  EXPECT_EQ(parsed(deny_tool(core::PermissionRequestId("q1"), "Not here.")),
            Json::parse(R"({"type":"control_response","response":{"subtype":"success",)"
                        R"("request_id":"q1","response":{"behavior":"deny",)"
                        R"("message":"Not here."}}})"));
  EXPECT_EQ(parsed(refuse_request("q2", "unknown"))["response"],
            Json::parse(R"({"subtype":"error","request_id":"q2","error":"unknown"})"));
}

TEST(SessionRules, KeepsAllowRulesForThisSessionOnly) {
  const struct {
    const char* suggestions;
    const char* kept;
  } cases[] = {
      {R"([{"type":"addRules","rules":[{"toolName":"Bash","ruleContent":"touch x"}],)"
       R"("behavior":"allow","destination":"localSettings"},)"
       R"({"type":"addDirectories","directories":["/"],"destination":"session"},)"
       R"({"type":"setMode","mode":"acceptEdits","destination":"session"}])",
       R"([{"type":"addRules","rules":[{"toolName":"Bash","ruleContent":"touch x"}],)"
       R"("behavior":"allow","destination":"session"}])"},
      {R"([{"type":"addRules","rules":[{"toolName":"Read"}],"behavior":"allow",)"
       R"("destination":"userSettings","mode":"bypassPermissions"}])",
       R"([{"type":"addRules","rules":[{"toolName":"Read"}],"behavior":"allow",)"
       R"("destination":"session"}])"},
      {R"([{"type":"setMode","mode":"bypassPermissions"}])", ""},
      {R"([{"type":"addRules","rules":[{"toolName":"Bash"}],"behavior":"deny"}])", ""},
      {R"([{"type":"replaceRules","rules":[{"toolName":"Bash"}],"behavior":"allow"}])", ""},
      {R"([{"type":"addRules","rules":[{"toolName":"Bash","ruleContent":7},{"toolName":""},7],)"
       R"("behavior":"allow"}])",
       ""},
      {R"([])", ""},
      {R"({"type":"addRules"})", ""},
      {R"([7,null,"x",[]])", ""},
      {"", ""},
      {"[", ""},
  };
  for (const auto& c : cases) {
    const std::string kept = session_rules(c.suggestions);
    if (std::string(c.kept).empty()) {
      EXPECT_EQ(kept, "") << c.suggestions;
    } else {
      EXPECT_EQ(Json::parse(kept), Json::parse(c.kept)) << c.suggestions;
    }
  }
}

TEST(SessionRules, AnAnswerNeverCarriesMore) {
  const Json answer =
      parsed(allow_tool(core::PermissionRequestId("q1"), "{}",
                        R"([{"type":"setMode","mode":"acceptEdits","destination":"session"},)"
                        R"({"type":"addRules","rules":[{"toolName":"Bash","ruleContent":"ls"}],)"
                        R"("behavior":"allow","destination":"projectSettings"}])"));
  EXPECT_EQ(answer["response"]["response"]["updatedPermissions"],
            Json::parse(R"([{"type":"addRules","rules":[{"toolName":"Bash","ruleContent":"ls"}],)"
                        R"("behavior":"allow","destination":"session"}])"));
  const Json only_mode = parsed(
      allow_tool(core::PermissionRequestId("q1"), "{}", R"([{"type":"setMode","mode":"x"}])"));
  EXPECT_FALSE(only_mode["response"]["response"].contains("updatedPermissions"));
}

}  // namespace
}  // namespace orchard::agents
