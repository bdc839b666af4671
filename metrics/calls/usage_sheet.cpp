#include "metrics/calls/usage_sheet.h"

#include "metrics/filter/window_parts.h"
#include "metrics/schema/api_call_flags.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <map>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

constexpr std::int64_t kQuartersADay = kMicrosADay / kMicrosAQuarter;

constexpr const char* kAddQuarter =
    "INSERT INTO usage_session_quarter VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
    "?13, ?14) ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + "
    "excluded.input, output = output + excluded.output, cache_write_5m = cache_write_5m + "
    "excluded.cache_write_5m, cache_write_1h = cache_write_1h + excluded.cache_write_1h, "
    "cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost, "
    "estimated = estimated + excluded.estimated";

constexpr const char* kAddDay =
    "INSERT INTO usage_session_day VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
    "?13, ?14) ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + "
    "excluded.input, output = output + excluded.output, cache_write_5m = cache_write_5m + "
    "excluded.cache_write_5m, cache_write_1h = cache_write_1h + excluded.cache_write_1h, "
    "cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost, "
    "estimated = estimated + excluded.estimated";

constexpr const char* kAddOwnQuarter =
    "INSERT INTO usage_quarter VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
    "ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input, "
    "output = output + excluded.output, cache_write_5m = cache_write_5m + "
    "excluded.cache_write_5m, cache_write_1h = cache_write_1h + excluded.cache_write_1h, "
    "cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost, "
    "estimated = estimated + excluded.estimated";

std::int64_t origin_of(const CallRow& row) {
  if (row.has(call_flag::kBackground)) return 2;
  return row.has(call_flag::kSubAgent) ? 1 : 0;
}

}  // namespace

std::size_t UsageSheet::KeyHash::operator()(const Key& key) const {
  std::uint64_t hash = 0;
  for (const std::int64_t part :
       {key.period, key.session, key.model, key.origin, key.branch, key.agent})
    hash = (hash ^ static_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15U;
  return static_cast<std::size_t>(hash ^ (hash >> 32U));
}

UsageSheet::Sums& UsageSheet::Sums::operator+=(const Sums& other) {
  calls += other.calls;
  tokens += other.tokens;
  cost += other.cost;
  estimated += other.estimated;
  return *this;
}

void UsageSheet::add(const CallRow& row, std::int64_t cost) {
  const Key key{row.at / kMicrosAQuarter, row.session,          row.model, origin_of(row),
                row.branch.value_or(0),   row.agent.value_or(0)};
  by_quarter_[key] += {1, row.usage, cost, row.has(call_flag::kEstimated) ? cost : 0};
}

Result<void> UsageSheet::write_lines(Database& database, const char* sql,
                                     const std::vector<Line>& lines) {
  ORCHARD_TRY(Statement add, database.prepare(sql));
  for (const auto& [key, sums] : lines) {
    add.bind_all(key.period, key.session, key.model, key.origin, key.branch, key.agent, sums.calls,
                 sums.tokens.input, sums.tokens.output, sums.tokens.cache_write_5m,
                 sums.tokens.cache_write_1h, sums.tokens.cache_read, sums.cost, sums.estimated);
    ORCHARD_CHECK(add.run());
  }
  return {};
}

Result<void> UsageSheet::write_quarters(Database& database, const std::vector<Line>& lines) {
  ORCHARD_TRY(Statement outside, database.prepare("SELECT outside FROM session WHERE key = ?1"));
  std::unordered_map<std::int64_t, bool> is_outside;
  std::map<std::int64_t, Sums> own;
  for (const auto& [key, sums] : lines) {
    const auto [known, is_new] = is_outside.try_emplace(key.session, false);
    if (is_new) {
      outside.bind(1, key.session);
      ORCHARD_TRY(const bool found, outside.step());
      known->second = found && outside.integer(0) == 1;
    }
    if (!known->second) own[key.period] += sums;
  }
  ORCHARD_TRY(Statement add, database.prepare(kAddOwnQuarter));
  for (const auto& [quarter, sums] : own) {
    add.bind_all(quarter, sums.calls, sums.tokens.input, sums.tokens.output,
                 sums.tokens.cache_write_5m, sums.tokens.cache_write_1h, sums.tokens.cache_read,
                 sums.cost, sums.estimated);
    ORCHARD_CHECK(add.run());
  }
  return {};
}

Result<void> UsageSheet::write(Database& database) {
  std::vector<Line> lines(by_quarter_.begin(), by_quarter_.end());
  by_quarter_.clear();
  const auto by_key = [](const Line& a, const Line& b) { return a.first < b.first; };
  std::sort(lines.begin(), lines.end(), by_key);
  ORCHARD_CHECK(write_lines(database, kAddQuarter, lines));
  ORCHARD_CHECK(write_quarters(database, lines));
  for (Line& line : lines) line.first.period /= kQuartersADay;
  std::sort(lines.begin(), lines.end(), by_key);
  std::vector<Line> days;
  for (const Line& line : lines) {
    if (days.empty() || days.back().first != line.first)
      days.push_back(line);
    else
      days.back().second += line.second;
  }
  return write_lines(database, kAddDay, days);
}

}  // namespace orchard::metrics
