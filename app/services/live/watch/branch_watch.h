#pragma once

#include "app/services/live/intents/worker.h"
#include "app/services/live/watch/branch_look.h"
#include "core/base/clock.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace orchard::app {

/// What one look at a workspace found.
struct BranchNews {
  core::WorkspaceId workspace;
  core::RepositoryId repository;
  RepositoryLook look;
  std::filesystem::path git_directory;            ///< to be watched; empty when there is none
  std::optional<std::vector<ChangedFile>> files;  ///< when they were asked for
};

/// Keeps what the ledger knows of branches up to date: looks at a workspace when something
/// happened in it, seldom enough that git never keeps the machine busy. IO thread; git runs on a
/// worker of its own.
class BranchWatch {
 public:
  /// `on_news` is called on the worker's thread after every look.
  BranchWatch(const Machine& machine, const std::atomic<int>& settings_version,
              std::function<void(BranchNews)> on_news);

  /// soon: a commit, or the end of a turn; activity: a sign of life of its agent; first_sight: it
  /// is new here, and what the ledger knows of it is good enough until the window stands.
  enum class Reason { soon, activity, first_sight };
  void mark(const core::WorkspaceId& workspace, Reason reason);
  /// The workspace whose files are shown.
  void show_files_of(const std::optional<core::WorkspaceId>& workspace);
  /// Takes note that a look ended.
  void note(const BranchNews& news);

  /// Begins the looks that are due.
  void begin_due();
  [[nodiscard]] std::optional<core::Timestamp> next_due() const;

 private:
  struct Subject {
    std::optional<core::Timestamp> due;
    std::optional<core::Timestamp> running_since;
    std::optional<core::Timestamp> last_end;
    core::Duration cost{0};
    std::filesystem::path git_directory;
  };
  void begin(const core::WorkspaceId& workspace, Subject& subject);

  const Machine& machine_;
  std::function<void(BranchNews)> on_news_;
  std::map<core::WorkspaceId, Subject> subjects_;
  std::optional<core::WorkspaceId> shown_;
  Worker worker_;
};

}  // namespace orchard::app
