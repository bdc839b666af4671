#pragma once

#include "metrics/intake/usage_line.h"
#include "metrics/line/line_fields.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

// How replies tell of calls to an advisor: see core/domain/advisor_call.h. The other entries of
// "iterations" are requests that the reply's own counts hold already ("message"), or that nobody
// pays for (a model that declined, before a "fallback_message").

/// Whether there may be such calls: a fast look at the bytes. Pure.
[[nodiscard]] bool tells_of_advisor(const UsageFields& usage);

/// Adds the calls in the JSON `iterations` to `calls`; their texts as json_text() gives them. An
/// entry without a model tells of none. False: the text is damaged, or one of the counts is. Pure.
[[nodiscard]] bool read_advisors(std::string_view iterations, std::string& scratch,
                                 std::vector<AdvisorCall>& calls);

/// What the ids of a call to an advisor stand in.
struct AdvisorIds {
  std::string message, request, uuid;
};

/// The call to the advisor, the `index`th of the reply, as a reply of its own: its model and
/// tokens, all else as the reply has it. Views into `ids` and into what the reply's views point to.
/// Pure.
[[nodiscard]] UsageLine advisor_line(const UsageLine& reply, std::size_t index, AdvisorIds& ids);

}  // namespace orchard::metrics
