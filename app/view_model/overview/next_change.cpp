#include "app/view_model/overview/next_change.h"

#include "app/view_model/dialogs/notices_view.h"

#include <algorithm>
#include <chrono>

namespace orchard::app {
namespace {

using std::chrono::duration_cast;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr core::Duration kAgesLag = seconds(15);

/// Collects moments and keeps the first that is still to come.
class Earliest {
 public:
  explicit Earliest(core::Timestamp now) : now_(now) {}

  void at(core::Timestamp moment) {
    if (moment > now_ && (!first_ || moment < *first_)) first_ = moment;
  }

  /// A clock that counts up from `since`, as elapsed() writes it.
  void clock(core::Timestamp since) { at(next_step(since, seconds(1))); }

  /// How long ago `then` was, as relative_time() and age() write it.
  void age(core::Timestamp then) {
    const core::Timestamp step = next_step(then, minutes(1));
    const core::Duration since_epoch = step.time_since_epoch();
    at(core::Timestamp((since_epoch + kAgesLag - core::Duration(1)) / kAgesLag * kAgesLag));
  }

  /// The time left until `then` in minutes.
  void countdown(core::Timestamp then) {
    if (then > now_) at(then - (then - now_ - core::Duration(1)) / minutes(1) * minutes(1));
  }

  [[nodiscard]] std::optional<core::Timestamp> first() const { return first_; }

 private:
  // Texts change with every `unit` in the first hour, then with minutes, after a day with hours.
  [[nodiscard]] core::Timestamp next_step(core::Timestamp since, core::Duration unit) const {
    const core::Duration passed = now_ - since;
    if (passed < core::Duration(0)) return since + unit;
    core::Duration step = unit;
    if (passed >= hours(1)) step = unit < core::Duration(minutes(1)) ? minutes(1) : minutes(60);
    if (passed >= hours(24)) step = hours(1);
    return since + (passed / step + 1) * step;
  }

  core::Timestamp now_;
  std::optional<core::Timestamp> first_;
};

void add_session(Earliest& earliest, const SessionSummary& session) {
  const bool works =
      session.state == core::SessionState::running || session.state == core::SessionState::waiting;
  if (works) earliest.clock(session.turn_started_at.value_or(session.last_active_at));
  for (const OpenRequest& request : session.requests) earliest.clock(request.asked_at);
  earliest.age(session.last_active_at);
  earliest.age(session.started_at);
}

void add_workspace(Earliest& earliest, const WorkspaceState& workspace) {
  earliest.age(workspace.last_active_at);
  for (const SessionSummary& session : workspace.sessions) add_session(earliest, session);
  for (const core::CommitInfo& commit : workspace.log) earliest.age(commit.authored_at);
}

}  // namespace

std::optional<core::Timestamp> next_change(const AppSnapshot& snapshot, core::Timestamp now) {
  Earliest earliest(now);
  for (const Notice& notice : snapshot.notices) {
    if (const auto leaves = leaves_at(notice)) earliest.at(*leaves);
  }
  for (const Progress& work : snapshot.progress) {
    const core::Timestamp shows = shows_at(work);
    if (shows > now) {
      earliest.at(shows);
    } else {
      earliest.clock(work.since);
    }
  }
  for (const RepositoryState& repository : snapshot.repositories) {
    for (const auto& workspace : repository.workspaces) add_workspace(earliest, *workspace);
  }
  for (const auto& workspace : snapshot.archived) earliest.age(workspace->last_active_at);
  if (snapshot.five_hour && snapshot.five_hour->resets_at) {
    earliest.countdown(*snapshot.five_hour->resets_at);
  }
  return earliest.first();
}

}  // namespace orchard::app
