#include "metrics/sweep/harvest_writer.h"

#include "metrics/ledger/reprice.h"

namespace orchard::metrics {

using core::Result;

namespace {

/// Responses remembered beyond this cost more memory than their look-up costs time.
constexpr std::size_t kMostRemembered = 50'000;

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
  }
  ORCHARD_CHECK(calls_.write());
  ORCHARD_CHECK(sessions_.write());
  for (const Harvest& harvest : harvests)
    for (const ScanRecord& record : harvest.records)
      ORCHARD_CHECK(put_scan_record(store_.database(), record));
  return {};
}

}  // namespace orchard::metrics
