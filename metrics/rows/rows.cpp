#include "metrics/rows/rows.h"

#include "metrics/rows/row_reader.h"
#include "metrics/usage/usage_records.h"

#include <algorithm>
#include <array>

namespace orchard::metrics {

namespace {

struct RowSource {
  RowKind kind;
  std::string_view name;
  core::Result<FigureTable> (*read)(core::Database&, const RowQuestion&);
};

constexpr std::array kSources{
    RowSource{RowKind::none, "nothing", nullptr},
    RowSource{RowKind::sessions_begun, "sessions whose first turn began then", read_sessions_begun},
    RowSource{RowKind::sessions_ended, "sessions whose newest finished turn ended then",
              read_sessions_ended},
    RowSource{RowKind::sessions_active, "sessions in which a turn began then",
              read_sessions_active},
    RowSource{RowKind::turns, "turns that began then", read_turns},
    RowSource{RowKind::calls, "API calls made then", read_calls},
    RowSource{RowKind::commits, "commits counted then", read_commits},
    RowSource{RowKind::commands, "slash commands used then", read_commands},
    RowSource{RowKind::machine_calls, "API calls of all sessions made then", nullptr},
};

const RowSource& source_of(RowKind kind) {
  return kSources.at(static_cast<std::size_t>(kind));
}

core::Result<FigureTable> read_machine_calls(Store& store, const Filter& filter,
                                             const TimeRange& range, std::int64_t limit,
                                             const RowChoice& choice) {
  RecordQuestion question;
  question.filter.place = filter;
  question.filter.session = choice.session;
  question.range = range;
  question.limit = static_cast<std::size_t>(std::max<std::int64_t>(0, limit));
  ORCHARD_TRY(const RecordPage page, query_usage_records(store, question));
  return record_table(page.rows);
}

}  // namespace

std::string_view to_string(RowKind kind) {
  return source_of(kind).name;
}

core::Result<FigureTable> query_rows(Store& store, RowKind kind, const Filter& filter,
                                     const TimeRange& range, std::int64_t limit,
                                     const RowChoice& choice) {
  if (kind == RowKind::machine_calls)
    return read_machine_calls(store, filter, range, limit, choice);
  const RowSource& source = source_of(kind);
  if (source.read == nullptr)
    return core::fail(core::ErrorCode::unsupported, "There are no rows behind this figure.");
  ORCHARD_TRY(const Scope scope, Scope::resolve_with_places(store.database(), filter));
  return source.read(store.database(), {scope, range, limit, choice});
}

}  // namespace orchard::metrics
