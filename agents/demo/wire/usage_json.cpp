#include "agents/demo/wire/usage_json.h"

#include <nlohmann/json.hpp>

namespace orchard::agents::demo {

std::string usage_to_json(const core::TokenUsage& usage) {
  const nlohmann::ordered_json json = {
      {"input_tokens", usage.input},
      {"cache_creation_input_tokens", usage.cache_write()},
      {"cache_read_input_tokens", usage.cache_read},
      {"cache_creation",
       {{"ephemeral_5m_input_tokens", usage.cache_write_5m},
        {"ephemeral_1h_input_tokens", usage.cache_write_1h}}},
      {"service_tier", "standard"},
      {"output_tokens", usage.output},
      {"server_tool_use", {{"web_search_requests", 0}, {"web_fetch_requests", 0}}}};
  return json.dump();
}

}  // namespace orchard::agents::demo
