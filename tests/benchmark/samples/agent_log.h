#pragma once

#include "core/base/clock.h"

#include <cstddef>
#include <string>

namespace orchard::test {

/// An event log as an agent writes it with partial messages on: turns of several replies, each with
/// thinking, text and a tool call, streamed in pieces and then told whole. At least `lines` lines,
/// ending with a whole turn. The same for the same arguments.
[[nodiscard]] std::string make_agent_log(std::size_t lines, const std::string& session,
                                         core::Timestamp at);

}  // namespace orchard::test
