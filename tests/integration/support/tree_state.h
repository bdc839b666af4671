#pragma once

#include "tests/integration/support/scratch_machine.h"

#include <filesystem>
#include <map>
#include <string>

namespace orchard::test {

/// Every file below `folder` but git's own: type and mode, then content or link target.
[[nodiscard]] std::map<std::string, std::string> files_below(const std::filesystem::path& folder);

/// All that must be the same when a workspace is back: its files, the index with its flags, the
/// status, HEAD.
[[nodiscard]] std::map<std::string, std::string> tree_state(const ScratchMachine& machine,
                                                            const std::filesystem::path& folder);

/// Staged, changed, deleted, untracked, ignored; modes, a link, and bytes that are no text. Needs
/// the files of add_repository_with_files().
void make_work(const ScratchMachine& machine, const std::filesystem::path& folder);

/// A repository that Orchard knows, with files to change and a rule to ignore cache/.
std::filesystem::path add_repository_with_files(const ScratchMachine& machine);

}  // namespace orchard::test
