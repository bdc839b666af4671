#include "metrics/recorder/write_facts.h"

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

}  // namespace orchard::metrics
