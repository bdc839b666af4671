#include "metrics/query/message_turn.h"

namespace orchard::metrics {

core::Result<std::optional<MessageTurn>> query_turn_of_message(Store& store,
                                                               const core::SessionId& session,
                                                               const core::MessageId& message) {
  // Messages that waited together become one turn, named by the last of them: the others stand
  // just before it and belong to no turn of their own.
  ORCHARD_TRY(auto query, store.database().prepare(R"sql(
    SELECT conversation.id,
           coalesce((SELECT id FROM turn WHERE key = message.turn),
                    (SELECT id FROM turn WHERE session = message.session
                     AND place >= message.place ORDER BY place LIMIT 1))
    FROM session AS asked
    JOIN session AS conversation
      ON coalesce(conversation.launched_as, conversation.key) =
         coalesce(asked.launched_as, asked.key)
    JOIN message ON message.session = conversation.key AND message.id = ?2
    WHERE asked.id = ?1
    LIMIT 1)sql"));
  query.bind_all(session.value, message.value);
  ORCHARD_TRY(const bool found, query.step());
  if (!found || query.is_null(1)) return std::nullopt;
  return MessageTurn{core::SessionId(query.text(0)), core::TurnId(query.text(1))};
}

}  // namespace orchard::metrics
