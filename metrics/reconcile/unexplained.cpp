#include "metrics/reconcile/unexplained.h"

#include "metrics/schema/columns.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace orchard::metrics {

using core::Result;

namespace {

constexpr std::string_view kReports =
    "SELECT r.process, r.session, r.reported, r.at, r.turn, "
    "COALESCE(t.outcome = 'interrupted', 0) FROM turn_total r LEFT JOIN turn t ON t.key = r.turn "
    "WHERE r.launched_as = ?1 ORDER BY r.process, r.key";

// A call without a turn (the transcript of a sub-agent names none) belongs to the one that had
// begun last. Bit 1: complete; bit 4: of a sub-agent.
constexpr std::string_view kCalls =
    "SELECT c.session, COALESCE(c.turn, (SELECT u.key FROM turn u WHERE u.session = c.session "
    "  AND u.started_at <= c.at ORDER BY u.started_at DESC LIMIT 1)), c.at, c.cost, c.flags & 5 "
    "FROM session s JOIN api_call c ON c.session = s.key "
    "WHERE s.key = ?1 OR s.launched_as = ?1";

/// One turn's end as the agent reports it, and what the ledger holds of that turn.
struct Report {
  std::int64_t process = 0;
  std::int64_t session = 0;
  std::int64_t total = 0;
  std::int64_t at = 0;
  std::optional<std::int64_t> turn;
  bool left_out = false;
  std::int64_t explained = 0;
};

struct Call {
  std::int64_t session = 0;
  std::optional<std::int64_t> turn;
  std::int64_t at = 0;
  std::int64_t cost = 0;
  bool complete = false;
  bool sub_agent = false;
};

/// Finds the report that a call belongs to.
class ReportIndex {
 public:
  explicit ReportIndex(std::vector<Report>& reports) : reports_(reports) {
    for (Report& report : reports)
      if (report.turn) by_turn_.emplace(*report.turn, &report);
  }

  [[nodiscard]] Report* find(const Call& call) const {
    if (call.turn) {
      const auto found = by_turn_.find(*call.turn);
      return found == by_turn_.end() ? nullptr : found->second;
    }
    const auto found = std::ranges::find_if(reports_, [&](const Report& report) {
      return report.session == call.session && report.at >= call.at;
    });
    return found == reports_.end() ? nullptr : &*found;
  }

 private:
  std::vector<Report>& reports_;
  std::unordered_map<std::int64_t, Report*> by_turn_;
};

void explain(const ReportIndex& index, const Call& call) {
  Report* report = index.find(call);
  if (report == nullptr) return;
  if (call.complete) report->explained += call.cost;
  // A sub-agent's reply is complete only when its transcript was read: until then it is missing.
  if (!call.complete && !call.sub_agent) report->left_out = true;
}

std::int64_t nearest(const std::vector<std::int64_t>& values, std::int64_t target) {
  return *std::ranges::min_element(
      values, {}, [target](std::int64_t value) { return std::llabs(value - target); });
}

std::int64_t sum_unexplained(const std::vector<Report>& reports) {
  std::vector<std::int64_t> bases{0};
  std::int64_t unexplained = 0;
  const Report* before = nullptr;
  for (const Report& report : reports) {
    const bool goes_on =
        before != nullptr && before->process == report.process && before->session == report.session;
    if (before != nullptr && !goes_on) bases.push_back(before->total);
    const std::int64_t base =
        goes_on ? before->total : nearest(bases, report.total - report.explained);
    if (!report.left_out) unexplained += report.total - base - report.explained;
    before = &report;
  }
  return unexplained;
}

}  // namespace

Result<core::Cost> unexplained_cost(core::Database& database, std::int64_t root) {
  std::vector<Report> reports;
  ORCHARD_TRY(core::Statement told, database.prepare(kReports));
  told.bind(1, root);
  ORCHARD_CHECK(told.each([&](const core::Statement& row) {
    reports.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3),
                       row.optional_integer(4), row.integer(5) != 0, 0});
  }));
  if (reports.empty()) return core::Cost{};
  const ReportIndex index(reports);
  ORCHARD_TRY(core::Statement calls, database.prepare(kCalls));
  calls.bind(1, root);
  ORCHARD_CHECK(calls.each([&](const core::Statement& row) {
    const std::int64_t flags = row.integer(4);
    explain(index, {row.integer(0), row.optional_integer(1), row.integer(2), row.integer(3),
                    (flags & 1) != 0, (flags & 4) != 0});
  }));
  return core::Cost{sum_unexplained(reports)};
}

}  // namespace orchard::metrics
