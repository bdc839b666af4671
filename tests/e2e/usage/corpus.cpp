#include "tests/e2e/usage/corpus.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::test {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kModels = {
    "claude-opus-4-8",          "claude-sonnet-4-6",        "claude-haiku-4-5-20251001",
    "claude-opus-4-7",          "claude-opus-4-1-20250805", "claude-sonnet-4-5-20250929",
    "claude-opus-4-5-20251101", "claude-sonnet-4-20250514", "claude-3-5-haiku-20241022",
    "acme-experimental-9",      "claude-opus-4-6",          "claude-fable-5"};
constexpr std::array kProjects = {"-home-ada-api", "-home-ada-api-wt-fix", "-home-ada-parser"};

/// Numbers that are the same with every standard library.
class Dice {
 public:
  explicit Dice(unsigned seed) : state_(seed * 2654435761U + 88172645463325252U) {}
  std::int64_t below(std::int64_t limit) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<std::int64_t>(state_ >> 1U) % limit;
  }
  bool chance(int percent) { return below(100) < percent; }
  template <class List>
  auto pick(const List& list) {
    return list[static_cast<std::size_t>(below(static_cast<std::int64_t>(list.size())))];
  }

 private:
  std::uint64_t state_;
};

/// Seconds of May 2026, counted from its first moment, in the forms Claude Code writes.
std::string moment(std::int64_t milliseconds, bool with_fraction) {
  const std::int64_t seconds = milliseconds / 1000;
  const std::string text = fmt::format("2026-05-{:02}T{:02}:{:02}:{:02}", 1 + seconds / 86400,
                                       seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
  return text + (with_fraction ? fmt::format(".{:03}Z", milliseconds % 1000) : "Z");
}

class Corpus {
 public:
  Corpus(const UsageMachine& machine, unsigned seed) : machine_(machine), dice_(seed) {}

  void write() {
    for (int session = 0; session < 14; ++session) write_session(session);
  }

 private:
  struct Session {
    std::string id;
    std::string project;
    std::string model;
    std::int64_t now = 0;  ///< milliseconds of the month
    bool is_old = false;   ///< of a version that knew no split and told costs
    std::vector<Json> lines;
    std::vector<Json> replies;
  };

  std::string id(const char* prefix) { return fmt::format("{}{:06}", prefix, ++ids_); }

  Json record(Session& session, const char* type) {
    return Json{{"parentUuid", nullptr},
                {"isSidechain", false},
                {"cwd", "/home/ada/api"},
                {"sessionId", session.id},
                {"version", session.is_old ? "1.0.44" : "2.1.44"},
                {"gitBranch", "main"},
                {"type", type},
                {"uuid", id("uuid-")},
                {"timestamp", moment(session.now, !dice_.chance(5))}};
  }

  Json usage(const Session& session) {
    const std::int64_t written = dice_.chance(80) ? dice_.below(9000) : 0;
    const std::int64_t hour = dice_.chance(50) ? written : dice_.below(written + 1);
    Json usage{{"input_tokens", dice_.chance(3) ? 250'000 + dice_.below(90'000) : dice_.below(900)},
               {"cache_creation_input_tokens", written},
               {"cache_read_input_tokens", dice_.below(400'000)},
               {"output_tokens", 1 + dice_.below(4000)},
               {"service_tier", "standard"}};
    if (session.is_old) return usage;
    usage["cache_creation"] = {{"ephemeral_5m_input_tokens", written - hour},
                               {"ephemeral_1h_input_tokens", hour}};
    usage["server_tool_use"] = {{"web_search_requests", dice_.below(2)}};
    if (dice_.chance(60)) usage["speed"] = dice_.chance(25) ? "fast" : "standard";
    if (dice_.chance(60)) usage["iterations"] = iterations();
    return usage;
  }

  /// Of which some asked another model for advice.
  Json iterations() {
    const Json own{{"type", "message"},
                   {"model", nullptr},
                   {"input_tokens", dice_.below(900)},
                   {"output_tokens", dice_.below(900)}};
    Json list = Json::array({own});
    for (std::int64_t asked = dice_.chance(30) ? 1 + dice_.below(2) : 0; asked > 0; --asked) {
      list.push_back({{"type", "advisor_message"},
                      {"model", dice_.pick(kModels)},
                      {"input_tokens", dice_.below(90'000)},
                      {"output_tokens", dice_.below(9000)},
                      {"cache_read_input_tokens", dice_.below(2) * dice_.below(90'000)},
                      {"cache_creation_input_tokens", dice_.below(2) * dice_.below(9000)}});
      list.push_back(own);
    }
    return list;
  }

  /// A reply, a line for each block of it. Early lines count less output; some count it at once.
  std::vector<Json> reply(Session& session) {
    const std::string message = id("msg_");
    const std::string request = dice_.chance(5) ? "" : id("req_");
    const std::string model = dice_.chance(80) ? session.model : dice_.pick(kModels);
    const Json whole = usage(session);
    const bool counts_early = dice_.chance(40);
    const double cost = static_cast<double>(dice_.below(60'000)) / 1e5;
    std::vector<Json> lines;
    for (std::int64_t block = dice_.below(3); block >= 0; --block) {
      Json line = record(session, "assistant");
      Json part = whole;
      if (block > 0 && !counts_early) part["output_tokens"] = 1 + dice_.below(9);
      if (block > 0 && part.contains("iterations") && dice_.chance(50))
        part["iterations"] = Json::array();
      line["message"] = {{"model", model},
                         {"id", message},
                         {"content", {{{"type", "text"}, {"text", "said \"usage\":{ \\ über"}}}},
                         {"stop_reason", block == 0 ? Json("end_turn") : Json(nullptr)},
                         {"usage", part}};
      if (!request.empty()) line["requestId"] = request;
      if (session.is_old && dice_.chance(60)) line["costUSD"] = cost;
      lines.push_back(std::move(line));
      session.now += 1 + dice_.below(2000);
    }
    return lines;
  }

  void write_session(int number) {
    Session session;
    session.id = fmt::format("{:08}-0000-4000-8000-000000000000", number);
    session.project = dice_.pick(kProjects);
    session.model = dice_.pick(kModels);
    session.now = dice_.below(std::int64_t{27} * 86'400'000);
    session.is_old = dice_.chance(25);
    if (number > 0 && dice_.chance(40)) repeat(session);
    for (std::int64_t turn = 3 + dice_.below(12); turn > 0; --turn) add_turn(session);
    std::string text;
    for (const Json& line : session.lines) text += line.dump() + (number % 5 == 4 ? "\r\n" : "\n");
    text += torn();
    machine_.write(session.project + "/" + session.id + ".jsonl", text);
    earlier_ = session.replies;
  }

  void add_turn(Session& session) {
    session.now += dice_.chance(8) ? dice_.below(40'000'000) : dice_.below(900'000);
    Json prompt = record(session, "user");
    prompt["message"] = {{"role", "user"}, {"content", "Do it."}};
    session.lines.push_back(prompt);
    for (Json& line : reply(session)) {
      session.replies.push_back(line);
      session.lines.push_back(std::move(line));
    }
    if (dice_.chance(20)) add_side_question(session);
    if (dice_.chance(20)) add_sub_agent(session);
    if (dice_.chance(15)) add_error(session);
    if (dice_.chance(20)) add_summary(session);
  }

  /// A resumed session begins with the old one's lines, under its own id.
  void repeat(Session& session) {
    for (Json line : earlier_) {
      line["sessionId"] = session.id;
      session.lines.push_back(std::move(line));
    }
  }

  void add_side_question(Session& session) {
    Json line = dice_.pick(session.replies);
    line["isSidechain"] = true;
    line["requestId"] = id("req_");
    line["message"]["usage"]["cache_read_input_tokens"] = 500'000;
    session.lines.push_back(std::move(line));
  }

  /// In a file of its own, and each reply again as progress of the session.
  void add_sub_agent(Session& session) {
    const std::string agent = id("a");
    std::string text;
    for (Json& line : reply(session)) {
      line["isSidechain"] = true;
      line["agentId"] = agent;
      text += line.dump() + "\n";
      Json progress = record(session, "progress");
      Json told{{"type", "assistant"}, {"timestamp", line["timestamp"]}, {"uuid", line["uuid"]}};
      told["message"] = line["message"];
      if (line.contains("requestId")) told["requestId"] = line["requestId"];
      progress["data"] = {{"type", "agent_progress"}, {"message", told}, {"agentId", agent}};
      session.lines.push_back(std::move(progress));
    }
    machine_.write(
        fmt::format("{}/{}/subagents/agent-{}.jsonl", session.project, session.id, agent), text);
  }

  void add_error(Session& session) {
    Json line = record(session, "assistant");
    line["isApiErrorMessage"] = true;
    line["message"] = {
        {"id", id("error-")},
        {"model", "<synthetic>"},
        {"content", {{{"type", "text"}, {"text", "Claude AI usage limit reached|1779000000"}}}},
        {"usage", {{"input_tokens", 0}, {"output_tokens", 0}}}};
    session.lines.push_back(std::move(line));
  }

  /// What a finished sub-agent used is told again in the tool's result: never to be counted.
  void add_summary(Session& session) {
    Json line = record(session, "user");
    line["message"] = {{"role", "user"}, {"content", "done"}};
    line["toolUseResult"] = {{"usage", {{"input_tokens", 77}, {"output_tokens", 88}}}};
    session.lines.push_back(std::move(line));
  }

  std::string torn() {
    switch (dice_.below(4)) {
      case 0:
        return R"({"type":"assistant","message":{"usage":{"input_tokens":12,)";
      case 1:
        return std::string(12, '\0') + "\n";
      case 2:
        return "no record at all\n\n[]\n";
      default:
        return "";
    }
  }

  const UsageMachine& machine_;
  Dice dice_;
  int ids_ = 0;
  std::vector<Json> earlier_;
};

}  // namespace

void write_corpus(const UsageMachine& machine, unsigned seed) {
  Corpus(machine, seed).write();
}

}  // namespace orchard::test
