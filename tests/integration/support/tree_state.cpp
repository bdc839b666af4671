#include "tests/integration/support/tree_state.h"

#include "core/io/file.h"

#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace orchard::test {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_below(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (auto entry = fs::recursive_directory_iterator(folder);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->path().filename() == ".git") {
      entry.disable_recursion_pending();
      continue;
    }
    if (entry->is_directory() && !entry->is_symlink()) continue;
    struct stat status {};
    (void)lstat(entry->path().c_str(), &status);
    const std::string content = entry->is_symlink() ? fs::read_symlink(entry->path()).string()
                                                    : core::read_file(entry->path()).value_or("?");
    files[fs::relative(entry->path(), folder)] = std::to_string(status.st_mode) + ":" + content;
  }
  return files;
}

std::map<std::string, std::string> tree_state(const ScratchMachine& machine,
                                              const fs::path& folder) {
  std::map<std::string, std::string> state = files_below(folder);
  state["\nindex"] = machine.git(folder, {"ls-files", "--stage", "-v"});
  state["\nstatus"] = machine.git(folder, {"status", "--porcelain", "--untracked-files=all"});
  state["\nhead"] = machine.git(folder, {"rev-parse", "HEAD"});
  state["\nbranch"] = machine.git(folder, {"branch", "--show-current"});
  return state;
}

void make_work(const ScratchMachine& machine, const fs::path& folder) {
  ScratchMachine::write(folder / "staged.txt", "staged\n");
  machine.git(folder, {"add", "staged.txt"});
  ScratchMachine::write(folder / "staged.txt", "staged, then changed\n");
  ScratchMachine::write(folder / "keep.txt", "changed\r\nwith other ends\n");
  machine.git(folder, {"rm", "-q", "gone.txt"});
  ScratchMachine::write(folder / "new/deep/bytes.bin", std::string("\0\xff\n\r\x1b", 5));
  ScratchMachine::write(folder / "tool.sh", "#!/bin/sh\n");
  fs::permissions(folder / "tool.sh", fs::perms::owner_all);
  fs::create_symlink("keep.txt", folder / "link");
  ScratchMachine::write(folder / "cache/big.o", "built\n");
}

fs::path add_repository_with_files(const ScratchMachine& machine) {
  const fs::path repository = machine.make_repository();
  ScratchMachine::write(repository / ".gitignore", "cache/\n*.log\n");
  ScratchMachine::write(repository / "keep.txt", "kept\n");
  ScratchMachine::write(repository / "gone.txt", "to be deleted\n");
  machine.git(repository, {"add", "--all"});
  machine.git(repository, {"commit", "-q", "-m", "Files"});
  (void)machine.json({"repo", "add", repository.string()});
  return repository;
}

}  // namespace orchard::test
