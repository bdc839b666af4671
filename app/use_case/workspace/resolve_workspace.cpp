#include "app/use_case/workspace/resolve_workspace.h"

#include <vector>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using Matches = std::vector<const WorkspaceKey*>;

bool is_path_of(std::string_view text, std::string_view path) {
  if (path.empty() || !text.starts_with(path)) return false;
  return text.size() == path.size() || text[path.size()] == '/';
}

/// Keeps the matches of the liveliest status that occurs.
Matches prefer_active(const Matches& all) {
  for (const auto status : {core::WorkspaceStatus::active, core::WorkspaceStatus::archived,
                            core::WorkspaceStatus::deleted}) {
    Matches some;
    for (const WorkspaceKey* key : all)
      if (key->status == status) some.push_back(key);
    if (!some.empty()) return some;
  }
  return {};
}

core::Result<core::WorkspaceId> only_one(std::string_view text, const Matches& matches) {
  if (matches.size() == 1) return matches.front()->id;
  std::string candidates;
  for (const WorkspaceKey* key : matches)
    candidates += fmt::format("{}{}/{} ({})", candidates.empty() ? "" : ", ", key->repository,
                              key->name, key->id.value);
  return core::fail(
      core::ErrorCode::ambiguous,
      fmt::format("'{}' fits several workspaces: {}. Name one of them in full or by its id.", text,
                  candidates));
}

}  // namespace

core::Result<core::WorkspaceId> resolve_workspace(std::string_view text,
                                                  std::span<const WorkspaceKey> workspaces) {
  Matches by_path;
  Matches by_full_name;
  Matches by_name;
  for (const WorkspaceKey& key : workspaces) {
    if (key.id.value == text) return key.id;
    if (is_path_of(text, key.path)) by_path.push_back(&key);
    if (key.repository + "/" + key.name == text) by_full_name.push_back(&key);
    if (key.name == text) by_name.push_back(&key);
  }
  for (const Matches& matches : {by_path, by_full_name, by_name})
    if (const Matches best = prefer_active(matches); !best.empty()) return only_one(text, best);
  return core::fail(
      core::ErrorCode::not_found,
      fmt::format("There is no workspace '{}'. `orchard workspace list` shows all of them.", text));
}

}  // namespace orchard::app
