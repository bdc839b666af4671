#include "metrics/intake/advisor_calls.h"

#include "core/domain/advisor_call.h"
#include "metrics/intake/token_counts.h"
#include "metrics/line/json_text.h"

namespace orchard::metrics {

bool tells_of_advisor(const UsageFields& usage) {
  // Begins where hardly anything else of these entries does: one fast look at the bytes.
  return usage.iterations.find("visor_message\"") != std::string_view::npos;
}

bool read_advisors(std::string_view iterations, std::string& scratch,
                   std::vector<AdvisorCall>& calls) {
  std::vector<IterationFields> entries;
  if (!find_iterations(iterations, entries)) return false;
  for (const IterationFields& entry : entries) {
    if (entry.type != "\"advisor_message\"") continue;
    const std::string_view model = json_text(entry.model, scratch);
    const auto counts = read_token_counts(entry.usage);
    if (!counts) return false;
    if (!model.empty())
      calls.push_back(
          {model, counts->tokens, counts->cache_split_known, entry.usage.speed == "\"fast\""});
  }
  return true;
}

UsageLine advisor_line(const UsageLine& reply, std::size_t index, AdvisorIds& ids) {
  ids = {core::advisor_id(reply.message_id, index), core::advisor_id(reply.request_id, index),
         core::advisor_id(reply.uuid, index)};
  const AdvisorCall& call = reply.advisors[index];
  UsageLine line = reply;
  line.advisors.clear();
  line.of_advisor = true;
  line.message_id = ids.message;
  line.request_id = ids.request;
  line.uuid = ids.uuid;
  line.model = call.model;
  line.tokens = call.tokens;
  line.cache_split_known = call.cache_split_known;
  line.web_searches = 0;
  line.reported_dollars.reset();
  line.fast = call.fast;
  return line;
}

}  // namespace orchard::metrics
