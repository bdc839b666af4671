#include "metrics/sweep/session_news.h"

#include "metrics/recorder/keys.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <map>

namespace orchard::metrics {

using core::Result;

namespace {

void join(SessionNews& known, const SessionNews& news) {
  known.first_at = std::min(known.first_at, news.first_at);
  known.last_at = std::max(known.last_at, news.last_at);
  if (!news.cwd.empty() && (known.cwd.empty() || news.cwd_at < known.cwd_at)) {
    known.cwd = news.cwd;
    known.cwd_at = news.cwd_at;
  }
  if (!news.cli_version.empty() &&
      (known.cli_version.empty() || news.version_at >= known.version_at)) {
    known.cli_version = news.cli_version;
    known.version_at = news.version_at;
  }
}

}  // namespace

Result<std::int64_t> SessionBook::enter(const SessionNews& news) {
  auto known = keys_.find(news.id);
  if (known == keys_.end()) {
    ORCHARD_TRY(auto key,
                find_integer(database_, "SELECT key FROM session WHERE id = ?1", news.id));
    if (!key) {
      ORCHARD_CHECK(database_.execute("INSERT INTO session (id, outside) VALUES (?1, 1)", news.id));
      key = database_.last_insert_rowid();
    }
    known = keys_.emplace(news.id, *key).first;
  }
  const auto [entry, is_new] = news_.try_emplace(known->second, news);
  if (!is_new) join(entry->second, news);
  return known->second;
}

Result<void> SessionBook::write() {
  // In the order of their keys, so that the same news make the same store.
  const std::map<std::int64_t, SessionNews> in_order(news_.begin(), news_.end());
  news_.clear();
  for (const auto& [key, news] : in_order) ORCHARD_CHECK(write(key, news));
  return {};
}

Result<void> SessionBook::write(std::int64_t key, const SessionNews& news) {
  ORCHARD_CHECK(note_change(database_, key));
  ORCHARD_CHECK(
      database_.execute("UPDATE session SET last_active_at = ?2 WHERE key = ?1 AND "
                        "last_active_at < ?2",
                        key, news.last_at));
  ORCHARD_TRY(const auto outside,
              find_integer(database_, "SELECT outside FROM session WHERE key = ?1", key));
  return outside.value_or(0) == 1 ? write_outside(key, news) : Result<void>();
}

Result<void> SessionBook::write_outside(std::int64_t key, const SessionNews& news) {
  if (!news.cwd.empty()) {
    ORCHARD_TRY(const std::int64_t project, projects_.project_of(news.cwd));
    // A session belongs where its first call was made.
    ORCHARD_CHECK(
        database_.execute("UPDATE session SET project = ?2 WHERE key = ?1 AND (project IS NULL "
                          "OR ?3 < started_at)",
                          key, project, news.cwd_at));
  }
  return database_.execute(
      "UPDATE session SET started_at = MIN(COALESCE(started_at, ?2), ?2), "
      "cli_version = CASE WHEN ?3 <> '' AND ?4 >= described_at THEN ?3 ELSE "
      "cli_version END, "
      "described_at = MAX(described_at, ?4) WHERE key = ?1",
      key, news.first_at, news.cli_version, news.version_at);
}

void SessionBook::forget() {
  keys_.clear();
  news_.clear();
  projects_.forget();
}

}  // namespace orchard::metrics
