#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "core/domain/fact.h"
#include "metrics/ledger/records.h"
#include "metrics/pricing/price_table.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// The ledger in one SQLite file. Used by one thread at a time: open one per thread; any number of
/// processes may have it open. What is recorded is never changed by archiving or deleting.
class Store {
 public:
  /// Makes the file when missing. Errors as core::Database::open.
  [[nodiscard]] static core::Result<Store> open(const std::filesystem::path& path,
                                                const PriceTable& prices = PriceTable::built_in());
  /// For queries only: nothing can be recorded through it.
  [[nodiscard]] static core::Result<Store> open_read_only(
      const std::filesystem::path& path, const PriceTable& prices = PriceTable::built_in());

  /// For whoever must answer at once: a file that is missing, or that another process makes or
  /// migrates, is refused as busy or not_found; statements wait `patience` at most.
  [[nodiscard]] static core::Result<Store> open_at_once(
      const std::filesystem::path& path, std::chrono::milliseconds patience,
      const PriceTable& prices = PriceTable::built_in());

  /// For queries only, where nothing more can be written. See core::Database::open_frozen.
  [[nodiscard]] static core::Result<Store> open_frozen(
      const std::filesystem::path& path, const PriceTable& prices = PriceTable::built_in());

  // Repositories

  /// Of several that add one repository at once, one adds it. A removed one returns under its old
  /// id. Gives what stands in the ledger. Errors: already_exists.
  [[nodiscard]] core::Result<Repository> add_repository(Repository repository);
  /// Inserts, or replaces what stands under the id.
  [[nodiscard]] core::Result<void> put_repository(const Repository& repository);
  /// Marks it removed; its history stays. Errors: not_found.
  [[nodiscard]] core::Result<void> remove_repository(const core::RepositoryId& id,
                                                     core::Timestamp at);
  /// By name; removed ones only when asked for.
  [[nodiscard]] core::Result<std::vector<Repository>> repositories(bool with_removed = false);
  [[nodiscard]] core::Result<std::optional<Repository>> find_repository(
      const core::RepositoryId& id);
  /// Removed ones too, so that adding a repository again finds its history.
  [[nodiscard]] core::Result<std::optional<Repository>> find_repository_by_common_dir(
      std::string_view common_dir);

  // Workspaces

  /// Inserts, or replaces what stands under the id, but never the branch that was created. Errors:
  /// already_exists when another active workspace of the repository has the name, not_found for an
  /// unknown repository.
  [[nodiscard]] core::Result<void> put_workspace(const Workspace& workspace);
  /// Writes status, its times and where archived work lies; what others write of a known workspace
  /// (its branch) stays. Errors: not_found, already_exists as put_workspace.
  [[nodiscard]] core::Result<void> put_workspace_status(const Workspace& workspace);
  /// Forgets where the archived work of a deleted workspace lay, and nothing else of it.
  [[nodiscard]] core::Result<void> forget_archived_work(const core::WorkspaceId& workspace);
  /// Every status, oldest first.
  [[nodiscard]] core::Result<std::vector<Workspace>> workspaces();
  [[nodiscard]] core::Result<std::optional<Workspace>> find_workspace(const core::WorkspaceId& id);
  /// Names of the repository's active and archived workspaces (an archived one may come back).
  [[nodiscard]] core::Result<std::vector<std::string>> names_in_use(
      const core::RepositoryId& repository);
  /// Drops what was said in a deleted workspace for good: texts of messages, prompts, tool
  /// arguments and results. Every figure stays.
  [[nodiscard]] core::Result<void> forget_transcripts(const core::WorkspaceId& workspace);

  // Sessions

  /// Before the agent said anything. Recording it twice is harmless. Errors: not_found.
  [[nodiscard]] core::Result<void> create_session(const core::SessionId& id,
                                                  const core::WorkspaceId& workspace,
                                                  std::string_view model,
                                                  std::string_view permission_mode,
                                                  core::Timestamp at);
  [[nodiscard]] core::Result<std::optional<Session>> find_session(const core::SessionId& id);
  /// Newest first; of one workspace or of all.
  [[nodiscard]] core::Result<std::vector<Session>> sessions_of(const core::WorkspaceId& workspace);
  [[nodiscard]] core::Result<std::vector<Session>> sessions();
  /// The newest that ever took a prompt; an empty one only when there is no other.
  [[nodiscard]] core::Result<std::optional<Session>> latest_session(
      const core::WorkspaceId& workspace);
  /// What the next process of the session is started with.
  [[nodiscard]] core::Result<void> set_launch_options(const core::SessionId& id,
                                                      std::string_view model,
                                                      std::string_view permission_mode);

  // Outbox

  /// Enqueueing a uuid twice is harmless.
  [[nodiscard]] core::Result<void> enqueue_prompt(const OutboxPrompt& prompt);
  /// Oldest first: what the agent has not read yet, to be sent again after a restart. Prompts that
  /// were meant for an id the conversation had before `/clear` are included.
  [[nodiscard]] core::Result<std::vector<OutboxPrompt>> unacknowledged_prompts(
      const core::SessionId& session);
  /// When a prompt was stored; none for one that did not go through the outbox.
  [[nodiscard]] core::Result<std::optional<core::Timestamp>> prompt_time(
      const core::MessageId& uuid);
  /// Takes back a prompt that was not read. False when it is gone or was read.
  [[nodiscard]] core::Result<bool> withdraw_prompt(const core::MessageId& uuid);

  // Facts

  /// One transaction for the facts and the step through their log. Facts are idempotent by their
  /// keys. With `advance` nothing is written unless the log stands exactly at `advance->from`.
  [[nodiscard]] core::Result<RecordOutcome> record(
      std::span<const core::Fact> facts, const std::optional<LogAdvance>& advance = std::nullopt);
  /// Offset 0 and no state for a log never read.
  [[nodiscard]] core::Result<LogPosition> position(std::string_view log);

  /// Changes when another connection committed.
  [[nodiscard]] core::Result<std::int64_t> data_version() { return database_.data_version(); }
  [[nodiscard]] core::Database& database() { return database_; }
  [[nodiscard]] const PriceTable& prices() const { return *prices_; }

 private:
  Store(core::Database database, const PriceTable& prices)
      : database_(std::move(database)), prices_(&prices) {}

  core::Database database_;
  const PriceTable* prices_;
};

}  // namespace orchard::metrics
