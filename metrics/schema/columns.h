#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/database/database.h"
#include "core/io/line_framer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::metrics {

// How values stand in columns.

[[nodiscard]] inline std::int64_t micros(core::Timestamp at) {
  return at.time_since_epoch().count();
}

[[nodiscard]] inline std::optional<std::int64_t> micros(const std::optional<core::Timestamp>& at) {
  return at ? std::optional(micros(*at)) : std::nullopt;
}

[[nodiscard]] inline core::Timestamp timestamp(std::int64_t column) {
  return core::Timestamp(core::Duration(column));
}

[[nodiscard]] inline std::optional<core::Timestamp> timestamp(std::optional<std::int64_t> column) {
  return column ? std::optional(timestamp(*column)) : std::nullopt;
}

/// Text of others as it may be stored: valid UTF-8.
[[nodiscard]] inline std::string clean(std::string_view text) {
  return core::to_valid_utf8(text);
}

/// NULL for an id that is not there.
template <class Id>
[[nodiscard]] std::optional<std::string> id_text(const std::optional<Id>& id) {
  return id ? std::optional(id->value) : std::nullopt;
}

/// The first column of the first row, if there is one. The column must not be NULL.
template <class... Values>
[[nodiscard]] core::Result<std::optional<std::int64_t>> find_integer(core::Database& database,
                                                                     std::string_view sql,
                                                                     const Values&... values) {
  ORCHARD_TRY(core::Statement statement, database.prepare(sql));
  statement.bind_all(values...);
  ORCHARD_TRY(const bool found, statement.step());
  return found ? std::optional(statement.integer(0)) : std::nullopt;
}

}  // namespace orchard::metrics
