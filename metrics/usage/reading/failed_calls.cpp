#include "metrics/usage/reading/failed_calls.h"

#include "metrics/filter/window_parts.h"
#include "metrics/schema/columns.h"

#include <string>
#include <string_view>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

std::string failures(std::string_view where) {
  constexpr std::string_view kColumns =
      "SELECT key, at, session, origin, COALESCE(branch, 0), COALESCE(agent, 0), status, "
      "duration FROM failed_call WHERE ";
  return std::string(kColumns).append(where);
}

StoredFailure failure_of(const Statement& row) {
  StoredFailure failure;
  failure.key = row.integer(0);
  failure.at = timestamp(row.integer(1));
  failure.session = row.integer(2);
  failure.origin = row.integer(3);
  failure.branch = row.integer(4);
  failure.agent = row.integer(5);
  if (const auto status = row.optional_integer(6)) failure.status = static_cast<int>(*status);
  if (const auto duration = row.optional_integer(7))
    failure.duration = std::chrono::milliseconds(*duration);
  return failure;
}

}  // namespace

Result<void> each_failed_call(Database& database, const UsageScope& scope, const TimeRange& range,
                              const OnFailure& on_failure) {
  const Span span = span_of(range);
  ORCHARD_TRY(Statement rows, database.prepare(failures("at >= ?1 AND at < ?2")));
  rows.bind_all(span.from, span.to);
  return rows.each([&](const Statement& row) {
    StoredFailure failure = failure_of(row);
    failure.branch = scope.branch_of(failure.session, failure.branch);
    if (scope.has(failure.session, 0, failure.origin, failure.branch, failure.agent))
      on_failure(failure);
  });
}

Result<std::optional<StoredFailure>> find_failed_call(Database& database, std::int64_t key) {
  ORCHARD_TRY(Statement row, database.prepare(failures("key = ?1")));
  row.bind(1, key);
  ORCHARD_TRY(const bool found, row.step());
  return found ? std::optional(failure_of(row)) : std::nullopt;
}

}  // namespace orchard::metrics
