#pragma once

#include "core/domain/fact.h"
#include "metrics/pricing/price_table.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::metrics {

/// One row of api_call, and how two sightings of one response become one. Plain values; everything
/// here is pure.
struct CallRow {
  std::int64_t key = 0;  ///< 0: not stored yet
  std::int64_t session = 0;
  std::optional<std::int64_t> turn;
  std::int64_t model = 0;  ///< 0: no witness named it
  std::int64_t at = 0;
  core::TokenUsage usage;
  std::int64_t web_searches = 0;
  std::int64_t flags = 0;
  std::int64_t reported = 0;  ///< nano-dollars, where flags say that a witness named the price
  std::optional<std::int64_t> branch;
  std::optional<std::int64_t> agent;     ///< the type of the sub-agent that made it
  std::optional<std::int64_t> duration;  ///< milliseconds

  [[nodiscard]] bool has(std::int64_t flag) const { return (flags & flag) != 0; }
  bool operator==(const CallRow&) const = default;
};

/// What only a transcript tells of a response.
struct CallDetails {
  bool background = false;  ///< the CLI's own work: compaction, memory extraction, a suggestion
  std::string branch;       ///< checked out where the session worked; empty: not known
  std::string agent;        ///< the type of the sub-agent; empty: not known
  std::optional<core::Duration> duration;  ///< from what it answers to the last piece seen of it
  std::optional<core::Cost> reported;      ///< the price the record itself names
};

/// What a sighting says without the store: everything but session, turn, model, branch and agent.
[[nodiscard]] CallRow row_of(const core::ApiCallSeen& fact, const CallDetails& details);

/// Which of two sessions a response stands in made it, where their sightings do not tell: a forked
/// transcript copies replies with their times.
enum class Owner { kept, seen };

/// None: the sightings tell, or there is nothing to tell apart.
[[nodiscard]] bool is_owner_unclear(const CallRow& kept, const CallRow& seen);

/// Joins two sightings of one response; the result does not depend on their order. `unclear` counts
/// only when is_owner_unclear(). Where both name a type of sub-agent, that of `kept` stays.
[[nodiscard]] CallRow merge(const CallRow& kept, const CallRow& seen, Owner unclear = Owner::kept);

/// Whether the response that stands under the message id of a sighting is the one it tells of. A
/// relay may repeat ids: then two different request ids of the main conversation are two responses.
[[nodiscard]] bool is_same_response(const CallRow& by_message, const CallRow& seen);

/// The cost of the row in nano-dollars by the prices of its model; notes in its flags whether the
/// price was estimated. A price that a witness named stands.
[[nodiscard]] std::int64_t put_price(CallRow& row, const ModelPrices& prices);

/// Stands for the message id. Ids of the API are unique everywhere; a relay may make up its own and
/// repeat them, so these count within their session.
[[nodiscard]] std::int64_t message_hash(std::string_view call, std::string_view session);
/// Stands for the request id. A relay may answer every request with one and the same: beside a
/// message id of its own it counts only together with that one. `call` may be empty.
[[nodiscard]] std::int64_t request_hash(std::string_view request, std::string_view call);
/// Stands for the request id alone, by which earlier versions knew a relay's replies; none where
/// request_hash() is that too, or without a request id.
[[nodiscard]] std::optional<std::int64_t> bare_request_hash(std::string_view request,
                                                            std::string_view call);
/// Whether the message id is one of the API.
[[nodiscard]] bool is_api_id(std::string_view call);
/// By which a line of a transcript is known again in another session, which was resumed from the
/// first, where a relay makes up ids and gives no request id: of all that a copy keeps. A further
/// id of the response, in the place of the request's.
[[nodiscard]] std::int64_t copy_hash(std::string_view call, core::Timestamp at,
                                     std::string_view model, const core::TokenUsage& usage);

}  // namespace orchard::metrics
