#include "git/repository/own_branch.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/command/text.h"
#include "git/repository/repository_lock.h"

#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

/// "old new who time zone\tmessage"
std::string_view message_of(std::string_view line) {
  const std::size_t tab = line.find('\t');
  return tab == std::string_view::npos ? std::string_view() : line.substr(tab + 1);
}

bool begins_with_words(const fs::path& log, const std::string& words) {
  std::ifstream in(log, std::ios::binary);
  std::string line;
  return std::getline(in, line) && message_of(line) == words;
}

/// `git branch -c` copies the reflog too and then adds a line that says so.
bool is_copy(const fs::path& log) {
  std::ifstream in(log, std::ios::binary);
  for (std::string line; std::getline(in, line);)
    if (message_of(line).starts_with("Branch: copied ")) return true;
  return false;
}

}  // namespace

std::string ownership_words(const std::string& owner) {
  return "orchard: branch of workspace " + owner;
}

core::Result<std::string> find_own_branch(const fs::path& root, const std::string& owner) {
  ORCHARD_TRY(const fs::path common_dir, find_common_dir(root));
  const fs::path logs = common_dir / "logs/refs/heads";
  const std::string words = ownership_words(owner);
  std::vector<std::string> found;
  std::error_code failed;
  fs::recursive_directory_iterator entries(logs, fs::directory_options::skip_permission_denied,
                                           failed);
  for (; !failed && entries != fs::recursive_directory_iterator(); entries.increment(failed)) {
    if (!entries->is_regular_file(failed) || !begins_with_words(entries->path(), words)) continue;
    const std::string name = entries->path().lexically_relative(logs).string();
    ORCHARD_TRY(const auto ref,
                run_git({.directory = root,
                         .arguments = {"show-ref", "--verify", "--quiet", "refs/heads/" + name}}));
    if (ref.ok() && !is_copy(entries->path())) found.push_back(name);
  }
  return found.size() == 1 ? found.front() : std::string();
}

}  // namespace orchard::git
