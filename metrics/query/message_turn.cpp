#include "metrics/query/message_turn.h"

namespace orchard::metrics {

core::Result<std::optional<MessageTurn>> query_turn_of_message(Store& store,
                                                               const core::SessionId& session,
                                                               const core::MessageId& message) {
  ORCHARD_TRY(auto query, store.database().prepare(R"sql(
    SELECT conversation.id, turn.id
    FROM session AS asked
    JOIN session AS conversation
      ON coalesce(conversation.launched_as, conversation.key) =
         coalesce(asked.launched_as, asked.key)
    JOIN message ON message.session = conversation.key AND message.id = ?2
    JOIN turn ON turn.key = message.turn
    WHERE asked.id = ?1
    LIMIT 1)sql"));
  query.bind_all(session.value, message.value);
  ORCHARD_TRY(const bool found, query.step());
  if (!found) return std::nullopt;
  return MessageTurn{core::SessionId(query.text(0)), core::TurnId(query.text(1))};
}

}  // namespace orchard::metrics
