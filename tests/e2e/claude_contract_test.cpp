#include "tests/e2e/world.h"

#include <algorithm>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

// What Orchard takes for granted of the installed claude program, without Orchard in between.

constexpr const char* kSession = "6f1c6f60-50f5-4c1c-8f0d-3f2d7e2f0a11";
constexpr const char* kFirst = "0d9f6f2e-3a55-4f0e-9d1e-5a6f4a1b2c31";
constexpr const char* kSecond = "0d9f6f2e-3a55-4f0e-9d1e-5a6f4a1b2c32";

std::vector<std::string> flags(const std::string& begin_or_resume) {
  return {"-p",
          "--input-format",
          "stream-json",
          "--output-format",
          "stream-json",
          "--verbose",
          "--include-partial-messages",
          "--permission-prompt-tool",
          "stdio",
          "--replay-user-messages",
          begin_or_resume,
          kSession,
          "--model",
          kModel,
          "--permission-mode",
          "bypassPermissions"};
}

std::string prompt(const std::string& text, const std::string& uuid) {
  return json{{"type", "user"},
              {"message", {{"role", "user"}, {"content", {{{"type", "text"}, {"text", text}}}}}},
              {"parent_tool_use_id", nullptr},
              {"session_id", ""},
              {"uuid", uuid}}
             .dump() +
         "\n";
}

std::vector<json> records(const core::CommandOutput& output) {
  std::vector<json> parsed;
  std::size_t at = 0;
  for (auto end = output.out.find('\n'); end != std::string::npos;
       end = output.out.find('\n', at)) {
    parsed.push_back(json::parse(output.out.substr(at, end - at)));
    at = end + 1;
  }
  return parsed;
}

std::vector<json> of_type(const std::vector<json>& all, const std::string& type) {
  std::vector<json> chosen;
  std::ranges::copy_if(all, std::back_inserter(chosen),
                       [&](const json& record) { return record.value("type", "") == type; });
  return chosen;
}

TEST(ClaudeContract, RunsToolsAndEndsTheTurnWithAResult) {
  const World world;
  const auto output = world.claude(
      flags("--session-id"), prompt("[[think hm]] [[bash echo hi > f.txt]] [[say done]]", kFirst));
  ASSERT_EQ(output.exit_code, 0) << output.err;
  const auto all = records(output);
  const auto results = of_type(all, "result");
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].at("result"), "done");
  EXPECT_EQ(results[0].at("session_id"), kSession);
  EXPECT_TRUE(std::filesystem::exists(world.repository() / "f.txt"));
  const Bill bill = bill_of(world.api().ended(), kSession);
  EXPECT_EQ(world.api().ended().size(), 2U);
  EXPECT_NEAR(results[0].at("total_cost_usd"), bill.cost().dollars(), 1e-9);
  EXPECT_EQ(results[0].at("usage").at("output_tokens"), bill.usage.output);
}

TEST(ClaudeContract, RunsAMessageOnceHoweverOftenItIsSent) {
  const World world;
  const std::string first = prompt("[[say one]]", kFirst);
  ASSERT_EQ(world.claude(flags("--session-id"), first).exit_code, 0);
  const auto again =
      world.claude(flags("--resume"), first + prompt("[[say two]]", kSecond) + first);
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(world.api().ended().size(), 2U);

  std::vector<std::string> echoed;
  for (const json& record : of_type(records(again), "user"))
    if (record.value("isReplay", false)) echoed.push_back(record.at("uuid"));
  EXPECT_NE(std::ranges::find(echoed, kFirst), echoed.end());
  EXPECT_NE(std::ranges::find(echoed, kSecond), echoed.end());
}

/// The final output tokens that any transcript below Claude's folder tells of each message.
std::map<std::string, std::int64_t> output_in_transcripts(const World& world) {
  std::map<std::string, std::int64_t> output;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(world.path("claude"))) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream stream(entry.path());
    for (std::string line; std::getline(stream, line);) {
      const json record = json::parse(line);
      if (record.value("type", "") != "assistant") continue;
      const json& message = record.at("message");
      output[message.at("id")] = message.at("usage").at("output_tokens");
    }
  }
  return output;
}

TEST(ClaudeContract, KeepsTheFinalCountsInItsTranscripts) {
  const World world;
  const auto output = world.claude(
      flags("--session-id"), prompt("[[subagent Look. {{say found it}}]] [[say done]]", kFirst));
  ASSERT_EQ(output.exit_code, 0) << output.err;
  const auto served = world.api().ended();
  const auto recorded = output_in_transcripts(world);
  ASSERT_EQ(served.size(), 3U);
  ASSERT_EQ(recorded.size(), 3U);
  for (const ServedReply& reply : served)
    EXPECT_EQ(recorded.at(reply.message_id), reply.usage.output);
  EXPECT_EQ(std::ranges::count_if(served, [](const auto& reply) { return !reply.agent.empty(); }),
            1);
}

TEST(ClaudeContract, SaysThatTheApiFailed) {
  const World world;
  const auto output = world.claude(flags("--session-id"), prompt("[[error 529]]", kFirst));
  EXPECT_EQ(output.exit_code, 1);
  const auto results = of_type(records(output), "result");
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].at("is_error"), true);
  EXPECT_EQ(results[0].at("api_error_status"), 529);
}

}  // namespace
}  // namespace orchard::test
