#pragma once

#include <optional>
#include <string_view>

namespace orchard::metrics {

/// The HTTP status that the API refused a call with, as the record says that Claude Code writes in
/// place of a reply: in its text ("API Error: 529 …") or by the kind of its error. None: the record
/// does not say, or no answer came. Pure.
[[nodiscard]] std::optional<int> failure_status(std::string_view record);

/// What such a record says in its first piece of text, as it stands there with its quotes; empty
/// where there is none. Pure.
[[nodiscard]] std::string_view failure_text(std::string_view record);

}  // namespace orchard::metrics
