#pragma once

#include "agents/protocol/event.h"
#include "agents/protocol/json_fields.h"

namespace orchard::agents {

// The records that carry messages of the API. Internal to decode(); pure and tolerant like it.

/// None when `usage` is absent or no object. A response that does not split its cache writes has
/// them all in cache_write_5m and `cache_split_known` false.
[[nodiscard]] std::optional<ApiUsage> decode_usage(const Json* usage);

[[nodiscard]] EventBody decode_assistant(const Json& record);
[[nodiscard]] EventBody decode_user(const Json& record);
[[nodiscard]] EventBody decode_stream_event(const Json& record);

}  // namespace orchard::agents
