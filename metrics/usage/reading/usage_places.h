#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "core/domain/states.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace orchard::metrics {

/// The names behind the small integers of the ledger, and whose session is whose. Read once for a
/// question; plain value.
struct UsagePlaces {
  struct Session {
    std::string id;
    std::int64_t workspace = 0;   ///< 0: none
    std::int64_t repository = 0;  ///< one that Orchard knows; 0: none
    std::int64_t project = 0;     ///< 0: not known
    std::int64_t branch = 0;      ///< of its workspace, for calls whose own is not known
    bool outside = false;
  };
  struct Workspace {
    std::string id;
    std::string name;
    std::int64_t repository = 0;
    core::WorkspaceStatus status = core::WorkspaceStatus::active;
  };
  struct Repository {
    std::string id;
    std::string name;
    std::string path;
    std::string label;  ///< the name, with folders above it where other places share it
  };
  struct Project {
    std::string path;
    std::string name;
    std::string label;  ///< as of a repository
  };

  std::vector<Session> sessions;  ///< by key; an empty id where there is none
  std::unordered_map<std::int64_t, Workspace> workspaces;
  std::unordered_map<std::int64_t, Repository> repositories;
  std::unordered_map<std::int64_t, Project> projects;
  std::unordered_map<std::int64_t, std::string> branches;
  std::unordered_map<std::int64_t, std::string> models;
  std::unordered_map<std::int64_t, std::string> agents;  ///< types of sub-agents

  [[nodiscard]] static core::Result<UsagePlaces> read(core::Database& database);

  [[nodiscard]] const Session& session(std::int64_t key) const;
  /// Empty for what is not known.
  [[nodiscard]] std::string branch(std::int64_t key) const;
  [[nodiscard]] std::string model(std::int64_t key) const;
  [[nodiscard]] std::string agent(std::int64_t key) const;
  /// The label of the repository a session works in, else of its folder; empty when neither is
  /// known.
  [[nodiscard]] std::string repository_name(const Session& session) const;
  /// What a person calls the place of a session: the workspace, else the folder.
  [[nodiscard]] std::string name(const Session& session) const;
};

}  // namespace orchard::metrics
