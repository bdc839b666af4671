#include "metrics/filter/usage.h"

#include "metrics/filter/window_parts.h"
#include "metrics/schema/columns.h"

#include <string_view>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

// All give the members of UsagePart in their order.

constexpr std::string_view kDays =
    "SELECT day * 86400000000, session, model, origin, branch, agent, calls, input, output, "
    "cache_write_5m, cache_write_1h, cache_read, cost, estimated FROM usage_session_day "
    "WHERE day >= ?1 AND day < ?2";

constexpr std::string_view kQuarters =
    "SELECT quarter * 900000000, session, model, origin, branch, agent, calls, input, output, "
    "cache_write_5m, cache_write_1h, cache_read, cost, estimated FROM usage_session_quarter "
    "WHERE quarter >= ?1 AND quarter < ?2";

constexpr std::string_view kCalls =
    "SELECT at, session, model, iif(flags & 512, 2, iif(flags & 4, 1, 0)), COALESCE(branch, 0), "
    "COALESCE(agent, 0), 1, input, output, cache_write_5m, cache_write_1h, cache_read, cost, "
    "iif(flags & 32, cost, 0) "
    "FROM api_call WHERE at / 3600000000 >= ?1 AND at / 3600000000 <= ?2 AND at >= ?3 AND at < ?4";

/// Of all of Orchard's own sessions together.
constexpr std::string_view kOwnQuarters =
    "SELECT quarter * 900000000, 0, 0, 0, 0, 0, calls, input, output, cache_write_5m, "
    "cache_write_1h, "
    "cache_read, cost, estimated FROM usage_quarter WHERE quarter >= ?1 AND quarter < ?2";

class Reader {
 public:
  Reader(Database& database, const OnUsagePart& on_part) : database_(database), on_part_(on_part) {}

  template <class... Values>
  Result<void> read(std::string_view sql, const Values&... values) const {
    ORCHARD_TRY(Statement statement, database_.prepare(sql));
    statement.bind_all(values...);
    UsagePart part;
    return statement.each([&](const Statement& row) {
      part.at = timestamp(row.integer(0));
      part.session = row.integer(1);
      part.model = row.integer(2);
      part.origin = row.integer(3);
      part.branch = row.integer(4);
      part.agent = row.integer(5);
      part.sums.calls = row.integer(6);
      part.sums.tokens = {row.integer(7), row.integer(8), row.integer(9), row.integer(10),
                          row.integer(11)};
      part.sums.cost = {row.integer(12)};
      part.sums.estimated = {row.integer(13)};
      on_part_(part);
    });
  }
  Result<void> days(const Span& span) const {
    return span.is_empty() ? Result<void>{} : read(kDays, span.from, span.to);
  }
  Result<void> quarters(const Span& span) const {
    return span.is_empty() ? Result<void>{} : read(kQuarters, span.from, span.to);
  }
  Result<void> calls(const Span& span) const {
    if (span.is_empty()) return {};
    return read(kCalls, span.from / kMicrosAnHour, span.to / kMicrosAnHour, span.from, span.to);
  }

 private:
  Database& database_;
  const OnUsagePart& on_part_;
};

}  // namespace

Result<void> each_usage_part(Database& database, const TimeRange& range, UsageGrain grain,
                             const OnUsagePart& on_part) {
  const Reader reader(database, on_part);
  const WindowParts parts = divide(span_of(range), grain == UsageGrain::days);
  ORCHARD_CHECK(reader.calls(parts.calls_before));
  ORCHARD_CHECK(reader.calls(parts.calls_after));
  ORCHARD_CHECK(reader.quarters(parts.quarters_before));
  ORCHARD_CHECK(reader.days(parts.days));
  return reader.quarters(parts.quarters_after);
}

Result<void> each_session_usage(Database& database, const Scope& scope, const TimeRange& range,
                                const OnSessionUsage& on_usage) {
  return each_usage_part(database, range, UsageGrain::days, [&](const UsagePart& part) {
    if (scope.has_session(part.session) && scope.has_model(part.model))
      on_usage(part.session, part.model, part.sums);
  });
}

Result<void> each_quarter_usage(Database& database, const Scope& scope, const TimeRange& range,
                                const OnQuarterUsage& on_usage) {
  const Span span = span_of(range);
  const auto up = [](std::int64_t at) { return (at + kMicrosAQuarter - 1) / kMicrosAQuarter; };
  const OnUsagePart on_part = [&](const UsagePart& part) {
    if (scope.is_everything() || (scope.has_session(part.session) && scope.has_model(part.model)))
      on_usage(part.at, part.sums);
  };
  return Reader(database, on_part)
      .read(scope.is_everything() ? kOwnQuarters : kQuarters, up(span.from), up(span.to));
}

}  // namespace orchard::metrics
