#include "agents/launch/trace/conversation.h"

#include <system_error>

namespace orchard::agents {

std::optional<std::filesystem::path> find_transcript(const std::filesystem::path& config_dir,
                                                     const core::SessionId& session) {
  // The folder's name is made from the working directory by rules that may change; the file's name
  // is the id.
  std::error_code problem;
  std::filesystem::directory_iterator entry(config_dir / "projects", problem);
  for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    const std::filesystem::path file = entry->path() / (session.value + ".jsonl");
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) return file;
  }
  return std::nullopt;
}

}  // namespace orchard::agents
