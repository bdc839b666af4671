#include "metrics/intake/transcript_line.h"

#include "metrics/intake/usage_line.h"

#include <string>

namespace orchard::metrics {

namespace {

/// What tells the reply from all others. Without the API's ids each line stands for itself.
core::ApiCallId call_id(const UsageLine& line) {
  if (line.message_id.empty() && line.request_id.empty())
    return core::ApiCallId(std::string(line.uuid));
  return core::ApiCallId(std::string(line.message_id));
}

}  // namespace

std::optional<core::ApiCallSeen> decode_transcript_line(std::string_view text,
                                                        const core::SessionId& file_session) {
  std::string scratch;
  UsageLine line;
  if (read_usage_line(text, scratch, line) != LineVerdict::usage) return std::nullopt;
  core::ApiCallSeen call;
  call.call = call_id(line);
  call.session = line.session.empty() ? file_session : core::SessionId(std::string(line.session));
  call.request_id = line.request_id;
  call.model = line.model;
  call.usage = line.tokens;
  call.web_searches = line.web_searches;
  call.fast = line.fast;
  call.sub_agent = line.of_sub_agent();
  // An aborted reply stands there without its stop reason.
  call.complete = line.complete;
  call.witness = core::Witness::transcript;
  call.at = line.at;
  call.cache_split_known = line.cache_split_known;
  return call;
}

bool is_malformed_transcript_line(std::string_view text) {
  std::string scratch;
  UsageLine line;
  return read_usage_line(text, scratch, line) == LineVerdict::malformed;
}

}  // namespace orchard::metrics
