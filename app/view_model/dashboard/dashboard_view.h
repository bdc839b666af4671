#pragma once

#include "app/view_model/dashboard/dashboard_tiles.h"
#include "app/view_model/dashboard/workspace_card.h"

#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace orchard::app {

enum class DashboardFilter { all, needs_you, running, ended, idle, archived };

/// What the cards are sorted by, large and resting ones each.
enum class DashboardOrder { urgency, last_active, name, cost };

struct OrderChoice {
  DashboardOrder order = DashboardOrder::urgency;
  std::string text;  ///< "by urgency"
};

struct FilterChoice {
  DashboardFilter filter = DashboardFilter::all;
  std::string text;  ///< "Needs you 2"
};

struct PreviewRow {
  core::RepositoryId repository;
  std::string name;
  std::string sessions;
  std::string commits;
  std::string additions;
  std::string deletions;
  std::string cost;
};

struct HeatCell {
  int level = 0;  ///< 0–4
  bool today = false;
  bool future = false;  ///< not drawn
  std::string hover;
};

struct HistogramBar {
  std::string label;  ///< "≤2", "4", … ">128"
  std::string count;
  double fraction = 0;  ///< of the highest bar
};

struct CommandBar {
  std::string name;
  std::string uses;
  double fraction = 0;
};

struct AnalyticsPreviewView {
  std::vector<PreviewRow> repositories;
  std::array<std::array<HeatCell, 7>, 13> weeks;
  std::chrono::sys_days first_day;  ///< of `weeks`, as a label
  std::array<HistogramBar, 8> histogram;
  std::vector<CommandBar> commands;
  std::vector<std::string> command_names;  ///< as stored
};

struct DashboardView {
  bool loading = false;
  bool welcome = false;  ///< no repository yet: show the welcome instead
  std::array<Tile, 7> tiles;
  std::vector<FilterChoice> filters;
  std::vector<OrderChoice> orders;
  std::vector<WorkspaceCard> large;    ///< waiting, running, failed, interrupted, done
  std::vector<WorkspaceCard> resting;  ///< idle, then archived
  std::string empty_text;              ///< when the filter leaves nothing
  AnalyticsPreviewView analytics;
};

/// By urgency: waiting first and then running, the longest before the others; then failed and so
/// on, the last active first. `all` shows active workspaces and the 3 archived last; its count is
/// that of the active ones.
[[nodiscard]] DashboardView make_dashboard_view(const AppSnapshot& snapshot, DashboardFilter filter,
                                                DashboardOrder order, const SeenTimes& seen,
                                                core::Timestamp now);

[[nodiscard]] AnalyticsPreviewView make_analytics_preview(const AnalyticsPreview& preview,
                                                          core::Timestamp now);

}  // namespace orchard::app
