#pragma once

#include "core/domain/quantities.h"
#include "tests/agents/session/log_lines.h"
#include "tests/support/fake_id_source.h"

#include <map>
#include <string>
#include <vector>

namespace orchard::test {

/// A log like a long session would print, with what it must add up to.
class RandomLog {
 public:
  explicit RandomLog(std::uint64_t seed) : ids_(seed) {
    for (int turn = 0; turn < 12; ++turn) add_turn();
  }

  std::vector<std::string> lines;
  std::map<std::string, core::TokenUsage> calls;  ///< what each response really used
  std::vector<std::string> turns;

 private:
  int pick(int count) { return static_cast<int>(ids_.next() % static_cast<std::uint64_t>(count)); }
  bool chance(int percent) { return pick(100) < percent; }
  std::string fresh(const char* kind) { return kind + std::to_string(++count_); }

  void add_turn() {
    if (chance(10)) log_.session = fresh("session-");
    const std::string init = fresh("init-");
    const bool background = chance(15);
    const bool local = !background && chance(15);
    if (background) lines.push_back(log_.system("task_notification", fresh("n-")));
    if (chance(15) && !sent_.empty()) lines.push_back(log_.echo(sent_.back(), "again"));
    lines.push_back(log_.init(init));
    echo_.clear();
    if (!background && !local) {
      echo_ = fresh("user-");
      sent_.push_back(echo_);
    }
    turns.push_back(echo_.empty() ? init : echo_);
    if (local) {
      lines.push_back(log_.synthetic(fresh("a-"), "local"));
    } else {
      const int replies = 1 + pick(4);
      for (int i = 0; i < replies; ++i) add_reply();
    }
    Json denials = Json::array();
    for (const std::string& call : denied_) denials.push_back({{"tool_use_id", call}});
    denied_.clear();
    lines.push_back(log_.result(fresh("r-"), {{"permission_denials", denials}}));
  }

  void add_reply() {
    const std::string call = fresh("msg-");
    const CallUsage usage{1 + pick(50), 1, pick(900), pick(900), pick(9000)};
    CallUsage last = usage;
    last.output = 1 + pick(500);
    const bool streams = chance(80);
    if (streams) {
      lines.push_back(log_.message_start(call, usage));
      if (chance(50)) lines.push_back(log_.text_delta("piece"));
    }
    if (!echo_.empty()) lines.push_back(log_.echo(echo_, chance(20) ? "/review" : "go on"));
    echo_.clear();
    lines.push_back(log_.text(fresh("a-"), call, "some words", usage));
    if (chance(50)) add_tool(call, usage);
    const bool finishes = streams && chance(90);
    if (finishes) lines.push_back(log_.message_delta(last));
    const int output = finishes ? last.output : usage.output;
    calls[call] = {usage.input, output, usage.write_5m, usage.write_1h, usage.read};
  }

  void add_tool(const std::string& call, const CallUsage& usage) {
    const std::string tool = fresh("tool-");
    const Json input = {{"command", "make " + tool}};
    const Json block = {{"type", "tool_use"}, {"id", tool}, {"name", "Bash"}, {"input", input}};
    lines.push_back(log_.assistant(fresh("a-"), call, block, usage));
    const bool asks = chance(50);
    if (asks) lines.push_back(LogLines::can_use_tool(fresh("ask-"), tool, "Bash", input));
    const bool fails = chance(30);
    if (asks && fails && chance(50)) denied_.push_back(tool);
    if (chance(90)) lines.push_back(log_.tool_result(fresh("x-"), tool, "output", fails));
  }

  LogLines log_;
  FakeIdSource ids_;
  int count_ = 0;
  std::string echo_;
  std::vector<std::string> sent_;
  std::vector<std::string> denied_;
};

}  // namespace orchard::test
