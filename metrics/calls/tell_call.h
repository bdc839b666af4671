#pragma once

#include "core/base/result.h"
#include "metrics/calls/call_row.h"
#include "metrics/calls/sighting.h"
#include "metrics/schema/api_call_flags.h"

#include <cstdint>
#include <optional>

namespace orchard::metrics {

/// What a sighting knows a response by, as hashes.
struct CallIds {
  std::optional<std::int64_t> message;
  std::optional<std::int64_t> request;
  /// Of the request id alone, by which earlier versions knew a relay's replies.
  std::optional<std::int64_t> bare_request;
  bool of_api = false;  ///< the message id, which is then given once; a relay repeats its own
};

/// Whether the response that stands under the request id of a sighting is another one, because a
/// relay gives every response the same: it has another message id. Beside one that is not the API's
/// the request id stands for both, so that it leads to no other.
[[nodiscard]] inline bool is_of_other_message(const CallRow& by_request,
                                              const std::optional<CallRow>& by_message,
                                              const CallRow& seen, const CallIds& ids) {
  if (!ids.message || by_request.has(call_flag::kNoMessage)) return false;
  if (seen.has(call_flag::kNamedByLines)) return false;
  if (by_message && by_message->key == by_request.key) return false;
  return ids.of_api;
}

/// What a sighting says without its batch: everything but session, model, branch and agent.
[[nodiscard]] inline CallRow row_of(const Sighting& seen) {
  CallRow row;
  row.at = seen.at;
  row.usage = {seen.input, seen.output, seen.cache_write_5m, seen.cache_write_1h, seen.cache_read};
  row.web_searches = seen.web_searches;
  row.flags = seen.flags;
  row.reported = seen.reported;
  if (seen.duration >= 0) row.duration = seen.duration;
  return row;
}

[[nodiscard]] inline CallIds ids_of(const Sighting& seen) {
  CallIds ids;
  if ((seen.flags & call_flag::kNoMessage) == 0) ids.message = seen.message;
  if (seen.request != 0) ids.request = seen.request;
  if (seen.bare_request != 0) ids.bare_request = seen.bare_request;
  ids.of_api = seen.of_api;
  return ids;
}

/// With the session's id and the name of the sub-agent's type deciding where nothing else does, so
/// that it does not matter which file was read first.
template <class Book>
[[nodiscard]] core::Result<CallRow> join_sightings(Book& book, const CallRow& kept,
                                                   const CallRow& seen) {
  Owner unclear = Owner::kept;
  if (is_owner_unclear(kept, seen)) {
    ORCHARD_TRY(const bool seen_first, book.has_smaller_id(seen.session, kept.session));
    if (seen_first) unclear = Owner::seen;
  }
  CallRow row = merge(kept, seen, unclear);
  if (row.agent && seen.agent && row.agent != seen.agent) {
    ORCHARD_TRY(const bool seen_first, book.has_smaller_name(*seen.agent, *row.agent));
    if (seen_first) row.agent = seen.agent;
  }
  return row;
}

/// Two rows turn out to tell of one response when one witness knew only the message id and another
/// only the request id: gives the row that stays. `row` is `by_request` with the sighting merged
/// in.
template <class Book>
[[nodiscard]] core::Result<CallRow> join_halves(Book& book, const CallRow& by_message,
                                                const CallRow& by_request, const CallRow& row,
                                                const CallIds& ids) {
  if (by_request.has(call_flag::kNoMessage)) {
    ORCHARD_CHECK(book.move_request(*ids.request, by_message.key));
    ORCHARD_CHECK(book.remove(by_request.key));
    return join_sightings(book, by_message, row);
  }
  // Nothing leads back to the names that its lines gave a response: it stays.
  if (!by_message.has(call_flag::kNamedByLines) && !by_message.has(call_flag::kHasRequest)) {
    ORCHARD_CHECK(book.move_message(*ids.message, by_request.key));
    ORCHARD_CHECK(book.remove(by_message.key));
    ORCHARD_TRY(CallRow joined, join_sightings(book, by_message, row));
    joined.key = by_request.key;
    return joined;
  }
  return row;
}

/// Whether both begin with one line of a transcript, for all that its copy keeps.
[[nodiscard]] inline bool is_copy_of(const CallRow& a, const CallRow& b) {
  return a.at == b.at && a.model == b.model && a.usage.input == b.usage.input &&
         a.usage.cache_write() == b.usage.cache_write() && a.usage.cache_read == b.usage.cache_read;
}

/// What an earlier version, which knew a relay's replies by the request id alone, stored of the
/// response; none where it did not. Where many replies had that request id, the message id decides.
template <class Book>
[[nodiscard]] core::Result<std::optional<CallRow>> find_of_earlier_version(
    Book& book, const std::optional<CallRow>& by_message, const CallRow& seen, const CallIds& ids) {
  if (!ids.bare_request) return std::nullopt;
  ORCHARD_TRY(const std::optional<CallRow> stored, book.find_request(*ids.bare_request));
  if (!stored) return std::nullopt;
  // Within a session the message id would have led to it.
  if (!by_message && stored->session == seen.session) return std::nullopt;
  const bool is_known = by_message && is_copy_of(*by_message, seen);
  return !is_known && is_copy_of(*stored, seen) ? stored : by_message;
}

/// Enters one sighting into a book of calls: the store itself, or one that is written to it later.
/// The only place that decides which response a sighting tells of.
template <class Book>
[[nodiscard]] core::Result<void> tell_call(Book& book, const CallRow& seen, const CallIds& ids) {
  // Without any id a response cannot be told from its own repetition.
  if (!ids.message && !ids.request) return {};
  std::optional<CallRow> by_message;
  std::optional<CallRow> by_request;
  if (ids.message) {
    ORCHARD_TRY(by_message, book.find_message(*ids.message));
  }
  if (ids.request) {
    ORCHARD_TRY(by_request, book.find_request(*ids.request));
  }
  const bool repeats_request =
      by_request && is_of_other_message(*by_request, by_message, seen, ids);
  if (repeats_request) by_request.reset();
  std::optional<CallRow> earlier;
  if (!by_request) {
    ORCHARD_TRY(earlier, find_of_earlier_version(book, by_message, seen, ids));
  }
  CallRow row = seen;
  if (by_request) {
    ORCHARD_TRY(row, join_sightings(book, *by_request, seen));
    if (by_message && by_message->key != by_request->key) {
      ORCHARD_TRY(row, join_halves(book, *by_message, *by_request, row, ids));
    }
  } else if (earlier) {
    ORCHARD_TRY(row, join_sightings(book, *earlier, seen));
  } else if (by_message && (repeats_request || is_same_response(*by_message, seen))) {
    ORCHARD_TRY(row, join_sightings(book, *by_message, seen));
  }
  ORCHARD_TRY(const std::int64_t key, book.save(row));
  // It may have been, or be, another session's.
  for (const std::optional<CallRow>* stood : {&by_message, &by_request, &earlier})
    if (*stood && (*stood)->session != seen.session)
      ORCHARD_CHECK(book.note_session((*stood)->session));
  // A relay may number anew: in the session that a copy stands in, its id may be another reply's.
  const bool is_copy = seen.has(call_flag::kNamedByLines) && row.session != seen.session;
  if (ids.message && !is_copy) ORCHARD_CHECK(book.name_message(*ids.message, key));
  if (ids.request && !repeats_request) ORCHARD_CHECK(book.name_request(*ids.request, key));
  return {};
}

}  // namespace orchard::metrics
