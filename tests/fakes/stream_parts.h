#pragma once

#include "tests/fakes/planned_reply.h"

#include <string>
#include <vector>

namespace orchard::test {

/// A piece of the event stream and what happens before it is sent.
struct StreamPart {
  std::string bytes;
  double seconds_before = 0;
  std::string hold_until;  ///< wait until this file exists
  bool breaks = false;     ///< close the connection instead
};

/// The server-sent events of a reply, in order, as the Messages API writes them.
[[nodiscard]] std::vector<StreamPart> make_stream(const PlannedReply& reply,
                                                  const std::string& message_id);

/// The same reply as one JSON document, for requests that do not stream.
[[nodiscard]] std::string make_document(const PlannedReply& reply, const std::string& message_id);

/// The body of an HTTP error.
[[nodiscard]] std::string make_error(const PlannedReply& reply, const std::string& request_id);

}  // namespace orchard::test
