#include "metrics/ccusage/ccusage_account.h"

#include "metrics/calendar/wall_clock.h"

#include <algorithm>
#include <utility>

namespace orchard::metrics {

namespace {

bool is_within(const CcusageQuestion& question, CivilDay day) {
  return (!question.since || day >= *question.since) && (!question.until || day <= *question.until);
}

}  // namespace

core::Result<CcusageAccount> ask_ccusage(const CcusageEnvironment& environment,
                                         const CcusageQuestion& question, const LocalTime& local,
                                         core::Timestamp now) {
  ORCHARD_TRY(const std::vector<CcusageFile> files, find_ccusage_files(environment));
  std::vector<CcusageEntry> entries = load_ccusage_entries(files, question.mode);
  WallClock clock(local);
  const auto day_of = [&clock](core::Timestamp at) { return clock.read(at).day; };

  CcusageAccount account;
  account.report = question.report;
  if (question.report == CcusageReport::blocks) {
    account.blocks = make_ccusage_blocks(std::move(entries), now, question.block_length);
    std::erase_if(account.blocks, [&](const CcusageBlock& block) {
      return !is_within(question, day_of(block.start));
    });
    if (question.newest_first) std::reverse(account.blocks.begin(), account.blocks.end());
    return account;
  }
  std::erase_if(entries,
                [&](const CcusageEntry& entry) { return !is_within(question, day_of(entry.at)); });
  const bool by_session = question.report == CcusageReport::session;
  account.rows = by_session ? session_rows(entries, files)
                            : period_rows(entries, question.report, day_of, question.first_weekday);
  if (question.newest_first && !by_session) std::reverse(account.rows.begin(), account.rows.end());
  account.total = sum_rows(account.rows);
  return account;
}

}  // namespace orchard::metrics
