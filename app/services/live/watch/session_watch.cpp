#include "app/services/live/watch/session_watch.h"

#include "app/services/living_processes.h"
#include "app/services/recording/transcripts.h"
#include "core/process/spawn.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace orchard::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Transcripts lag the stream a little; a second look catches what a busy machine wrote late.
constexpr core::Duration kTranscriptLag = milliseconds(400);
constexpr core::Duration kLateTranscript = seconds(2);

std::filesystem::file_time_type changed_at(const std::filesystem::path& directory) {
  std::error_code gone;
  return std::filesystem::last_write_time(directory, gone);
}

}  // namespace

void SessionWatch::find_sessions() {
  const auto directories = agents::SessionDirectory::list(engine_.paths().sessions);
  if (!directories) {
    engine_.warn(directories.error(), "listing the sessions");
    return;
  }
  std::set<std::filesystem::path> there;
  for (const agents::SessionDirectory& directory : *directories) {
    there.insert(directory.path());
    const auto [known, is_new] = sessions_.try_emplace(directory.path(), directory);
    Followed& session = known->second;
    if (is_new || (session.settled && changed_at(directory.path()) != session.changed_at))
      session.settled = false;
  }
  std::erase_if(sessions_, [&](const auto& entry) { return !there.contains(entry.first); });
}

void SessionWatch::look_at_all(SessionNews& news) {
  find_sessions();
  for (auto& [path, session] : sessions_) look(session, news);
}

void SessionWatch::look_at(const std::vector<std::filesystem::path>& changed, SessionNews& news) {
  const core::Timestamp now = engine_.now();
  for (auto& [path, session] : sessions_) {
    const bool touched = std::ranges::binary_search(changed, path);
    const bool due =
        std::ranges::any_of(session.transcripts_due, [&](core::Timestamp at) { return at <= now; });
    const bool wanted = followed_ == session.directory.launched_as() && session.alive &&
                        !session.recorder && !session.tail;
    if (touched || due || wanted) look(session, news);
  }
}

void SessionWatch::look(Followed& session, SessionNews& news) {
  if (session.settled) return;
  auto looked = look_closely(session, news);
  if (looked) {
    session.complaint.clear();
    return;
  }
  if (session.complaint != looked.error().message)
    engine_.warn(looked.error(), "following session " + session.directory.launched_as().value);
  session.complaint = looked.error().message;
}

core::Result<void> SessionWatch::look_closely(Followed& session, SessionNews& news) {
  session.changed_at = changed_at(session.directory.path());
  const auto launch = session.directory.load_record();
  if (!launch) {
    session.settled = launch.error().code == core::ErrorCode::not_found;
    if (session.settled) return {};
    return core::fail(launch.error());
  }
  session.workspace = launch->workspace;
  const bool first = !session.recorder;
  if (first) {
    ORCHARD_TRY(auto recorder, SessionRecorder::take(session.directory));
    if (recorder) session.recorder.emplace(std::move(*recorder));
  }
  session.alive = launch->phase == agents::LaunchPhase::running && core::is_alive(launch->identity);
  // Watched before it is read, so that nothing is missed in between.
  if (session.alive && !session.watched) {
    const auto added = watch_.add(session.directory.path());
    session.watched = added.has_value();
    if (!added) engine_.warn(added.error(), "following a session");
  }
  if (!session.recorder) return tail(session, launch->process, news);
  session.tail.reset();
  ORCHARD_CHECK(record(session, news));
  session.alive = session.recorder->is_alive();
  if (first) session.transcripts_due.push_back(engine_.now());
  ORCHARD_CHECK(read_due_transcripts(session, news));
  if (session.alive || !session.transcripts_due.empty() ||
      launch->phase == agents::LaunchPhase::starting || !is_settled(session.changed_at))
    return {};
  session.settled = true;
  session.recorder.reset();
  if (std::exchange(session.watched, false)) watch_.remove(session.directory.path());
  return {};
}

core::Result<void> SessionWatch::record(Followed& session, SessionNews& news) {
  const auto recorded = session.recorder->poll(engine_);
  // What was recorded before a failure counts.
  if (session.recorder->facts_recorded() != session.facts) note_facts(session, news);
  if (!recorded) return core::fail(recorded.error());
  if (*recorded) news.streams.insert(session.directory.launched_as());
  return {};
}

void SessionWatch::note_facts(Followed& session, SessionNews& news) {
  session.facts = session.recorder->facts_recorded();
  news.facts = true;
  news.told.insert(session.directory.launched_as());
  const bool rests = session.recorder->live().state == core::SessionState::idle ||
                     session.recorder->live().state == core::SessionState::stopped;
  if (!session.workspace.empty()) {
    news.worked.insert(session.workspace);
    if (rests) news.settled.insert(session.workspace);
  }
  const core::Timestamp now = engine_.now();
  if (session.transcripts_due.empty() || rests) {
    session.transcripts_due = {now + kTranscriptLag};
    if (rests) session.transcripts_due.push_back(now + kLateTranscript);
  }
}

core::Result<void> SessionWatch::tail(Followed& session, int process, SessionNews& news) {
  if (followed_ != session.directory.launched_as() || !session.alive) {
    session.tail.reset();
    return {};
  }
  if (!session.tail || session.tail->process() != process)
    session.tail.emplace(session.directory, process);
  ORCHARD_TRY(const bool more, session.tail->poll());
  if (more) news.streams.insert(session.directory.launched_as());
  return {};
}

core::Result<void> SessionWatch::read_due_transcripts(Followed& session, SessionNews& news) {
  const core::Timestamp now = engine_.now();
  if (std::erase_if(session.transcripts_due, [&](core::Timestamp at) { return at <= now; }) == 0)
    return {};
  ORCHARD_CHECK(read_transcripts(engine_, session.directory));
  news.facts = true;
  news.told.insert(session.directory.launched_as());
  return {};
}

const agents::LiveState* SessionWatch::live(const core::SessionId& launched_as) const {
  for (const auto& [path, session] : sessions_) {
    if (session.directory.launched_as() != launched_as) continue;
    if (session.recorder) return &session.recorder->live();
    if (session.tail) return &session.tail->state();
  }
  return nullptr;
}

std::vector<core::SessionId> SessionWatch::resting() const {
  std::vector<core::SessionId> found;
  for (const auto& [path, session] : sessions_)
    if (session.alive && session.recorder &&
        session.recorder->live().state == core::SessionState::idle)
      found.push_back(session.directory.launched_as());
  return found;
}

bool SessionWatch::any_alive() const {
  return std::ranges::any_of(sessions_, [](const auto& entry) { return !entry.second.settled; });
}

std::optional<core::Timestamp> SessionWatch::next_due() const {
  std::optional<core::Timestamp> next;
  for (const auto& [path, session] : sessions_)
    for (const core::Timestamp at : session.transcripts_due)
      if (!next || at < *next) next = at;
  return next;
}

}  // namespace orchard::app
