#include "metrics/calls/call_row.h"

#include "core/domain/advisor_call.h"
#include "metrics/recorder/keys.h"
#include "metrics/schema/api_call_flags.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace orchard::metrics {

using core::TokenUsage;

namespace {

/// Nothing written has no parts to tell of: such a piece knows the split no better than a sum does.
bool tells_split(const CallRow& row) {
  return !row.has(call_flag::kUnsplit) && row.usage.cache_write() > 0;
}

/// A sum without its split says nothing of its parts: the larger number of each field would count
/// those writes twice. What a sum tells beyond a split counts at the shorter life.
void merge_cache_writes(CallRow& row, const CallRow& kept, const CallRow& seen) {
  if (tells_split(kept) || tells_split(seen)) row.flags &= ~call_flag::kUnsplit;
  if (tells_split(kept) == tells_split(seen)) {
    row.usage.cache_write_5m = std::max(kept.usage.cache_write_5m, seen.usage.cache_write_5m);
    row.usage.cache_write_1h = std::max(kept.usage.cache_write_1h, seen.usage.cache_write_1h);
    return;
  }
  const TokenUsage& split = tells_split(kept) ? kept.usage : seen.usage;
  const TokenUsage& sum = tells_split(kept) ? seen.usage : kept.usage;
  row.usage.cache_write_1h = split.cache_write_1h;
  row.usage.cache_write_5m =
      split.cache_write_5m + std::max<std::int64_t>(0, sum.cache_write() - split.cache_write());
}

/// A flag that holds only while every witness says so.
void keep_if_both(CallRow& row, const CallRow& kept, const CallRow& seen, std::int64_t flag) {
  if (!kept.has(flag) || !seen.has(flag)) row.flags &= ~flag;
}

/// A side question repeats replies of its parent, with the context of its own: what the main
/// conversation told of a reply stands. Else lines of one reply only ever tell more of it.
void merge_usage(CallRow& row, const CallRow& kept, const CallRow& seen) {
  if (kept.has(call_flag::kSubAgent) != seen.has(call_flag::kSubAgent)) {
    const CallRow& main = kept.has(call_flag::kSubAgent) ? seen : kept;
    row.usage = main.usage;
    row.web_searches = main.web_searches;
    if (!main.has(call_flag::kUnsplit)) row.flags &= ~call_flag::kUnsplit;
    return;
  }
  row.usage.input = std::max(kept.usage.input, seen.usage.input);
  row.usage.output = std::max(kept.usage.output, seen.usage.output);
  merge_cache_writes(row, kept, seen);
  row.usage.cache_read = std::max(kept.usage.cache_read, seen.usage.cache_read);
  row.web_searches = std::max(kept.web_searches, seen.web_searches);
}

bool is_told_by_stream(const CallRow& row) {
  return row.has(call_flag::kStream);
}

/// Only the session that really asked streams a reply; among copies the earliest is the original.
bool seen_owns(const CallRow& kept, const CallRow& seen, Owner unclear) {
  if (is_told_by_stream(kept) || is_told_by_stream(seen)) return !is_told_by_stream(kept);
  return is_owner_unclear(kept, seen) ? unclear == Owner::seen : seen.at < kept.at;
}

std::optional<std::int64_t> larger(const std::optional<std::int64_t>& a,
                                   const std::optional<std::int64_t>& b) {
  return a && b ? std::max(*a, *b) : a ? a : b;
}

std::int64_t hash_of_both(std::string_view first, std::string_view second) {
  std::string both(first);
  return hash_id(both.append("/").append(second));
}

}  // namespace

CallRow row_of(const core::ApiCallSeen& fact, const CallDetails& details) {
  const bool is_advisor =
      core::is_advisor_id(fact.call.value) || core::is_advisor_id(fact.request_id);
  const bool named_by_lines = fact.witness == core::Witness::transcript && !fact.call.empty() &&
                              !is_api_id(fact.call.value) && fact.request_id.empty();
  CallRow row;
  row.at = micros(fact.at);
  row.usage = fact.usage;
  row.web_searches = fact.web_searches;
  row.reported = details.reported ? details.reported->nano_dollars : 0;
  if (details.duration)
    row.duration = std::chrono::round<std::chrono::milliseconds>(*details.duration).count();
  row.flags =
      (fact.complete ? call_flag::kComplete : 0) | (fact.fast ? call_flag::kFast : 0) |
      (fact.sub_agent ? call_flag::kSubAgent : 0) |
      (details.background ? call_flag::kBackground : 0) |
      (details.reported ? call_flag::kReported : 0) |
      (fact.witness == core::Witness::stream ? call_flag::kStream : call_flag::kTranscript) |
      (fact.call.empty() ? call_flag::kNoMessage : 0) | (is_advisor ? call_flag::kAdvisor : 0) |
      (named_by_lines ? call_flag::kNamedByLines : 0) |
      (fact.cache_split_known ? 0 : call_flag::kUnsplit) |
      (fact.request_id.empty() ? 0 : call_flag::kHasRequest);
  return row;
}

bool is_owner_unclear(const CallRow& kept, const CallRow& seen) {
  return kept.session != seen.session && !is_told_by_stream(kept) && !is_told_by_stream(seen) &&
         kept.at == seen.at;
}

CallRow merge(const CallRow& kept, const CallRow& seen, Owner unclear) {
  CallRow row = kept;
  const bool same_session = seen.session == kept.session;
  const bool owns = !same_session && seen_owns(kept, seen, unclear);
  if (owns) {
    row.session = seen.session;
    row.turn = seen.turn;
  } else if (!row.turn && same_session) {
    row.turn = seen.turn;
  }
  const bool leads = same_session ? seen.at < kept.at : owns;
  row.branch =
      leads ? (seen.branch ? seen.branch : kept.branch) : (kept.branch ? kept.branch : seen.branch);
  if (row.model == 0) row.model = seen.model;
  row.at = std::min(kept.at, seen.at);
  row.reported = std::max(kept.reported, seen.reported);
  row.duration = larger(kept.duration, seen.duration);
  row.flags = kept.flags | seen.flags;
  merge_usage(row, kept, seen);
  // A side question repeats replies of its parent: whoever saw it in the main conversation is
  // right.
  keep_if_both(row, kept, seen, call_flag::kSubAgent);
  keep_if_both(row, kept, seen, call_flag::kBackground);
  keep_if_both(row, kept, seen, call_flag::kNoMessage);
  if (!row.agent) row.agent = seen.agent;
  if (!row.has(call_flag::kSubAgent)) row.agent.reset();
  return row;
}

bool is_same_response(const CallRow& by_message, const CallRow& seen) {
  if (!by_message.has(call_flag::kHasRequest) || !seen.has(call_flag::kHasRequest)) return true;
  return by_message.has(call_flag::kSubAgent) || seen.has(call_flag::kSubAgent);
}

std::int64_t put_price(CallRow& row, const ModelPrices& prices) {
  row.flags &= ~call_flag::kEstimated;
  if (row.has(call_flag::kReported)) return row.reported;
  const Price price = prices.at(timestamp(row.at), row.has(call_flag::kUsOnly));
  if (price.kind == PriceKind::estimated) row.flags |= call_flag::kEstimated;
  return cost_of(row.usage, price, row.has(call_flag::kFast), row.web_searches).nano_dollars;
}

bool is_api_id(std::string_view call) {
  return call.starts_with("msg_");
}

std::int64_t message_hash(std::string_view call, std::string_view session) {
  return is_api_id(call) ? hash_id(call) : hash_of_both(session, call);
}

std::int64_t request_hash(std::string_view request, std::string_view call) {
  return call.empty() || is_api_id(call) ? hash_id(request) : hash_of_both(request, call);
}

std::optional<std::int64_t> bare_request_hash(std::string_view request, std::string_view call) {
  if (request.empty() || call.empty() || is_api_id(call)) return std::nullopt;
  return hash_id(request);
}

std::int64_t copy_hash(std::string_view call, core::Timestamp at, std::string_view model,
                       const TokenUsage& usage) {
  return hash_id(fmt::format("copy/{}/{}/{}/{}/{}/{}/{}", call, micros(at), model, usage.input,
                             usage.output, usage.cache_write(), usage.cache_read));
}

}  // namespace orchard::metrics
