#include "metrics/usage/reading/record_order.h"

#include "metrics/filter/window_parts.h"
#include "metrics/schema/columns.h"
#include "metrics/usage/reading/failed_calls.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;
using core::Timestamp;

namespace {

constexpr std::string_view kCalls =
    "SELECT key, at, session, model, iif(flags & 512, 2, iif(flags & 4, 1, 0)), "
    "COALESCE(branch, 0), input, output, cost, duration, cache_write_5m + cache_write_1h, "
    "cache_read, COALESCE(agent, 0) FROM api_call "
    "WHERE at / 3600000000 >= ?1 AND at / 3600000000 <= ?2 AND at >= ?3 AND at < ?4";

struct Candidate {
  std::int64_t value = 0;  ///< what it is ordered by
  std::int64_t at = 0;
  std::int64_t key = 0;
};

std::size_t keys_of(const std::unordered_map<std::int64_t, std::string>& names) {
  std::int64_t last = 0;
  for (const auto& [key, name] : names) last = std::max(last, key);
  return static_cast<std::size_t>(last) + 1;
}

/// Names as numbers in the order of the alphabet.
template <class NameOf>
std::vector<std::int64_t> ranks(std::size_t count, const NameOf& name_of) {
  std::map<std::string, std::vector<std::size_t>> by_name;
  for (std::size_t i = 0; i < count; ++i) by_name[name_of(i)].push_back(i);
  std::vector<std::int64_t> ranks(count, 0);
  std::int64_t rank = 0;
  for (const auto& [name, indexes] : by_name) {
    for (const std::size_t index : indexes) ranks[index] = rank;
    ++rank;
  }
  return ranks;
}

/// Gives each call the number that it is ordered by.
class Ordering {
 public:
  Ordering(const UsagePlaces& places, RecordColumn column) : places_(places), column_(column) {
    if (column == RecordColumn::name) {
      ranks_ = ranks(places.sessions.size(),
                     [&](std::size_t i) { return places.name(places.sessions[i]); });
      agent_ranks_ = ranks(keys_of(places.agents), [&](std::size_t i) {
        return places.agent(static_cast<std::int64_t>(i));
      });
    }
    if (column == RecordColumn::model)
      ranks_ = ranks(keys_of(places.models),
                     [&](std::size_t i) { return places.model(static_cast<std::int64_t>(i)); });
  }

  [[nodiscard]] std::int64_t value_of(const Statement& row) const {
    switch (column_) {
      case RecordColumn::time:
        return row.integer(1);
      case RecordColumn::source:
        return static_cast<std::int64_t>(
            source_of(places_.session(row.integer(2)), row.integer(4)));
      case RecordColumn::name:
        return name_rank(row.integer(2), row.integer(12));
      case RecordColumn::model:
        return rank_of(row.integer(3));
      case RecordColumn::input:
        return row.integer(6) + row.integer(10) + row.integer(11);
      case RecordColumn::cached:
        return cached_share(row);
      case RecordColumn::output:
        return row.integer(7);
      case RecordColumn::cost:
        return row.integer(8);
      case RecordColumn::duration:
        return row.is_null(9) ? -1 : row.integer(9);
    }
    return 0;
  }
  /// Of the figures that a failure has none of, it has less than any call.
  [[nodiscard]] std::int64_t value_of(const StoredFailure& failure) const {
    switch (column_) {
      case RecordColumn::time:
        return micros(failure.at);
      case RecordColumn::source:
        return static_cast<std::int64_t>(
            source_of(places_.session(failure.session), failure.origin));
      case RecordColumn::name:
        return name_rank(failure.session, failure.agent);
      case RecordColumn::cost:
        return 0;
      case RecordColumn::duration:
        return failure.duration ? *failure.duration / std::chrono::milliseconds(1) : -1;
      case RecordColumn::model:
      case RecordColumn::input:
      case RecordColumn::cached:
      case RecordColumn::output:
        break;
    }
    return -1;
  }

 private:
  /// In millionths of all input; calls without input come last.
  [[nodiscard]] static std::int64_t cached_share(const Statement& row) {
    const std::int64_t all = row.integer(6) + row.integer(10) + row.integer(11);
    if (all <= 0) return -1;
    return static_cast<std::int64_t>(1e6 * static_cast<double>(row.integer(11)) /
                                     static_cast<double>(all));
  }
  [[nodiscard]] std::int64_t rank_of(std::int64_t key) const {
    const auto index = static_cast<std::size_t>(key);
    return key >= 0 && index < ranks_.size() ? ranks_[index] : -1;
  }

  /// By the place; within it what no sub-agent of a known type made comes first.
  [[nodiscard]] std::int64_t name_rank(std::int64_t session, std::int64_t agent) const {
    const auto index = static_cast<std::size_t>(agent);
    return rank_of(session) * static_cast<std::int64_t>(agent_ranks_.size()) +
           (index < agent_ranks_.size() ? agent_ranks_[index] : 0);
  }

  const UsagePlaces& places_;
  RecordColumn column_;
  std::vector<std::int64_t> ranks_;
  std::vector<std::int64_t> agent_ranks_;
};

Result<std::vector<Candidate>> read_candidates(Database& database, const UsagePlaces& places,
                                               const UsageScope& scope,
                                               const RecordQuestion& question,
                                               const TimeRange& range) {
  const Ordering ordering(places, question.order);
  const std::int64_t from = range.from ? micros(*range.from) : 0;
  const std::int64_t to =
      range.to ? micros(*range.to) : std::numeric_limits<std::int64_t>::max() / 2;
  ORCHARD_TRY(Statement rows, database.prepare(kCalls));
  rows.bind_all(from / kMicrosAnHour, to / kMicrosAnHour, from, to);
  std::vector<Candidate> candidates;
  ORCHARD_CHECK(rows.each([&](const Statement& row) {
    const std::int64_t branch = scope.branch_of(row.integer(2), row.integer(5));
    if (scope.has(row.integer(2), row.integer(3), row.integer(4), branch, row.integer(12)))
      candidates.push_back({ordering.value_of(row), row.integer(1), row.integer(0)});
  }));
  if (!question.with_failures) return candidates;
  ORCHARD_CHECK(each_failed_call(database, scope, range, [&](const StoredFailure& failure) {
    candidates.push_back({ordering.value_of(failure), micros(failure.at), -failure.key});
  }));
  return candidates;
}

/// The part of the range that holds the page, and how many calls of the order come before it.
struct Stretch {
  TimeRange range;
  std::size_t before = 0;
};

/// By time whole quarters come before the page, and nothing after its last one matters.
Stretch find_stretch(const RecordQuestion& question, const std::vector<QuarterCount>& counts) {
  std::map<std::int64_t, std::size_t> quarters;
  for (const QuarterCount& count : counts)
    quarters[micros(count.at) / kMicrosAQuarter] += static_cast<std::size_t>(count.calls);
  std::vector<std::pair<std::int64_t, std::size_t>> order(quarters.begin(), quarters.end());
  if (!question.ascending) std::ranges::reverse(order);
  Stretch stretch{question.range, 0};
  std::size_t passed = 0;
  std::optional<std::int64_t> first;
  std::int64_t last = 0;
  for (const auto& [quarter, calls] : order) {
    if (!first && passed + calls > question.offset) {
      first = quarter;
      stretch.before = passed;
    }
    passed += calls;
    last = quarter;
    if (passed >= question.offset + question.limit) break;
  }
  if (!first) return stretch;
  const Timestamp low = timestamp(std::min(*first, last) * kMicrosAQuarter);
  const Timestamp high = timestamp((std::max(*first, last) + 1) * kMicrosAQuarter);
  stretch.range.from = question.range.from ? std::max(*question.range.from, low) : low;
  stretch.range.to = question.range.to ? std::min(*question.range.to, high) : high;
  return stretch;
}

}  // namespace

Result<std::vector<std::int64_t>> order_records(Database& database, const UsagePlaces& places,
                                                const UsageScope& scope,
                                                const RecordQuestion& question,
                                                const std::vector<QuarterCount>& quarters) {
  Stretch stretch{question.range, 0};
  if (question.order == RecordColumn::time) stretch = find_stretch(question, quarters);
  ORCHARD_TRY(std::vector<Candidate> candidates,
              read_candidates(database, places, scope, question, stretch.range));
  const std::size_t skip = question.offset - stretch.before;
  const std::size_t end = std::min(candidates.size(), skip + question.limit);
  const auto comes_first = [&](const Candidate& a, const Candidate& b) {
    if (a.value != b.value) return question.ascending ? a.value < b.value : b.value < a.value;
    return std::tie(b.at, b.key) < std::tie(a.at, a.key);
  };
  if (skip >= candidates.size()) return std::vector<std::int64_t>{};
  std::ranges::partial_sort(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(end),
                            comes_first);
  std::vector<std::int64_t> keys;
  for (std::size_t i = skip; i < end; ++i) keys.push_back(candidates[i].key);
  return keys;
}

}  // namespace orchard::metrics
