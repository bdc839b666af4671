#include "metrics/filter/usage.h"

#include "metrics/filter/window_parts.h"
#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

constexpr std::string_view kDays =
    "SELECT session, model, calls, input, output, cache_write_5m, cache_write_1h, cache_read, "
    "cost, estimated FROM usage_session_day WHERE day >= ?1 AND day < ?2";

constexpr std::string_view kQuarters =
    "SELECT session, model, calls, input, output, cache_write_5m, cache_write_1h, cache_read, "
    "cost, estimated, quarter FROM usage_session_quarter WHERE quarter >= ?1 AND quarter < ?2";

constexpr std::string_view kAllQuarters =
    "SELECT quarter, 0, calls, input, output, cache_write_5m, cache_write_1h, cache_read, cost, "
    "estimated FROM usage_quarter WHERE quarter >= ?1 AND quarter < ?2";

constexpr std::string_view kCalls =
    "SELECT session, model, 1, input, output, cache_write_5m, cache_write_1h, cache_read, cost, "
    "CASE WHEN flags & 32 THEN cost ELSE 0 END FROM api_call "
    "WHERE at / 3600000000 >= ?1 AND at / 3600000000 <= ?2 AND at >= ?3 AND at < ?4";

UsageSums sums_of(const Statement& row) {
  UsageSums sums;
  sums.calls = row.integer(2);
  sums.tokens = {row.integer(3), row.integer(4), row.integer(5), row.integer(6), row.integer(7)};
  sums.cost = {row.integer(8)};
  sums.estimated = {row.integer(9)};
  return sums;
}

class Reader {
 public:
  Reader(Database& database, const Scope& scope, const OnSessionUsage& on_usage)
      : database_(database), scope_(scope), on_usage_(on_usage) {}

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
  template <class... Values>
  Result<void> read(std::string_view sql, const Values&... values) const {
    ORCHARD_TRY(Statement statement, database_.prepare(sql));
    statement.bind_all(values...);
    return statement.each([&](const Statement& row) {
      if (scope_.has_session(row.integer(0)) && scope_.has_model(row.integer(1)))
        on_usage_(row.integer(0), row.integer(1), sums_of(row));
    });
  }

  Database& database_;
  const Scope& scope_;
  const OnSessionUsage& on_usage_;
};

}  // namespace

Result<void> each_session_usage(Database& database, const Scope& scope, const TimeRange& range,
                                const OnSessionUsage& on_usage) {
  const Reader reader(database, scope, on_usage);
  const WindowParts parts = divide(span_of(range), true);
  ORCHARD_CHECK(reader.calls(parts.calls_before));
  ORCHARD_CHECK(reader.calls(parts.calls_after));
  ORCHARD_CHECK(reader.quarters(parts.quarters_before));
  ORCHARD_CHECK(reader.days(parts.days));
  return reader.quarters(parts.quarters_after);
}

Result<void> each_quarter_usage(Database& database, const Scope& scope, const TimeRange& range,
                                const OnQuarterUsage& on_usage) {
  const Span span = span_of(range);
  const auto begin_of = [](std::int64_t quarter) { return timestamp(quarter * kMicrosAQuarter); };
  const auto up = [](std::int64_t at) { return (at + kMicrosAQuarter - 1) / kMicrosAQuarter; };
  ORCHARD_TRY(Statement statement,
              database.prepare(scope.is_everything() ? kAllQuarters : kQuarters));
  statement.bind_all(up(span.from), up(span.to));
  return statement.each([&](const Statement& row) {
    if (scope.is_everything()) return on_usage(begin_of(row.integer(0)), sums_of(row));
    if (scope.has_session(row.integer(0)) && scope.has_model(row.integer(1)))
      on_usage(begin_of(row.integer(10)), sums_of(row));
  });
}

}  // namespace orchard::metrics
