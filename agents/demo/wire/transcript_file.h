#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace orchard::agents::demo {

/// The JSONL transcript of one session in Claude Code's place and form. Appends whole lines; the
/// files of sub-agents lie beside it. One thread.
class TranscriptFile {
 public:
  /// `config_dir` empty: nothing is kept. `cwd` is a real path.
  TranscriptFile(std::filesystem::path config_dir, std::string cwd, std::string session);

  /// Continues under another session id, as after `/clear`.
  void switch_to(const std::string& session);

  [[nodiscard]] bool exists() const;
  /// Reads what a resumed session must know.
  struct Known {
    std::set<std::string> user_uuids;
    std::int64_t context_tokens = 0;
  };
  [[nodiscard]] Known read() const;

  /// `record_json` gets the common fields (session, cwd, parent, …); its `uuid` becomes the parent
  /// of the next. `agent_id` empty: the main file.
  void append(const std::string& agent_id, const std::string& record_json);
  void append_agent_meta(const std::string& agent_id, const std::string& meta_json);

 private:
  [[nodiscard]] std::filesystem::path main_path() const;
  [[nodiscard]] std::filesystem::path agent_path(const std::string& agent_id,
                                                 const char* ending) const;

  std::filesystem::path folder_;  ///< `<config>/projects/<slug>`; empty: nothing is kept
  std::string cwd_;
  std::string session_;
  std::map<std::string, std::string> parents_;  ///< agent id → uuid of its last record
};

/// Every character but ASCII letters and digits becomes "-"; one for each UTF-8 character.
[[nodiscard]] std::string project_slug(std::string_view cwd);

}  // namespace orchard::agents::demo
