#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace orchard::core {

// A model may ask a stronger one for advice in the middle of a reply. The API bills that as a call
// of its own, and tells of it only inside the reply: in those entries of `usage.iterations` whose
// type is "advisor_message". The reply's own counts leave it out.

/// What tells the call to the advisor, the `index`th of its reply, from all others: made of the
/// reply's id, of whichever kind, so that all who saw the reply name it alike. Empty for none.
[[nodiscard]] inline std::string advisor_id(std::string_view reply, std::size_t index) {
  return reply.empty() ? std::string() : std::string(reply) + ":advisor:" + std::to_string(index);
}

/// Whether advisor_id() made it.
[[nodiscard]] inline bool is_advisor_id(std::string_view id) {
  return id.find(":advisor:") != std::string_view::npos;
}

}  // namespace orchard::core
