#pragma once

#include "core/base/result.h"
#include "core/database/database.h"

#include <cstdint>
#include <span>

namespace orchard::core {

class DatabaseConnection;

/// Checks that the file is ours and not newer than `migrations`, switches it to WAL and brings it
/// up to date, wholly or not at all. The caller holds the lock file. Errors as those of
/// Database::open.
[[nodiscard]] Result<void> migrate(DatabaseConnection& connection, std::int32_t application_id,
                                   std::span<const Migration> migrations);

/// Checks that the file is ours and of the version that `migrations` end with, and changes nothing.
/// Needs no lock file. Errors: busy when it is fresh or older, and those of Database::open.
[[nodiscard]] Result<void> check_version(DatabaseConnection& connection,
                                         std::int32_t application_id,
                                         std::span<const Migration> migrations);

/// The same, and that it is in WAL. Errors: busy when it is not, and those of check_version.
[[nodiscard]] Result<void> check_migrated(DatabaseConnection& connection,
                                          std::int32_t application_id,
                                          std::span<const Migration> migrations);

}  // namespace orchard::core
