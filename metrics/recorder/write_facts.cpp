#include "metrics/recorder/write_facts.h"

#include "metrics/recorder/keys.h"

#include <set>
#include <type_traits>
#include <variant>

namespace orchard::metrics {

core::Result<void> write_fact(core::Database& database, const PriceTable& prices,
                              const core::Fact& fact) {
  return std::visit(
      [&](const auto& value) -> core::Result<void> {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, core::ApiCallSeen>)
          return write_api_call(database, prices, value);
        else
          return write(database, value);
      },
      fact);
}

core::Result<void> note_changes(core::Database& database, std::span<const core::Fact> facts) {
  std::set<core::SessionId> changed;
  for (const core::Fact& fact : facts)
    std::visit(
        [&](const auto& value) {
          if constexpr (requires { value.launched_as; }) changed.insert(value.launched_as);
          if constexpr (requires { changed.insert(value.session); }) changed.insert(value.session);
        },
        fact);
  for (const core::SessionId& session : changed) ORCHARD_CHECK(note_change(database, session));
  return {};
}

}  // namespace orchard::metrics
