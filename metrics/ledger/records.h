#pragma once

#include "core/base/clock.h"
#include "core/domain/ids.h"
#include "core/domain/states.h"

#include <cstdint>
#include <optional>
#include <string>

namespace orchard::metrics {

// What the ledger keeps beside facts, as plain values.

struct Repository {
  core::RepositoryId id;
  std::string name;
  std::string path;
  std::string common_dir;  ///< canonical path of the git directory all worktrees share
  std::string base;        ///< the branch workspaces start from
  core::Timestamp added_at;
  std::optional<core::Timestamp> removed_at;
};

struct Workspace {
  core::WorkspaceId id;
  core::RepositoryId repository;
  std::string name;
  std::string branch;          ///< as last seen checked out, to be shown
  std::string created_branch;  ///< what Orchard called the branch it made; empty: it made none
  std::string base;
  std::string path;
  core::WorkspaceStatus status = core::WorkspaceStatus::active;
  core::Timestamp created_at;
  std::optional<core::Timestamp> archived_at;
  std::optional<core::Timestamp> deleted_at;
  std::string archive_ref;      ///< the private ref with its work; empty when nothing is kept
  std::string archived_branch;  ///< Orchard's branch when put away; empty: it was not checked out
  std::string trash_path;       ///< where the removed folder lies; empty when nothing is left there
};

struct Session {
  core::SessionId id;
  std::optional<core::WorkspaceId> workspace;
  std::string model;            ///< to pass when resuming, for example "claude-opus-4-8[1m]"
  std::string permission_mode;  ///< to pass when resuming; empty when unknown
  std::string cli_version;
  core::Timestamp started_at;
  std::optional<core::SessionId> continues;  ///< the id before `/clear`
  core::SessionId launched_as;               ///< the first id of that chain; its own id mostly
};

/// A prompt that was stored before it was sent.
struct OutboxPrompt {
  core::SessionId session;
  core::MessageId uuid;
  std::string text;
  core::Timestamp at;
};

/// How far a log was read into the ledger. `state` is the reader's own, opaque here.
struct LogPosition {
  std::string log;
  std::uint64_t offset = 0;
  std::string state;
};

/// One step through a log: the facts recorded with it were read from [from, to).
struct LogAdvance {
  std::string log;
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::string state;
};

/// `recorded` is false when somebody else had read that part of the log already: then nothing was
/// written and `position` says where the log stands.
struct RecordOutcome {
  bool recorded = true;
  std::optional<LogPosition> position;
};

}  // namespace orchard::metrics
