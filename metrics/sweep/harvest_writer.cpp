#include "metrics/sweep/harvest_writer.h"

#include "core/domain/plan_usage.h"
#include "metrics/ledger/reprice.h"
#include "metrics/recorder/keys.h"

namespace orchard::metrics {

using core::Result;

namespace {

/// Responses remembered beyond this cost more memory than their look-up costs time.
constexpr std::size_t kMostRemembered = 50'000;

/// A record that was told before, or that a fork copied, stays what it is, but for the type of its
/// sub-agent: as with calls, whoever knows it tells it.
constexpr std::string_view kFailure =
    "INSERT INTO failed_call (record, session, at, origin, branch, status, duration, agent) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (record) DO UPDATE "
    "SET agent = excluded.agent WHERE origin = 1 AND excluded.agent IS NOT NULL AND (agent IS NULL "
    "OR (SELECT name FROM agent WHERE key = excluded.agent) < "
    "(SELECT name FROM agent WHERE key = failed_call.agent))";

Result<void> write_failures(core::Database& database, const SightingBatch& batch,
                            const std::vector<std::int64_t>& sessions) {
  for (const FailedCall& call : batch.failures) {
    std::optional<std::int64_t> branch;
    if (call.branch != Sighting::kNone) {
      ORCHARD_TRY(branch, branch_key(database, batch.branches.names()[call.branch]));
    }
    std::optional<std::int64_t> agent;
    if (call.agent != Sighting::kNone) {
      ORCHARD_TRY(agent, agent_key(database, batch.agents.names()[call.agent]));
    }
    ORCHARD_CHECK(database.execute(kFailure, call.record, sessions[call.session], call.at,
                                   call.origin, branch, call.status, call.duration, agent));
  }
  return {};
}

/// A record that a fork copied tells the same at the same moment.
constexpr std::string_view kLimit =
    "INSERT INTO rate_limit_sample (kind, at, session, status, utilization, resets_at, source) "
    "VALUES (?1, ?2, ?3, 'rejected', 1, ?4, ?5) ON CONFLICT DO NOTHING";

Result<void> write_limits(core::Database& database, const SightingBatch& batch,
                          const std::vector<std::int64_t>& sessions) {
  for (const ReachedLimit& limit : batch.limits)
    ORCHARD_CHECK(database.execute(kLimit, limit.kind, limit.at, sessions[limit.session],
                                   limit.resets_at, core::to_string(core::PlanSource::transcript)));
  return {};
}

}  // namespace

void HarvestWriter::forget() {
  calls_.forget();
  sessions_.forget();
  version_.reset();
}

Result<void> HarvestWriter::write(const std::vector<Harvest>& harvests) {
  for (const Harvest& harvest : harvests)
    for (const SessionNews& news : harvest.batch.sessions) sessions_.look_at(news);
  ORCHARD_TRY(core::Transaction transaction, store_.database().begin());
  // What is remembered holds as long as nobody else wrote in between.
  ORCHARD_TRY(const std::int64_t version, store_.data_version());
  if (version_ != version || calls_.size() > kMostRemembered) forget();
  ORCHARD_CHECK(note_prices(store_.database(), store_.prices()));
  auto written = write_all(harvests);
  if (written) written = transaction.commit();
  if (!written) {
    forget();
    return written;
  }
  version_ = version;
  return {};
}

Result<void> HarvestWriter::write_all(const std::vector<Harvest>& harvests) {
  for (const Harvest& harvest : harvests) {
    std::vector<std::int64_t> keys;
    for (const SessionNews& news : harvest.batch.sessions) {
      ORCHARD_TRY(keys.emplace_back(), sessions_.enter(news));
    }
    ORCHARD_CHECK(calls_.enter(harvest.batch, keys));
    ORCHARD_CHECK(write_failures(store_.database(), harvest.batch, keys));
    ORCHARD_CHECK(write_limits(store_.database(), harvest.batch, keys));
  }
  ORCHARD_CHECK(calls_.write());
  ORCHARD_CHECK(sessions_.write());
  for (const Harvest& harvest : harvests)
    for (const ScanRecord& record : harvest.records)
      ORCHARD_CHECK(put_scan_record(store_.database(), record));
  return {};
}

}  // namespace orchard::metrics
