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
  std::set<core::SessionId> copied;
  for (const core::Fact& fact : facts)
    std::visit(
        [&](const auto& value) {
          if constexpr (requires { value.launched_as; }) changed.insert(value.launched_as);
          if constexpr (requires { value.witness; })
            (value.witness == core::Witness::stream ? changed : copied).insert(value.session);
          else if constexpr (requires { changed.insert(value.session); })
            changed.insert(value.session);
        },
        fact);
  for (const core::SessionId& session : changed) ORCHARD_CHECK(note_own_change(database, session));
  for (const core::SessionId& session : copied) {
    // A transcript may hold replies of conversations that are not Orchard's.
    if (changed.contains(session)) continue;
    ORCHARD_TRY(const std::int64_t key, session_key(database, session));
    ORCHARD_CHECK(note_change(database, key));
  }
  return {};
}

}  // namespace orchard::metrics
