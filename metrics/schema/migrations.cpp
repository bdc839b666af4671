#include "metrics/schema/migrations.h"

#include "metrics/schema/first_schema.h"

#include <array>

namespace orchard::metrics {

std::span<const core::Migration> migrations() {
  static constexpr std::array kMigrations{
      core::Migration{1, "the first schema", kFirstSchema},
  };
  return kMigrations;
}

}  // namespace orchard::metrics
