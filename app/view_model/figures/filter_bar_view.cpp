#include "app/view_model/figures/filter_bar_view.h"

#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/displayable.h"

#include <algorithm>

namespace orchard::app {
namespace {

bool is_offered(const WorkspaceChoice& workspace, const FigureFilter& filter) {
  return !filter.repository || workspace.repository == *filter.repository;
}

std::string_view mark_of(core::WorkspaceStatus status) {
  switch (status) {
    case core::WorkspaceStatus::archived:
      return " (archived)";
    case core::WorkspaceStatus::deleted:
      return " (deleted)";
    case core::WorkspaceStatus::active:
      break;
  }
  return "";
}

}  // namespace

FilterBarView make_filter_bar(const FigureFilter& filter, const FigureChoices& choices,
                              const FigureBook* book) {
  FilterBarView view;
  view.windows = {"24h", "7d", "30d", "90d", "All"};
  view.window = filter.days ? -1 : static_cast<int>(filter.window);
  view.dates = filter.days ? days_text(*filter.days) : "Dates";
  view.repositories = {"All repositories"};
  for (const RepositoryChoice& choice : choices.repositories) {
    if (filter.repository == choice.id)
      view.repository = static_cast<int>(view.repositories.size());
    view.repositories.push_back(displayable_line(choice.name) +
                                (choice.removed ? " (removed)" : ""));
  }
  view.workspaces = {"All workspaces"};
  for (const WorkspaceChoice& choice : choices.workspaces) {
    if (!is_offered(choice, filter)) continue;
    if (filter.workspace == choice.id) view.workspace = static_cast<int>(view.workspaces.size());
    view.workspaces.push_back(displayable_line(choice.name) + std::string(mark_of(choice.status)));
  }
  view.models = {"All models"};
  for (const std::string& model : choices.models) {
    if (!filter.model.empty() && filter.model == model)
      view.model = static_cast<int>(view.models.size());
    view.models.push_back(displayable_line(model));
  }
  const std::string zone = book == nullptr ? std::string() : book->zone;
  view.zone = zone.empty() ? "Week starts Monday" : zone + ", week starts Monday";
  view.narrowed = filter.days || filter.repository || filter.workspace || !filter.model.empty();
  return view;
}

FigureFilter with_window(FigureFilter filter, int index) {
  filter.window = static_cast<FigureWindow>(std::clamp(index, 0, 4));
  filter.days.reset();
  return filter;
}

FigureFilter with_repository(FigureFilter filter, const FigureChoices& choices, int index) {
  filter.repository.reset();
  if (index > 0 && index <= std::ssize(choices.repositories))
    filter.repository = choices.repositories[static_cast<std::size_t>(index - 1)].id;
  const bool keeps = std::ranges::any_of(choices.workspaces, [&](const WorkspaceChoice& one) {
    return filter.workspace == one.id && is_offered(one, filter);
  });
  if (!keeps) filter.workspace.reset();
  return filter;
}

FigureFilter with_workspace(FigureFilter filter, const FigureChoices& choices, int index) {
  filter.workspace.reset();
  for (const WorkspaceChoice& choice : choices.workspaces) {
    if (!is_offered(choice, filter) || --index != 0) continue;
    filter.workspace = choice.id;
    break;
  }
  return filter;
}

FigureFilter with_model(FigureFilter filter, const FigureChoices& choices, int index) {
  filter.model.clear();
  if (index > 0 && index <= std::ssize(choices.models))
    filter.model = choices.models[static_cast<std::size_t>(index - 1)];
  return filter;
}

}  // namespace orchard::app
