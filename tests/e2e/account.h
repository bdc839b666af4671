#pragma once

#include "tests/e2e/world.h"

#include <optional>
#include <string>
#include <vector>

namespace orchard::test {

/// What `orchard send --wait --json` says.
struct SendReport {
  std::string session;
  std::string outcome;
  std::string result;
  double cost_usd = 0;
  core::TokenUsage usage;
};

struct PermissionReport {
  std::string id;
  std::string tool;
  std::string summary;
};

/// One element of `orchard sessions --json`.
struct SessionReport {
  std::string id;
  std::string workspace;
  std::string state;
  std::optional<int> pid;
  int turns = 0;
  double cost_usd = 0;
  double unexplained_usd = 0;  ///< what claude itself counts beyond the ledger
  std::vector<PermissionReport> requests;
};

/// One workspace of `orchard metrics --json`, with its newest session.
struct WorkspaceReport {
  std::string name;
  int commits = 0;
  int additions = 0;
  int deletions = 0;
  std::string session;
  int turns = 0;
  core::TokenUsage usage;  ///< cache writes all in cache_write_5m: the report does not split them
  double cost_usd = 0;
};

struct MetricsReport {
  double cost_usd_30d = 0;
  std::int64_t input_tokens_30d = 0;
  std::int64_t output_tokens_30d = 0;
  int commits_today = 0;
  std::vector<WorkspaceReport> workspaces;

  /// Throws std::out_of_range when there is none.
  [[nodiscard]] const WorkspaceReport& workspace(const std::string& name) const;
};

/// Each throws std::runtime_error with the command's words when its output is not what it promises.
[[nodiscard]] SendReport parse_send(const core::CommandOutput& output);
[[nodiscard]] std::vector<SessionReport> list_sessions(const World& world);
[[nodiscard]] MetricsReport read_metrics(const World& world);

/// Fails the running test unless metrics and sessions say exactly what the API served.
void expect_books_balance(const World& world);

}  // namespace orchard::test
