#include "app/use_case/workspace/diff/workspace_diff.h"

#include "app/services/recording/refresh.h"
#include "app/use_case/workspace/workspace_subject.h"
#include "git/archive/archived_work.h"
#include "git/diff/worktree_diff.h"
#include "metrics/query/workspaces.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

core::Result<metrics::WorkspaceFigures> find_figures(Engine& engine, const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto all, metrics::query_workspaces(engine.store()));
  for (const metrics::WorkspaceFigures& figures : all)
    if (figures.workspace.id == id) return figures;
  return core::fail(core::ErrorCode::not_found,
                    fmt::format("There is no workspace with id '{}'.", id.value));
}

bool keeps_work(const Subject& subject) {
  if (subject.workspace.archive_ref.empty()) return false;
  const auto kept =
      git::describe_archived_work(subject.repository.path, subject.workspace.archive_ref);
  return kept && kept->has_work;
}

/// The worktree as it lies there, else what its branch held when it was put away.
core::Result<git::WorktreeDiff> read_diff(const Subject& subject,
                                          const metrics::WorkspaceFigures& figures,
                                          git::DiffForm form, std::vector<std::string>& notes) {
  const metrics::Workspace& workspace = subject.workspace;
  const bool active = workspace.status == core::WorkspaceStatus::active;
  if (active && std::filesystem::exists(workspace.path))
    return git::diff_worktree(workspace.path, figures.merge_base, form);
  if (keeps_work(subject))
    notes.push_back(
        fmt::format("The uncommitted work that was kept is not shown; `orchard "
                    "workspace restore {}` brings it back.",
                    workspace.name));
  if (figures.head.empty()) return git::WorktreeDiff();
  return git::diff_commits(subject.repository.path, figures.merge_base, figures.head, form);
}

}  // namespace

core::Result<WorkspaceDiff> diff_workspace(Engine& engine, const core::WorkspaceId& id, bool stat) {
  ORCHARD_TRY(const auto subject, find_subject(engine, id));
  ORCHARD_CHECK(engine.catch_up([&](Engine& e) { return refresh_branch(e, id); }));
  ORCHARD_TRY(const auto figures, find_figures(engine, id));
  WorkspaceDiff result;
  result.workspace = figures.workspace;
  result.merge_base = figures.merge_base;
  result.head = figures.head;
  ORCHARD_TRY(
      auto diff,
      read_diff(subject, figures, stat ? git::DiffForm::stat : git::DiffForm::patch, result.notes));
  result.text = std::move(diff.text);
  for (const git::FileChange& file : diff.files)
    result.files.push_back(
        {file.path, file.old_path, file.letter, file.stat.additions, file.stat.deletions});
  for (const std::string& path : diff.left_out)
    result.notes.push_back(
        fmt::format("\"{}\" is a repository of its own and is not shown.", path));
  return result;
}

}  // namespace orchard::app
