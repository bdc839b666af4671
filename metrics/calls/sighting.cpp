#include "metrics/calls/sighting.h"

#include <algorithm>

namespace orchard::metrics {

std::uint32_t SightingBatch::note_session(std::string_view id, std::int64_t at,
                                          std::string_view cwd, std::string_view cli_version) {
  std::uint32_t place = last_session_;
  if (place >= sessions.size() || sessions[place].id != id) {
    place = 0;
    while (place < sessions.size() && sessions[place].id != id) ++place;
  }
  if (place == sessions.size()) {
    sessions.emplace_back().id = id;
    sessions.back().first_at = sessions.back().last_at = at;
  }
  last_session_ = place;
  SessionNews& session = sessions[place];
  session.first_at = std::min(session.first_at, at);
  session.last_at = std::max(session.last_at, at);
  if (!cwd.empty() && (session.cwd.empty() || at < session.cwd_at)) {
    session.cwd = cwd;
    session.cwd_at = at;
  }
  if (!cli_version.empty() && (session.cli_version.empty() || at >= session.version_at)) {
    session.version_at = at;
    if (session.cli_version != cli_version) session.cli_version = cli_version;
  }
  return place;
}

}  // namespace orchard::metrics
