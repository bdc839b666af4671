#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// How long deleted work, removed folders and what was said in deleted workspaces can come back.
inline constexpr auto kKeepDeleted = std::chrono::days(30);
/// How long the event logs of ended processes stay once the ledger holds all of them.
inline constexpr auto kKeepLogs = std::chrono::days(7);

/// One thing that nobody needs any more.
struct Leftover {
  enum class Kind {
    trash,      ///< a folder in the trash
    log,        ///< the event log of an ended process, all of it in the ledger
    workspace,  ///< what was said and kept of a workspace deleted long ago
  };
  Kind kind = Kind::trash;
  std::filesystem::path path;                  ///< of the folder or the log
  std::optional<core::WorkspaceId> workspace;  ///< whose it is, when that is known
  int process = 0;                             ///< of a log
};

/// All there are at `now`, a moment of steady_time(). Removes nothing. Errors: those of the store.
[[nodiscard]] core::Result<std::vector<Leftover>> find_leftovers(Engine& engine,
                                                                 core::Timestamp now);

/// Looks again whether it is still not needed, and removes it for good. Gives the bytes on the disk
/// that were freed; none when it stays because somebody is using or bringing it back. Errors: io,
/// those of the store and of git.
[[nodiscard]] core::Result<std::optional<std::int64_t>> remove_leftover(Engine& engine,
                                                                        const Leftover& leftover,
                                                                        core::Timestamp now);

/// What a file or folder takes on the disk, links not followed; what cannot be read counts nothing.
/// Ends early, with what it has, when `cancel` becomes true.
[[nodiscard]] std::int64_t bytes_on_disk(const std::filesystem::path& path,
                                         const std::atomic<bool>* cancel = nullptr);

}  // namespace orchard::app
