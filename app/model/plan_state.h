#pragma once

#include "core/base/clock.h"
#include "core/domain/plan_usage.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// Where a window of the plan is heading at the pace of all agents; a local estimate.
struct PlanOutlook {
  double used_now = 0;  ///< fraction, with what was spent since the answer
  double per_hour = 0;
  double used_at_reset = 0;
  std::optional<core::Timestamp> exhausted_at;
  /// Of this many fractions for each hour ahead four of five earlier forecasts were no further off;
  /// none: too few were made to tell.
  std::optional<double> spread = std::nullopt;
  bool operator==(const PlanOutlook&) const = default;
};

/// One answer about one window.
struct PlanPoint {
  core::Timestamp at;
  double used = 0;
  bool operator==(const PlanPoint&) const = default;
};

/// How far earlier forecasts of a window were from what came.
struct ForecastRecord {
  std::int64_t forecasts = 0;
  double mean = 0;   ///< fraction of the limit
  double worst = 0;  ///< fraction of the limit
  bool operator==(const ForecastRecord&) const = default;
};

struct PlanWindowState {
  core::PlanWindow window;
  std::optional<core::Timestamp> started_at;  ///< none: how long it lasts is not known
  std::optional<PlanOutlook> outlook;
  ForecastRecord forecasts;
  std::vector<PlanPoint> history;  ///< since it started, oldest first
  bool operator==(const PlanWindowState&) const = default;
};

/// A limit as Claude Code reported it, without being asked.
struct StreamLimit {
  std::string kind;
  std::string status;  ///< "allowed", "allowed_warning", "rejected"
  std::optional<double> used;
  std::optional<core::Timestamp> resets_at;
  core::Timestamp seen_at;
  core::PlanSource source = core::PlanSource::stream;
  bool operator==(const StreamLimit&) const = default;
};

/// What one workspace took of the 5-hour window; a local estimate.
struct PlanShare {
  std::string workspace;
  double used = 0;  ///< fraction of the limit
  bool operator==(const PlanShare&) const = default;
};

/// All that is known of the account's plan. With the gate closed only what agents reported.
struct PlanState {
  bool gate_open = false;
  bool asking = false;  ///< the answer is under way
  std::optional<core::Timestamp> answered_at;
  core::PlanSource source = core::PlanSource::claude;
  bool fresh = false;  ///< the answer is what the account would say now
  core::PlanUsage usage;
  std::vector<PlanWindowState> windows;  ///< those of `usage`, the known ones first
  std::optional<core::PlanProblem> problem;
  std::optional<core::Timestamp> failed_at;
  std::optional<core::Timestamp> asks_again_at;  ///< while backing off
  ForecastRecord forecasts;                      ///< of the 5-hour window
  std::vector<PlanShare> shares;                 ///< of the 5-hour window, the largest first
  std::vector<StreamLimit> stream;
  std::int64_t network_requests = 0;
  bool operator==(const PlanState&) const = default;
};

/// One request over the network that Orchard made or had made.
struct NetworkEntry {
  core::Timestamp at;
  std::string host;
  std::string purpose;
  std::string via;
  std::string outcome;
  std::optional<std::int64_t> sent;
  std::optional<std::int64_t> received;
  bool operator==(const NetworkEntry&) const = default;
};

/// `claude auth login` while it runs and after.
struct SignInState {
  bool running = false;
  std::optional<bool> succeeded;  ///< once it ended
  std::string output;             ///< what it printed, without control sequences
  bool operator==(const SignInState&) const = default;
};

}  // namespace orchard::app
