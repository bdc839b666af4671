#pragma once

#include "metrics/analytics/activity.h"
#include "metrics/analytics/leaderboard.h"
#include "metrics/filter/filter.h"
#include "tests/metrics/support/reference_model.h"

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace orchard::test {

/// The definitions of analytics as plain loops, like ReferenceModel: shares nothing with the
/// queries but the shape of their answers. Reads the clock of the process's zone itself.
class ReferenceAnalytics {
 public:
  /// `repositories`: by workspace.
  ReferenceAnalytics(const ReferenceModel& model, std::map<std::string, std::string> repositories,
                     core::Timestamp now, const metrics::Filter& filter);

  using Window = metrics::Window;
  /// By workspace, "" for none; only those with anything.
  [[nodiscard]] std::map<std::string, metrics::Activity> leaders(Window window) const;
  [[nodiscard]] std::array<std::array<std::int64_t, 24>, 7> heatmap(Window window) const;
  [[nodiscard]] std::array<std::array<std::int64_t, 7>, 13> calendar() const;
  [[nodiscard]] std::array<std::int64_t, 8> turns_per_session(Window window) const;
  [[nodiscard]] metrics::SessionDurations durations(Window window) const;
  [[nodiscard]] metrics::CallPace pace(Window window) const;
  [[nodiscard]] std::map<std::string, std::int64_t> commands(Window window) const;
  [[nodiscard]] std::map<std::string, metrics::UsageSums> models(Window window) const;
  /// By "2026-03-29"; only days with a call.
  [[nodiscard]] std::map<std::string, metrics::UsageSums> days(Window window) const;
  [[nodiscard]] std::vector<metrics::SessionDot> recent() const;

 private:
  [[nodiscard]] bool is_in(Window window, core::Timestamp at) const;
  [[nodiscard]] bool has_session(const std::string& session) const;
  [[nodiscard]] bool has_workspace(const std::string& workspace) const;
  [[nodiscard]] bool has_model(const std::string& model) const;
  [[nodiscard]] std::string place_of(const std::string& session) const;
  static core::Timestamp moment_of(const ReferenceModel::Turn& turn);

  const ReferenceModel& model_;
  std::map<std::string, std::string> repositories_;
  core::Timestamp now_;
  metrics::Filter filter_;
  std::map<std::string, std::string> places_;
  std::vector<ReferenceModel::Call> calls_;
  std::vector<ReferenceModel::Turn> turns_;
};

}  // namespace orchard::test
