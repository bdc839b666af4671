#pragma once

#include "core/domain/fact.h"

#include <optional>
#include <string_view>

namespace orchard::metrics {

/// Reads one line of a Claude Code transcript. Tolerant: whatever is no API response with usage, or
/// not readable, is none; unknown fields and types are ignored. Synthetic replies are none. A reply
/// without stop reason was aborted and is not complete. `session` is taken from the record, else
/// `file_session`. Pure.
[[nodiscard]] std::optional<core::ApiCallSeen> decode_transcript_line(
    std::string_view line, const core::SessionId& file_session);

/// Whether something is lost with a line that decode_transcript_line() could not read: it is no
/// JSON object though it should be one, or a reply whose usage, id or time cannot be read. Only
/// lines that speak of usage are looked at as a whole; of the others only the ends. Pure.
[[nodiscard]] bool is_malformed_transcript_line(std::string_view line);

}  // namespace orchard::metrics
