#include "tests/integration/support/agent_account.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Half a nano-dollar: sums of integers printed as dollars.
constexpr double kDollarStep = 5e-10;

std::vector<json> read_lines(const fs::path& file) {
  std::vector<json> lines;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    json parsed = json::parse(line, nullptr, false);
    if (parsed.is_object()) lines.push_back(std::move(parsed));
  }
  return lines;
}

core::TokenUsage usage_of(const json& usage) {
  core::TokenUsage tokens;
  tokens.input = usage.at("input_tokens");
  tokens.output = usage.at("output_tokens");
  tokens.cache_read = usage.at("cache_read_input_tokens");
  tokens.cache_write_5m = usage.at("cache_creation").at("ephemeral_5m_input_tokens");
  tokens.cache_write_1h = usage.at("cache_creation").at("ephemeral_1h_input_tokens");
  return tokens;
}

bool is_tool_result(const json& content) {
  return content.is_array() && !content.empty() && content[0].value("type", "") == "tool_result";
}

bool is_interruption(const json& content) {
  return content.is_array() && !content.empty() &&
         content[0].value("text", "").starts_with("[Request interrupted");
}

/// The ids of what a person sees of one transcript line.
void add_items(const json& line, std::vector<std::string>& items) {
  const json& content = line.at("message").at("content");
  const std::string uuid = line.at("uuid");
  if (line.at("type") == "user") {
    if (!is_tool_result(content) && !is_interruption(content)) items.push_back(uuid + "/0");
    return;
  }
  // Shown as an error, under an id of the stream's own; the output of a command is a text.
  if (line.value("isApiErrorMessage", false)) return;
  const json& block = content.at(0);
  items.push_back(block.at("type") == "tool_use" ? block.at("id").get<std::string>() : uuid + "/0");
}

/// The ids of the same things as Orchard shows them.
std::vector<std::string> shown_items(const ScratchMachine& machine, const std::string& session) {
  std::vector<std::string> items;
  for (const json list = machine.json({"show", session})["items"]; const json& item : list) {
    const std::string kind = item["kind"];
    if (item["depth"] != 0 || kind == "turn" || kind == "notice" || kind == "error") continue;
    items.push_back(item["id"]);
  }
  std::ranges::sort(items);
  return items;
}

std::vector<fs::path> transcripts_of(const fs::path& config, const std::string& session) {
  std::vector<fs::path> files;
  if (!fs::exists(config / "projects")) return files;
  for (const auto& entry : fs::recursive_directory_iterator(config / "projects")) {
    if (entry.path().extension() != ".jsonl") continue;
    const bool main = entry.path().stem() == session;
    const bool sub_agent = entry.path().parent_path().parent_path().filename() == session;
    if (main || sub_agent) files.push_back(entry.path());
  }
  return files;
}

json session_json(const ScratchMachine& machine, const std::string& session) {
  for (const json& one : machine.json({"sessions"}))
    if (one["id"] == session) return one;
  throw std::runtime_error("orchard knows no session " + session);
}

}  // namespace

core::Cost AgentAccount::cost() const {
  return {usage.input * 5'000 + usage.output * 25'000 + usage.cache_write_5m * 6'250 +
          usage.cache_write_1h * 10'000 + usage.cache_read * 500};
}

AgentAccount read_agent_account(const ScratchMachine& machine, const fs::path& config,
                                const std::string& session) {
  AgentAccount account;
  std::map<std::string, core::TokenUsage> replies;
  for (const fs::path& file : transcripts_of(config, session)) {
    for (const json& line : read_lines(file)) {
      if (line.at("type") != "user" && line.at("type") != "assistant") continue;
      if (file.stem() == session) add_items(line, account.items);
      const json& message = line.at("message");
      if (line.at("type") == "assistant" && message.at("model") != "<synthetic>")
        replies[message.at("id")] = usage_of(message.at("usage"));
    }
  }
  for (const auto& [id, usage] : replies) account.usage += usage;
  account.calls = static_cast<std::int64_t>(replies.size());
  std::ranges::sort(account.items);
  for (const auto& entry : fs::directory_iterator(machine.sessions_folder() / session)) {
    if (entry.path().extension() != ".ndjson") continue;
    double total = 0;
    for (const json& line : read_lines(entry.path())) {
      if (line.value("type", "") != "result") continue;
      ++account.results;
      total = line.at("total_cost_usd");
    }
    account.reported_usd += total;
  }
  return account;
}

void expect_exact(const ScratchMachine& machine, const fs::path& config,
                  const std::string& session) {
  SCOPED_TRACE("session " + session);
  const AgentAccount account = read_agent_account(machine, config, session);
  const json shown = session_json(machine, session);
  EXPECT_EQ(shown["turns"], account.results);
  EXPECT_EQ(shown["usage"]["input"], account.usage.input);
  EXPECT_EQ(shown["usage"]["output"], account.usage.output);
  EXPECT_EQ(shown["usage"]["cache_read"], account.usage.cache_read);
  EXPECT_EQ(shown["usage"]["cache_write_5m"], account.usage.cache_write_5m);
  EXPECT_EQ(shown["usage"]["cache_write_1h"], account.usage.cache_write_1h);
  EXPECT_NEAR(shown["cost_usd"].get<double>(), account.cost().dollars(), kDollarStep);
  EXPECT_EQ(shown["cost_is_estimated"], false);
  EXPECT_EQ(shown["queued"], json::array());
  EXPECT_EQ(shown_items(machine, session), account.items);
}

void expect_books_balance(const ScratchMachine& machine, const fs::path& config) {
  AgentAccount all;
  for (const auto& entry : fs::directory_iterator(machine.sessions_folder())) {
    if (!entry.is_directory()) continue;
    const std::string session = entry.path().filename();
    expect_exact(machine, config, session);
    const AgentAccount one = read_agent_account(machine, config, session);
    all.usage += one.usage;
    all.calls += one.calls;
  }
  const json tiles = machine.json({"metrics"})["tiles"];
  EXPECT_EQ(tiles["api_calls_30d"], all.calls);
  EXPECT_EQ(tiles["input_tokens_30d"], all.usage.input);
  EXPECT_EQ(tiles["output_tokens_30d"], all.usage.output);
  EXPECT_EQ(tiles["cache_read_tokens_30d"], all.usage.cache_read);
  EXPECT_EQ(tiles["cache_write_tokens_30d"], all.usage.cache_write());
  EXPECT_NEAR(tiles["cost_usd_30d"].get<double>(), all.cost().dollars(), kDollarStep);
}

}  // namespace orchard::test
