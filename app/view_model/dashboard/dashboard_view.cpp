#include "app/view_model/dashboard/dashboard_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::size_t kArchivedAmongAll = 3;

struct Counts {
  std::int64_t all = 0;
  std::int64_t needs_you = 0;
  std::int64_t running = 0;
  std::int64_t ended = 0;
  std::int64_t idle = 0;
};

bool has_ended(Face face) {
  return face == Face::failed || face == Face::interrupted || face == Face::done;
}

bool passes(Face face, DashboardFilter filter) {
  switch (filter) {
    case DashboardFilter::all:
      return face != Face::archived;
    case DashboardFilter::needs_you:
      return face == Face::waiting;
    case DashboardFilter::running:
      return face == Face::running;
    case DashboardFilter::ended:
      return has_ended(face);
    case DashboardFilter::idle:
      return face == Face::idle;
    case DashboardFilter::archived:
      return face == Face::archived;
  }
  return true;
}

void count(Counts& counts, Face face) {
  ++counts.all;
  counts.needs_you += face == Face::waiting ? 1 : 0;
  counts.running += face == Face::running ? 1 : 0;
  counts.ended += has_ended(face) ? 1 : 0;
  counts.idle += face == Face::idle ? 1 : 0;
}

std::vector<FilterChoice> make_filters(const Counts& counts, std::size_t archived) {
  const auto choice = [](DashboardFilter filter, const char* name, std::int64_t number) {
    return FilterChoice{filter, fmt::format("{} {}", name, number)};
  };
  return {choice(DashboardFilter::all, "All", counts.all),
          choice(DashboardFilter::needs_you, "Needs you", counts.needs_you),
          choice(DashboardFilter::running, "Running", counts.running),
          choice(DashboardFilter::ended, "Turn ended", counts.ended),
          choice(DashboardFilter::idle, "Idle", counts.idle),
          choice(DashboardFilter::archived, "Archived", static_cast<std::int64_t>(archived))};
}

std::string empty_text(DashboardFilter filter) {
  switch (filter) {
    case DashboardFilter::all:
      return "No workspace yet. Create one and give its agent a task.";
    case DashboardFilter::needs_you:
      return "Nobody waits for you.";
    case DashboardFilter::running:
      return "No agent is working.";
    case DashboardFilter::ended:
      return "No turn ended that you have not seen.";
    case DashboardFilter::idle:
      return "No workspace is idle.";
    case DashboardFilter::archived:
      return "Nothing is archived.";
  }
  return "";
}

/// A card with what it can be sorted by.
struct Entry {
  core::Timestamp active;
  core::Timestamp since;  ///< of the question that waits longest, or of the turn that runs
  core::Cost cost;        ///< of all sessions
  WorkspaceCard card;
};

Entry make_entry(const WorkspaceState& workspace, WorkspaceCard card) {
  Entry entry{workspace.last_active_at, workspace.last_active_at, {}, std::move(card)};
  for (const SessionSummary& session : workspace.sessions) {
    entry.cost += session.cost;
    for (const OpenRequest& request : session.requests) {
      entry.since = std::min(entry.since, request.asked_at);
    }
    const bool runs = entry.card.face == Face::running && session.turn_started_at;
    if (runs) entry.since = std::min(entry.since, *session.turn_started_at);
  }
  return entry;
}

bool is_more_urgent(const Entry& a, const Entry& b) {
  if (a.card.face != b.card.face) return a.card.face < b.card.face;
  // What runs is active all the time: its card would jump.
  const bool counts = a.card.face == Face::waiting || a.card.face == Face::running;
  if (counts) return a.since < b.since;
  return a.active > b.active;
}

// Stable: what is equal keeps the order of the sidebar.
void sort_entries(std::vector<Entry>& entries, DashboardOrder order) {
  std::ranges::stable_sort(entries, [order](const Entry& a, const Entry& b) {
    switch (order) {
      case DashboardOrder::urgency:
        return is_more_urgent(a, b);
      case DashboardOrder::last_active:
        return a.active > b.active;
      case DashboardOrder::name:
        return a.card.name < b.card.name;
      case DashboardOrder::cost:
        return a.cost.nano_dollars > b.cost.nano_dollars;
    }
    return false;
  });
}

std::vector<OrderChoice> make_orders() {
  return {{DashboardOrder::urgency, "by urgency"},
          {DashboardOrder::last_active, "last active"},
          {DashboardOrder::name, "by name"},
          {DashboardOrder::cost, "by cost"}};
}

std::vector<const WorkspaceState*> newest_archived(const AppSnapshot& snapshot) {
  std::vector<const WorkspaceState*> archived;
  for (const auto& workspace : snapshot.archived) archived.push_back(workspace.get());
  std::stable_sort(archived.begin(), archived.end(), [](const auto* a, const auto* b) {
    return a->last_active_at > b->last_active_at;
  });
  return archived;
}

}  // namespace

DashboardView make_dashboard_view(const AppSnapshot& snapshot, DashboardFilter filter,
                                  DashboardOrder order, const SeenTimes& seen,
                                  core::Timestamp now) {
  DashboardView view;
  view.loading = !snapshot.loaded;
  view.welcome = snapshot.loaded && snapshot.repositories.empty() && snapshot.archived.empty();
  view.tiles = make_tiles(snapshot.tiles, now);
  view.analytics = make_analytics_preview(snapshot.analytics, now);

  Counts counts;
  std::vector<Entry> entries;
  for (const auto& repository : snapshot.repositories) {
    for (const auto& workspace : repository.workspaces) {
      auto card = make_workspace_card(*workspace, seen, now);
      count(counts, card.face);
      if (passes(card.face, filter)) entries.push_back(make_entry(*workspace, std::move(card)));
    }
  }
  sort_entries(entries, order);
  for (Entry& entry : entries) {
    (entry.card.large ? view.large : view.resting).push_back(std::move(entry.card));
  }
  auto archived = newest_archived(snapshot);
  view.filters = make_filters(counts, archived.size());
  view.orders = make_orders();
  if (filter == DashboardFilter::all && archived.size() > kArchivedAmongAll) {
    archived.resize(kArchivedAmongAll);
  }
  if (filter == DashboardFilter::all || filter == DashboardFilter::archived) {
    for (const auto* workspace : archived) {
      view.resting.push_back(make_workspace_card(*workspace, seen, now));
    }
  }
  if (view.large.empty() && view.resting.empty()) view.empty_text = empty_text(filter);
  return view;
}

}  // namespace orchard::app
