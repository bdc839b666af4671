#include "app/view_model/dialogs/create_dialog_view.h"

#include "app/view_model/text/displayable.h"

#include <algorithm>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::size_t kLongestName = 64;

const RepositoryState* find_repository(const AppSnapshot& snapshot, const core::RepositoryId& id) {
  const auto& all = snapshot.repositories;
  const auto found =
      std::find_if(all.begin(), all.end(), [&id](const auto& r) { return r.id == id; });
  if (found != all.end()) return &*found;
  return id.empty() && all.size() == 1 ? &all.front() : nullptr;
}

bool is_allowed(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

bool is_taken(const std::string& name, const RepositoryState& repository) {
  return std::any_of(repository.workspaces.begin(), repository.workspaces.end(),
                     [&name](const auto& workspace) { return workspace->name == name; });
}

}  // namespace

std::string workspace_name_problem(const std::string& name, const RepositoryState* repository) {
  if (name.empty()) return "";
  if (!std::all_of(name.begin(), name.end(), is_allowed)) {
    return "A name may hold letters, digits, \"-\", \"_\" and \".\" only.";
  }
  if (name.size() > kLongestName) return "A name may be at most 64 characters long.";
  if (name.front() == '.' || name.back() == '.' || name.front() == '-') {
    return "A name may not begin with \".\" or \"-\" nor end with \".\".";
  }
  if (name.find("..") != std::string::npos) return "A name may not hold \"..\".";
  if (name.ends_with(".lock")) return "A name may not end with \".lock\".";
  if (repository != nullptr && is_taken(name, *repository)) {
    return fmt::format("{} already has a workspace of this name.",
                       displayable_line(repository->name));
  }
  return "";
}

CreateDialogView make_create_dialog_view(const AppSnapshot& snapshot, const CreateDraft& draft) {
  CreateDialogView view;
  const RepositoryState* chosen = find_repository(snapshot, draft.repository);
  for (const auto& repository : snapshot.repositories) {
    view.repositories.push_back(
        {repository.id.value, displayable_line(repository.name), &repository == chosen});
  }
  view.name_hint = "generated, for example quiet-fern";
  view.name_problem = workspace_name_problem(draft.name, chosen);
  if (chosen == nullptr) return view;
  const std::string& base = draft.base.empty() ? chosen->base : draft.base;
  view.bases.push_back({chosen->base, displayable_line(chosen->base), base == chosen->base});
  for (const auto& branch : chosen->branches) {
    if (branch == chosen->base) continue;
    view.bases.push_back({branch, displayable_line(branch), branch == base});
  }
  view.branch_note = fmt::format("A branch of its own on top of {}.", displayable_line(base));
  view.can_create = view.name_problem.empty() && chosen->problem.empty();
  return view;
}

std::optional<CreateWorkspace> create_intent(const AppSnapshot& snapshot,
                                             const CreateDraft& draft) {
  const RepositoryState* chosen = find_repository(snapshot, draft.repository);
  if (!make_create_dialog_view(snapshot, draft).can_create || chosen == nullptr) {
    return std::nullopt;
  }
  return CreateWorkspace{chosen->id, draft.name, draft.base, draft.prompt};
}

}  // namespace orchard::app
