#include "metrics/intake/transcript_line.h"

#include "core/base/time_text.h"

#include <algorithm>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace orchard::metrics {

namespace {

using nlohmann::json;

/// More than any reply holds; keeps sums of foreign numbers far from overflow.
constexpr std::int64_t kMostTokens = 1'000'000'000;

const json* member(const json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string text(const json& object, const char* name) {
  const json* value = member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

bool is_true(const json& object, const char* name) {
  const json* value = member(object, name);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

/// 0 for anything that is no count.
std::int64_t count(const json& object, const char* name) {
  const json* value = member(object, name);
  if (value == nullptr || !value->is_number()) return 0;
  const double number = value->get<double>();
  if (!(number > 0)) return 0;
  return number >= static_cast<double>(kMostTokens) ? kMostTokens : value->get<std::int64_t>();
}

/// False: only the sum of the cache writes is known.
bool knows_cache_split(const json& usage) {
  const json* split = member(usage, "cache_creation");
  if (split == nullptr) return false;
  const bool names_parts = count(*split, "ephemeral_5m_input_tokens") > 0 ||
                           count(*split, "ephemeral_1h_input_tokens") > 0;
  return names_parts || count(usage, "cache_creation_input_tokens") == 0;
}

core::TokenUsage read_usage(const json& usage) {
  core::TokenUsage tokens;
  tokens.input = count(usage, "input_tokens");
  tokens.output = count(usage, "output_tokens");
  tokens.cache_read = count(usage, "cache_read_input_tokens");
  if (const json* split = member(usage, "cache_creation")) {
    tokens.cache_write_5m = count(*split, "ephemeral_5m_input_tokens");
    tokens.cache_write_1h = count(*split, "ephemeral_1h_input_tokens");
  }
  // Old records know only the sum, which was written for 5 minutes then.
  if (tokens.cache_write() == 0)
    tokens.cache_write_5m = count(usage, "cache_creation_input_tokens");
  return tokens;
}

/// The message of a reply that cost something; null for everything else: records of other kinds,
/// replies the program made up itself, errors.
const json* billed_message(const json& record) {
  const json* message = member(record, "message");
  const json* usage = message != nullptr ? member(*message, "usage") : nullptr;
  if (usage == nullptr || usage->is_null()) return nullptr;
  if (text(*message, "model") == "<synthetic>" || is_true(record, "isApiErrorMessage"))
    return nullptr;
  return message;
}

/// What tells a reply from others and when it came; none when it does not say so.
std::optional<core::ApiCallSeen> identify(const json& record, const json& message) {
  core::ApiCallSeen call;
  call.call = core::ApiCallId(text(message, "id"));
  const auto at = core::parse_iso8601(text(record, "timestamp"));
  if (call.call.empty() || !at || !message["usage"].is_object()) return std::nullopt;
  call.at = *at;
  return call;
}

}  // namespace

std::optional<core::ApiCallSeen> decode_transcript_line(std::string_view line,
                                                        const core::SessionId& file_session) {
  // Most lines are tool results without usage: not worth parsing.
  if (line.find("\"usage\"") == std::string_view::npos) return std::nullopt;
  const json record = json::parse(line, nullptr, /*allow_exceptions=*/false);
  const json* message = billed_message(record);
  if (message == nullptr) return std::nullopt;
  auto identified = identify(record, *message);
  if (!identified) return std::nullopt;

  core::ApiCallSeen call = std::move(*identified);
  const json& usage = (*message)["usage"];
  call.model = text(*message, "model");
  call.session = core::SessionId(text(record, "sessionId"));
  if (call.session.empty()) call.session = file_session;
  call.request_id = text(record, "requestId");
  call.usage = read_usage(usage);
  call.cache_split_known = knows_cache_split(usage);
  if (const json* tools = member(usage, "server_tool_use"))
    call.web_searches = count(*tools, "web_search_requests");
  call.fast = text(usage, "speed") == "fast";
  call.sub_agent = is_true(record, "isSidechain") || !text(record, "agentId").empty();
  // An aborted reply stands there without its stop reason.
  call.complete = !text(*message, "stop_reason").empty();
  call.witness = core::Witness::transcript;
  return call;
}

bool is_malformed_transcript_line(std::string_view line) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t begin = line.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return false;
  if (line[begin] != '{' || line[line.find_last_not_of(kBlank)] != '}') return true;
  if (line.find("\"usage\"") == std::string_view::npos) return false;
  const json record = json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (record.is_discarded()) return true;
  const json* message = billed_message(record);
  return message != nullptr && !identify(record, *message);
}

}  // namespace orchard::metrics
