#include "metrics/query/transcript.h"

#include "metrics/query/said/user_words.h"
#include "metrics/recorder/names.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace orchard::metrics {

using core::Result;
using core::Statement;

namespace {

using Kind = TranscriptItem::Kind;

/// Claude Code asks the user by it.
constexpr std::string_view kQuestionTool = "AskUserQuestion";

// What was said; results of tools stand with their call.
constexpr std::string_view kMessages =
    "SELECT m.place, m.id, m.part, m.kind, m.parent IS NOT NULL, m.text, m.at "
    "FROM session s JOIN message m ON m.session = s.key "
    "WHERE s.id = ?1 AND m.kind <> 'tool_result'";

// Tool calls that began; of a turn that ended none still runs.
constexpr std::string_view kToolCalls =
    "SELECT c.place, c.id, c.parent IS NOT NULL, c.tool, c.summary, c.input_json, c.result, "
    "c.finished_at IS NOT NULL OR t.finished_at IS NOT NULL, "
    "c.is_error OR (c.finished_at IS NULL AND t.finished_at IS NOT NULL), c.started_at "
    "FROM session s JOIN tool_call c ON c.session = s.key LEFT JOIN turn t ON t.key = c.turn "
    "WHERE s.id = ?1 AND c.place IS NOT NULL";

// What the user said no to.
constexpr std::string_view kDenials =
    "SELECT p.call, p.reason FROM session s JOIN permission_request p ON p.session = s.key "
    "WHERE s.id = ?1 AND p.decision = 'denied' AND p.call IS NOT NULL";

// Turns: where their prompt stands when no message shows it, and where they ended.
constexpr std::string_view kTurnPlaces =
    "SELECT t.id, t.place, t.finish_place, t.prompt <> '' AND NOT EXISTS (SELECT 1 FROM message m "
    "  WHERE m.session = t.session AND m.kind = 'user' AND m.id = t.id) "
    "FROM session s JOIN turn t ON t.session = s.key WHERE s.id = ?1";

using Placed = std::pair<std::int64_t, TranscriptItem>;

Kind kind_of(std::string_view stored) {
  switch (parse_message_kind(stored).value_or(core::MessageKind::notice)) {
    case core::MessageKind::user:
      return Kind::user;
    case core::MessageKind::text:
      return Kind::text;
    case core::MessageKind::thinking:
      return Kind::thinking;
    case core::MessageKind::error:
      return Kind::error;
    case core::MessageKind::tool_result:
    case core::MessageKind::notice:
      return Kind::notice;
  }
  return Kind::notice;
}

Result<void> add_messages(Store& store, const core::SessionId& session,
                          std::vector<Placed>& items) {
  ORCHARD_TRY(Statement rows, store.database().prepare(kMessages));
  rows.bind(1, session.value);
  return rows.each([&](const Statement& row) {
    TranscriptItem item;
    item.id = row.text(1) + "/" + std::to_string(row.integer(2));
    item.kind = kind_of(row.text(3));
    item.depth = row.integer(4) != 0 ? 1 : 0;
    item.text = row.text(5);
    item.at = timestamp(row.integer(6));
    items.emplace_back(row.integer(0), std::move(item));
  });
}

Result<void> add_tool_calls(Store& store, const core::SessionId& session,
                            std::vector<Placed>& items) {
  ORCHARD_TRY(Statement rows, store.database().prepare(kToolCalls));
  rows.bind(1, session.value);
  return rows.each([&](const Statement& row) {
    TranscriptItem item;
    item.kind = Kind::tool;
    item.id = row.text(1);
    item.depth = row.integer(2) != 0 ? 1 : 0;
    item.tool = row.text(3);
    item.summary = row.text(4);
    item.input_json = row.text(5);
    item.result = row.text(6);
    item.finished = row.integer(7) != 0;
    item.failed = row.integer(8) != 0;
    item.at = timestamp(row.integer(9));
    items.emplace_back(row.integer(0), std::move(item));
  });
}

Result<std::unordered_map<std::string, std::string>> read_denials(Store& store,
                                                                  const core::SessionId& session) {
  std::unordered_map<std::string, std::string> reasons;
  ORCHARD_TRY(Statement rows, store.database().prepare(kDenials));
  rows.bind(1, session.value);
  ORCHARD_CHECK(rows.each([&](const Statement& row) { reasons[row.text(0)] = row.text(1); }));
  return reasons;
}

/// What the user said when a tool call asked stands behind it.
Result<void> add_user_words(Store& store, const core::SessionId& session,
                            std::vector<Placed>& items) {
  ORCHARD_TRY(const auto denials, read_denials(store, session));
  std::vector<Placed> said;
  for (const auto& [place, item] : items) {
    if (item.kind != Kind::tool) continue;
    std::vector<std::string> words;
    if (const auto denied = denials.find(item.id); denied != denials.end())
      words.push_back(denial_words(denied->second));
    else if (item.tool == kQuestionTool && item.finished && !item.failed)
      words = answer_words(item.input_json, item.result);
    for (std::size_t i = 0; i < words.size(); ++i) {
      TranscriptItem notice;
      notice.kind = Kind::notice;
      notice.id = item.id + "/user/" + std::to_string(i);
      notice.depth = item.depth;
      notice.text = std::move(words[i]);
      notice.at = item.at;
      said.emplace_back(place, std::move(notice));
    }
  }
  std::ranges::move(said, std::back_inserter(items));
  return {};
}

void add_turn(const TurnFigures& turn, const Statement& row, std::vector<Placed>& items) {
  if (row.integer(3) != 0 && !row.is_null(1)) {
    TranscriptItem prompt;
    prompt.kind = Kind::user;
    prompt.id = turn.id.value + "/prompt";
    prompt.text = turn.prompt;
    prompt.at = turn.started_at;
    items.emplace_back(row.integer(1), std::move(prompt));
  }
  if (!row.is_null(2)) {
    TranscriptItem footer;
    footer.kind = Kind::turn_footer;
    footer.id = turn.id.value + "/end";
    footer.text = turn.error;
    footer.at = *turn.finished_at;
    footer.turn = turn;
    items.emplace_back(row.integer(2), std::move(footer));
  }
}

}  // namespace

Result<std::vector<TranscriptItem>> query_transcript(Store& store, const core::SessionId& session) {
  std::vector<Placed> items;
  ORCHARD_CHECK(add_messages(store, session, items));
  ORCHARD_CHECK(add_tool_calls(store, session, items));
  ORCHARD_CHECK(add_user_words(store, session, items));
  ORCHARD_TRY(std::vector<TurnFigures> turns, query_turns(store, session));
  std::unordered_map<std::string, const TurnFigures*> by_id;
  for (const TurnFigures& turn : turns) by_id[turn.id.value] = &turn;
  ORCHARD_TRY(Statement places, store.database().prepare(kTurnPlaces));
  places.bind(1, session.value);
  ORCHARD_CHECK(places.each([&](const Statement& row) {
    if (const auto found = by_id.find(row.text(0)); found != by_id.end())
      add_turn(*found->second, row, items);
  }));
  std::stable_sort(items.begin(), items.end(),
                   [](const Placed& a, const Placed& b) { return a.first < b.first; });
  std::vector<TranscriptItem> transcript;
  transcript.reserve(items.size());
  for (Placed& item : items) transcript.push_back(std::move(item.second));
  return transcript;
}

Result<bool> remembers_words(Store& store, const core::WorkspaceId& workspace) {
  // What Store::forget_transcripts() clears.
  ORCHARD_TRY(
      Statement row,
      store.database().prepare(
          "WITH mine AS (SELECT s.key FROM session s JOIN workspace w ON w.key = s.workspace "
          "WHERE w.id = ?1) "
          "SELECT EXISTS (SELECT 1 FROM message WHERE session IN mine) "
          "OR EXISTS (SELECT 1 FROM outbox WHERE session IN mine) "
          "OR EXISTS (SELECT 1 FROM turn WHERE session IN mine "
          "AND (prompt <> '' OR result <> '' OR error <> '')) "
          "OR EXISTS (SELECT 1 FROM tool_call WHERE session IN mine "
          "AND (summary <> '' OR input_json <> '' OR result <> '')) "
          "OR EXISTS (SELECT 1 FROM permission_request WHERE session IN mine "
          "AND (summary <> '' OR input_json <> '' OR suggestions_json <> '' OR reason <> ''))"));
  row.bind_all(workspace.value);
  ORCHARD_TRY(const bool found, row.step());
  return found && row.integer(0) != 0;
}

}  // namespace orchard::metrics
