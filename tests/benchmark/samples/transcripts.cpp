#include "tests/benchmark/samples/transcripts.h"

#include "core/base/time_text.h"
#include "tests/support/fake_id_source.h"

#include <array>
#include <fstream>
#include <string>

#include <fmt/format.h>

namespace orchard::test {
namespace {

constexpr std::array kWords{"buffer", "the",    "const",        "return", "\\n      ",
                            "naïve",  "queue",  "\\\"text\\\"", "index",  "stream",
                            "測試",   "commit", "// of",        "{}"};

class Writer {
 public:
  explicit Writer(std::filesystem::path config_dir) : config_dir_(std::move(config_dir)) {
    for (int i = 0; i < 40'000; ++i) {
      pool_ += kWords.at(below(kWords.size()));
      pool_ += ' ';
      if (i % 8 == 0) ends_.push_back(pool_.size());
    }
  }

  std::int64_t write(std::uint64_t bytes) {
    for (int session = 0; written_ < bytes; ++session) write_session(session);
    return replies_;
  }

 private:
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_.next() % limit); }

  /// Whole words of about that many bytes.
  std::string_view text(std::size_t length) {
    const std::size_t words = length / 45 + 1;
    const std::size_t from = below(ends_.size() - words - 1);
    return std::string_view(pool_).substr(ends_[from], ends_[from + words] - ends_[from]);
  }

  void write_session(int number) {
    const std::string id = fmt::format("{:08x}-0000-4000-8000-{:012x}", number, number);
    const std::string cwd = fmt::format("/src/project-{}", number % 40);
    const auto folder = config_dir_ / "projects" / fmt::format("-src-project-{}", number % 40);
    const int turns = static_cast<int>(20 + below(number % 9 == 0 ? 400 : 90));
    write_file(folder / (id + ".jsonl"), id, cwd, "", turns);
    if (number % 3 == 0)
      write_file(folder / id / "subagents" / "agent-a1.jsonl", id, cwd,
                 R"("isSidechain":true,"agentId":"a1",)", turns / 4 + 1);
  }

  void write_file(const std::filesystem::path& path, const std::string& session,
                  const std::string& cwd, std::string_view more, int turns) {
    std::filesystem::create_directories(path.parent_path());
    std::string lines;
    for (int turn = 0; turn < turns; ++turn) add_turn(lines, session, cwd, more);
    std::ofstream(path, std::ios::binary) << lines;
    written_ += lines.size();
  }

  void add_turn(std::string& lines, const std::string& session, const std::string& cwd,
                std::string_view more) {
    const auto envelope = [&](std::string_view parent) {
      return fmt::format(
          R"({{"parentUuid":"{}",{}"userType":"external","cwd":"{}","sessionId":"{}",)"
          R"("version":"2.1.44","gitBranch":"main",)",
          parent, more, cwd, session);
    };
    const std::int64_t number = ++replies_;
    const std::string asked = fmt::format("u-{}", number);
    lines += fmt::format(
        R"({}"type":"user","message":{{"role":"user","content":[{{"tool_use_id":"toolu_{}",)"
        R"("type":"tool_result","content":"{}"}}]}},"uuid":"{}","timestamp":"{}",)"
        R"("toolUseResult":{{"stdout":"{}"}}}})"
        "\n",
        envelope("p"), number, text(2'000 + below(6'000)), asked, next_time(),
        text(500 + below(2'000)));
    for (int piece = 0; piece < 2; ++piece) {
      lines += fmt::format(
          R"({}"message":{{"model":"claude-opus-4-8","id":"msg_{:024}","type":"message",)"
          R"("role":"assistant","content":[{{"type":"text","text":"{}"}}],"stop_reason":{},)"
          R"("usage":{{"input_tokens":{},"cache_creation_input_tokens":900,)"
          R"("cache_read_input_tokens":{},"cache_creation":{{"ephemeral_5m_input_tokens":0,)"
          R"("ephemeral_1h_input_tokens":900}},"output_tokens":{},"service_tier":"standard"}}}},)"
          R"("requestId":"req_{:024}","type":"assistant","uuid":"{}-{}","timestamp":"{}"}})"
          "\n",
          envelope(piece == 0 ? asked : asked + "-0"), number, text(600 + below(2'000)),
          piece == 0 ? "null" : "\"tool_use\"", below(20), 10'000 + below(90'000), 1 + below(900),
          number, asked, piece, next_time());
    }
  }

  std::string next_time() {
    at_ += std::chrono::milliseconds(static_cast<std::int64_t>(500 + below(9'000)));
    return core::to_iso8601(at_);
  }

  std::filesystem::path config_dir_;
  FakeIdSource random_;
  std::string pool_;
  std::vector<std::size_t> ends_;
  core::Timestamp at_ = *core::parse_iso8601("2026-03-01T08:00:00Z");
  std::uint64_t written_ = 0;
  std::int64_t replies_ = 0;
};

}  // namespace

std::int64_t write_transcripts(const std::filesystem::path& config_dir, std::uint64_t bytes) {
  return Writer(config_dir).write(bytes);
}

}  // namespace orchard::test
