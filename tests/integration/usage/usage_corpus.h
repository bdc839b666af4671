#pragma once

#include "core/base/time_text.h"
#include "core/domain/quantities.h"
#include "tests/integration/support/scratch_machine.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace orchard::test {

/// One response that a transcript tells of.
struct ToldCall {
  std::string id;
  std::string session;
  std::string folder;  ///< worked in
  std::string branch;
  std::string model;
  core::Timestamp at;
  core::TokenUsage tokens;
  bool sub_agent = false;
  double cost = 0;  ///< dollars, as the price list has it
};

/// Transcripts below a config directory of the test's own.
class UsageCorpus {
 public:
  explicit UsageCorpus(const std::filesystem::path& config_dir)
      : projects_(config_dir / "projects") {}

  void add(const ToldCall& call) {
    const std::filesystem::path file =
        call.sub_agent ? sub_agent_file(call, ".jsonl") : transcript(call);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::app) << line(call) << '\n';
    calls.push_back(call);
  }

  [[nodiscard]] std::filesystem::path transcript(const ToldCall& call) const {
    return projects_ / folder_name(call.folder) / (call.session + ".jsonl");
  }

  /// Says what the sub-agent of the session is, as Claude Code does.
  void name_sub_agent(const ToldCall& call, const std::string& type) const {
    const nlohmann::json meta{{"agentType", type},
                              {"description", "secret words"},
                              {"toolUseId", "toolu_1"},
                              {"spawnDepth", 1}};
    std::ofstream(sub_agent_file(call, ".meta.json")) << meta.dump();
  }

  static std::string line(const ToldCall& call) {
    const nlohmann::json usage{{"input_tokens", call.tokens.input},
                               {"cache_creation_input_tokens", call.tokens.cache_write()},
                               {"cache_read_input_tokens", call.tokens.cache_read},
                               {"cache_creation",
                                {{"ephemeral_5m_input_tokens", call.tokens.cache_write_5m},
                                 {"ephemeral_1h_input_tokens", call.tokens.cache_write_1h}}},
                               {"output_tokens", call.tokens.output},
                               {"service_tier", "standard"}};
    nlohmann::ordered_json record{{"parentUuid", nullptr},
                                  {"isSidechain", call.sub_agent},
                                  {"cwd", call.folder},
                                  {"sessionId", call.session},
                                  {"version", "2.1.44"},
                                  {"gitBranch", call.branch},
                                  {"type", "assistant"},
                                  {"message",
                                   {{"model", call.model},
                                    {"id", "msg_" + call.id},
                                    {"type", "message"},
                                    {"role", "assistant"},
                                    {"content", nlohmann::json::array()},
                                    {"stop_reason", "end_turn"},
                                    {"usage", usage}}},
                                  {"requestId", "req_" + call.id},
                                  {"uuid", "uuid-" + call.id},
                                  {"timestamp", core::to_iso8601(call.at)}};
    return record.dump();
  }

  std::vector<ToldCall> calls;

 private:
  [[nodiscard]] std::filesystem::path sub_agent_file(const ToldCall& call,
                                                     const std::string& ending) const {
    return projects_ / folder_name(call.folder) / call.session / "subagents" /
           ("agent-a1" + ending);
  }
  static std::string folder_name(const std::string& folder) {
    std::string name = folder;
    for (char& c : name)
      if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '-';
    return name;
  }

  std::filesystem::path projects_;
};

}  // namespace orchard::test
