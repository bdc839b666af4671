#include "metrics/analytics/commands.h"

#include "metrics/filter/scope.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace orchard::metrics {

using core::Result;
using core::Statement;

Result<std::vector<CommandCount>> query_slash_commands(Store& store, const Filter& filter,
                                                       const TimeRange& range) {
  using Limits = std::numeric_limits<std::int64_t>;
  ORCHARD_TRY(const Scope scope, Scope::resolve(store.database(), filter));
  ORCHARD_TRY(Statement uses,
              store.database().prepare("SELECT session, name FROM slash_command_use "
                                       "WHERE at >= ?1 AND at < ?2"));
  uses.bind_all(micros(range.from).value_or(Limits::min()),
                micros(range.to).value_or(Limits::max()));
  std::map<std::string, std::int64_t> by_name;
  ORCHARD_CHECK(uses.each([&](const Statement& row) {
    if (scope.has_session(row.integer(0))) ++by_name[row.text(1)];
  }));
  std::vector<CommandCount> commands;
  for (const auto& [name, count] : by_name) commands.push_back({name, count});
  std::stable_sort(commands.begin(), commands.end(),
                   [](const CommandCount& a, const CommandCount& b) { return a.uses > b.uses; });
  return commands;
}

}  // namespace orchard::metrics
