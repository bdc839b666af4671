#include "app/view_model/overview/needs_you_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <algorithm>

#include <fmt/format.h>

namespace orchard::app {
namespace {

NeedsYouItem make_item(const WorkspaceState& workspace, const OpenRequest& request,
                       core::Timestamp now) {
  NeedsYouItem item;
  item.workspace = workspace.id;
  item.session = request.session;
  item.request = request.request;
  item.place = fmt::format("{} / {}", displayable_line(workspace.repository_name),
                           displayable_line(workspace.name));
  item.words = words_of(request, workspace.path);
  item.asked = elapsed(now - request.asked_at);
  if (request.tool == "AskUserQuestion") {
    item.actions = question_actions(request, 4);
  } else {
    item.actions = {{CardAction::Kind::allow, "Allow", "Enter", true},
                    {CardAction::Kind::always, "Always in session", "", false},
                    {CardAction::Kind::deny, "Deny\u2026", "", false}};
  }
  return item;
}

}  // namespace

NeedsYouView make_needs_you_view(const AppSnapshot& snapshot, core::Timestamp now) {
  NeedsYouView view;
  std::vector<std::pair<core::Timestamp, NeedsYouItem>> items;
  for (const auto& repository : snapshot.repositories) {
    for (const auto& workspace : repository.workspaces) {
      for (const auto& session : workspace->sessions) {
        for (const auto& request : session.requests) {
          items.emplace_back(request.asked_at, make_item(*workspace, request, now));
        }
      }
    }
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [at, item] : items) view.items.push_back(std::move(item));
  if (view.items.empty()) view.empty_text = "Nobody waits for you.";
  return view;
}

std::optional<NeedsYouItem> next_that_needs_you(const NeedsYouView& view,
                                                const std::optional<core::WorkspaceId>& current) {
  if (view.items.empty()) return std::nullopt;
  if (current) {
    // The last question of the current workspace, so that its second one does not hold us here.
    for (std::size_t i = view.items.size(); i-- > 0;) {
      if (view.items[i].workspace != *current) continue;
      for (std::size_t step = 1; step < view.items.size(); ++step) {
        const auto& item = view.items[(i + step) % view.items.size()];
        if (item.workspace != *current) return item;
      }
      return view.items[i];
    }
  }
  return view.items.front();
}

}  // namespace orchard::app
