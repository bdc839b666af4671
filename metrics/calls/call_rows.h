#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/calls/call_row.h"
#include "metrics/pricing/price_table.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace orchard::metrics {

// Rows of api_call in the store. Only inside a transaction.

/// Errors: corrupt when there is none.
[[nodiscard]] core::Result<CallRow> load_call(core::Database& database, std::int64_t key);
/// By the hash of its message id or of its request id.
[[nodiscard]] core::Result<std::optional<CallRow>> find_call_by_message(core::Database& database,
                                                                        std::int64_t hash);
[[nodiscard]] core::Result<std::optional<CallRow>> find_call_by_request(core::Database& database,
                                                                        std::int64_t hash);

/// Inserts or replaces the row; key 0 takes the next one. Gives its key.
[[nodiscard]] core::Result<std::int64_t> save_call(core::Database& database, const CallRow& row,
                                                   std::int64_t cost);
[[nodiscard]] core::Result<void> remove_call(core::Database& database, std::int64_t key);

/// Leads the id to `key` from now on, wherever it led before.
[[nodiscard]] core::Result<void> move_message(core::Database& database, std::int64_t hash,
                                              std::int64_t key);
[[nodiscard]] core::Result<void> move_request(core::Database& database, std::int64_t hash,
                                              std::int64_t key);
/// Leads the id to `key` unless it leads somewhere.
[[nodiscard]] core::Result<void> name_message(core::Database& database, std::int64_t hash,
                                              std::int64_t key);
[[nodiscard]] core::Result<void> name_request(core::Database& database, std::int64_t hash,
                                              std::int64_t key);

/// Whether the id of session `a` sorts before that of session `b`.
[[nodiscard]] core::Result<bool> has_smaller_id(core::Database& database, std::int64_t a,
                                                std::int64_t b);
/// Whether the name of the type of sub-agent `a` sorts before that of `b`.
[[nodiscard]] core::Result<bool> has_smaller_name(core::Database& database, std::int64_t a,
                                                  std::int64_t b);

}  // namespace orchard::metrics
