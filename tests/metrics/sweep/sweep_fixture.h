#pragma once

#include "metrics/sweep/sweep.h"
#include "tests/metrics/support/ledger_fixture.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace orchard::test {

/// One piece of a reply as Claude Code writes it.
struct ReplyLine {
  std::string message = "1";  ///< "msg_" and "req_" come before it
  std::string session = "s-out";
  int output = 1;
  int seconds = 0;  ///< after 2026-11-20 12:00 UTC
  std::string cwd = "/nowhere/notes";
  std::string parent = "p";
  std::string more = {};  ///< further members of the record

  [[nodiscard]] std::string text() const {
    return fmt::format(
        R"({{"parentUuid":"{}",{}"sessionId":"{}","cwd":"{}","version":"2.1.9",)"
        R"("gitBranch":"main","message":{{"model":"claude-opus-4-8","id":"msg_{}",)"
        R"("type":"message","role":"assistant","content":[{{"type":"text","text":"secretreply"}}],)"
        R"("stop_reason":"end_turn","usage":{{"input_tokens":3,"output_tokens":{},)"
        R"("cache_creation_input_tokens":5,"cache_read_input_tokens":7,"cache_creation":)"
        R"({{"ephemeral_5m_input_tokens":5,"ephemeral_1h_input_tokens":0}}}}}},)"
        R"("requestId":"req_{}","type":"assistant","uuid":"u-{}-{}","timestamp":)"
        R"("2026-11-20T12:{:02}:{:02}.000Z"}})"
        "\n",
        parent, more, session, cwd, message, output, message, message, output, seconds / 60 % 60,
        seconds % 60);
  }
};

inline std::string prompt_line(const std::string& uuid, int seconds) {
  return fmt::format(
      R"({{"parentUuid":null,"type":"user","message":{{"role":"user","content":"secretprompt"}},)"
      R"("uuid":"{}","timestamp":"2026-11-20T12:{:02}:{:02}.000Z"}})"
      "\n",
      uuid, seconds / 60 % 60, seconds % 60);
}

/// A ledger and a config directory of Claude Code beside it.
class SweepFixture : public LedgerFixture {
 protected:
  SweepFixture() { std::filesystem::create_directories(folder()); }

  [[nodiscard]] std::filesystem::path config() const { return directory / "claude"; }
  [[nodiscard]] std::filesystem::path folder() const {
    return config() / "projects" / "-nowhere-notes";
  }
  [[nodiscard]] std::filesystem::path file(const std::string& name = "s-out") const {
    return folder() / (name + ".jsonl");
  }
  static void append(const std::filesystem::path& path, std::string_view text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::app | std::ios::binary) << text;
  }
  static void put(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::trunc | std::ios::binary) << text;
  }

  metrics::SweepReport sweep() {
    metrics::TranscriptSweep sweep(store, at(3600));
    auto report = sweep.run({config()});
    EXPECT_TRUE(report) << (report ? "" : report.error().describe());
    return report.value_or(metrics::SweepReport());
  }
  std::int64_t calls() { return count("SELECT COUNT(*) FROM api_call"); }

  std::string text(std::string_view sql) {
    auto statement = store.database().prepare(sql).value();
    EXPECT_TRUE(statement.step().value()) << sql;
    return statement.optional_text(0).value_or("NULL");
  }
};

}  // namespace orchard::test
